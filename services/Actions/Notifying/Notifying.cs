using Jtai.Access;

namespace Jtai.Actions;

public static class Notifying
{
    /// <summary>Makes notifications of what time brings, and sends all that wait where <c>Notifications:Transport</c> says how.</summary>
    public static void AddNotifying(this WebApplicationBuilder builder)
    {
        var settings = NotificationSettings.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(provider => new Partners.V1.Settings.SettingsClient(provider.AsService("Partners")));
        services.AddSingleton<SendingOutcomes>();
        services.AddHostedService<DailyNotices>();
        services.AddHostedService<StatementMailing>();
        if (settings.Route == MailRoute.None)
        {
            services.AddHostedService<NoMail>();
            return;
        }

        services.AddSingleton<IMailTransport>(_ => settings.Smtp is { } smtp ? new SmtpTransport(smtp) : new NotifyTransport(settings.Notify!));
        services.AddSingleton<NotificationQueue>();
        services.AddHostedService<NotificationSending>();
    }

    /// <summary>Says once that nobody is told of anything.</summary>
    private sealed class NoMail(ILogger<NotificationSending> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.LogWarning("No mail is set up: notifications wait. Set Notifications:Transport to smtp or govuk-notify.");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
