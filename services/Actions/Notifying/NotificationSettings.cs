using System.Globalization;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>How mail leaves the platform.</summary>
public enum MailRoute
{
    /// <summary>Not at all: everything waits until a route is set up.</summary>
    None,
    Smtp,
    GovukNotify,
}

/// <summary>The settings <c>Notifications:…</c>, read and checked at start.</summary>
/// <param name="Route">Setting <c>Transport</c>: <c>none</c>, <c>smtp</c> or <c>govuk-notify</c>.</param>
/// <param name="PortalAddress">Where the links lead, without a slash at its end.</param>
public sealed record NotificationSettings(MailRoute Route, string PortalAddress)
{
    public SmtpSettings? Smtp { get; init; }
    public NotifySettings? Notify { get; init; }

    /// <exception cref="StartRefused">A setting is missing or holds something else.</exception>
    public static NotificationSettings Read(IConfiguration configuration)
    {
        var route = (configuration["Notifications:Transport"] ?? "") switch
        {
            "" or "none" => MailRoute.None,
            "smtp" => MailRoute.Smtp,
            "govuk-notify" => MailRoute.GovukNotify,
            var other => throw new StartRefused($"The setting Notifications:Transport holds '{other}'. Give none, smtp or govuk-notify."),
        };
        return route == MailRoute.None ? new(route, "") : new(route, configuration.Required("Notifications:PortalAddress").TrimEnd('/'))
        {
            Smtp = route == MailRoute.Smtp ? SmtpSettings.Read(configuration) : null,
            Notify = route == MailRoute.GovukNotify ? NotifySettings.Read(configuration) : null,
        };
    }
}

/// <param name="Host">Setting <c>Notifications:Smtp:Host</c>.</param>
/// <param name="Port">Setting <c>Port</c>; 587 unless given.</param>
/// <param name="Tls">Setting <c>Tls</c>: <c>starttls</c> (unless given), <c>tls</c> from the first byte, or <c>none</c>.</param>
/// <param name="User">Setting <c>User</c>; empty where the server asks for none.</param>
/// <param name="Password">Setting <c>Password</c>.</param>
/// <param name="From">Setting <c>From</c>: the sender's address.</param>
public sealed record SmtpSettings(string Host, int Port, string Tls, string User, string Password, string From)
{
    public static SmtpSettings Read(IConfiguration configuration)
    {
        var port = configuration["Notifications:Smtp:Port"] is { Length: > 0 } given ? given : "587";
        var tls = configuration["Notifications:Smtp:Tls"] is { Length: > 0 } wanted ? wanted : "starttls";
        return new(
            configuration.Required("Notifications:Smtp:Host"),
            int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : throw new StartRefused($"The setting Notifications:Smtp:Port holds '{port}'. Give a port, e.g. 587."),
            tls is "starttls" or "tls" or "none"
                ? tls : throw new StartRefused($"The setting Notifications:Smtp:Tls holds '{tls}'. Give starttls, tls or none."),
            configuration["Notifications:Smtp:User"] ?? "",
            configuration["Notifications:Smtp:Password"] ?? "",
            configuration.Required("Notifications:Smtp:From"));
    }
}

/// <param name="ApiKey">Setting <c>Notifications:Notify:ApiKey</c>.</param>
/// <param name="TemplateId">Setting <c>TemplateId</c>: a template with the fields <c>subject</c> and <c>body</c>.</param>
/// <param name="BaseAddress">Setting <c>BaseAddress</c>; GOV.UK Notify's own unless given.</param>
public sealed record NotifySettings(string ApiKey, string TemplateId, string BaseAddress)
{
    public static NotifySettings Read(IConfiguration configuration) => new(
        configuration.Required("Notifications:Notify:ApiKey"),
        configuration.Required("Notifications:Notify:TemplateId"),
        configuration["Notifications:Notify:BaseAddress"] is { Length: > 0 } given ? given : "https://api.notifications.service.gov.uk");
}
