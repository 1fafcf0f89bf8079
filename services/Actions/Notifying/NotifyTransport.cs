using System.Globalization;
using System.Text.RegularExpressions;
using Notify.Client;
using Notify.Exceptions;

namespace Jtai.Actions;

/// <summary>By GOV.UK Notify, whose template holds <c>((subject))</c> and <c>((body))</c>. Files do not go this way.</summary>
public sealed partial class NotifyTransport(NotifySettings settings) : IMailTransport
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly NotificationClient client = new(settings.BaseAddress, settings.ApiKey);

    public bool TakesFiles => false;

    public async Task SendAsync(Mail mail, CancellationToken ct)
    {
        try
        {
            await client.SendEmailAsync(
                mail.To,
                settings.TemplateId,
                new() { ["subject"] = mail.Subject, ["body"] = mail.Body },
                mail.MailId.ToString()).WaitAsync(Longest, ct);
        }
        catch (Exception failure) when (failure is NotifyClientException or NotifyAuthException)
        {
            // Its message repeats what was sent: the number says enough.
            var code = Code().Match(failure.Message).Groups["code"].Value;
            throw new MailFailed(string.Create(CultureInfo.InvariantCulture, $"GOV.UK Notify refused it{(code.Length > 0 ? $" ({code})" : "")}."), failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new MailFailed("GOV.UK Notify could not be reached.", failure);
        }
    }

    [GeneratedRegex(@"[Ss]tatus code (?<code>[0-9]{3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Code();
}
