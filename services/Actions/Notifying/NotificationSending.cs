using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// Sends what waits, a batch for each partnership in turn. Addresses, preferences and who is still appointed are asked of Partners
/// at that moment, and who may know of it is looked at again.
/// </summary>
public sealed class NotificationSending(
    NotificationQueue queue,
    Partners.V1.Settings.SettingsClient partners,
    IMailTransport transport,
    NotificationSettings settings,
    TimeProvider clock,
    ILogger<NotificationSending> logger) : BackgroundService
{
    private static readonly TimeSpan RegularLook = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RegularLook);
        do
        {
            try
            {
                while (await SendAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning("Notifications wait for now: {Failure}", Failures.WithoutContent(failure));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One batch of each partnership that has something to send.</summary>
    /// <returns>How many notifications were taken.</returns>
    public async Task<int> SendAsync(CancellationToken ct)
    {
        var taken = 0;
        foreach (var tenant in await queue.TenantsAsync(ct))
        {
            try
            {
                taken += await SendAsync(tenant, ct);
            }
            catch (RpcException failure)
            {
                logger.LogWarning("Notifications of {Tenant} wait for now: {Failure}", tenant.Value, Failures.Kind(failure));
            }
        }

        return taken;
    }

    private async Task<int> SendAsync(TenantId tenant, CancellationToken ct)
    {
        var batch = await queue.TakeAsync(tenant, ct);
        if (batch.Count == 0)
        {
            return 0;
        }

        var untried = batch.ToList();
        try
        {
            if (await ContactsAsync(tenant, batch, ct) is not { } contacts)
            {
                await queue.GiveBackAsync(batch, ct);
                return 0;
            }

            foreach (var mail in batch.GroupBy(one => one.Weekly ? one.PersonId : one.NotificationId))
            {
                await queue.SettleAsync(await SendAsync([.. mail], contacts.GetValueOrDefault(mail.First().PersonId), ct), ct);
                untried.RemoveAll(mail.Contains);
            }
        }
        catch (Exception) when (untried.Count > 0)
        {
            // What was sent is settled; the rest is for the next look, not for when its hold ends.
            await queue.GiveBackAsync(untried, CancellationToken.None);
            throw;
        }

        return batch.Count;
    }

    /// <returns>What became of each.</returns>
    private async Task<IReadOnlyList<Notification>> SendAsync(IReadOnlyList<Notification> notifications, Contact? contact, CancellationToken ct)
    {
        var now = clock.NowAsStored();
        var judged = notifications.Select(one => Judge(one, contact, now)).ToList();
        var toSend = judged.Where(one => one.Settled is null).Select(one => one.Notification).ToList();
        var settled = judged.Select(one => one.Settled).OfType<Notification>();
        if (toSend.Count == 0)
        {
            return [.. settled];
        }

        var mail = MailWords.Of(toSend, contact!.Email, settings.PortalAddress, contact.GuardReasonsLastWeek);
        try
        {
            await transport.SendAsync(mail, ct);
            var sent = clock.NowAsStored();
            return [.. settled, .. toSend.Select(one => one.Sent(mail.MailId, sent))];
        }
        catch (MailFailed failure)
        {
            logger.LogWarning("A mail of {Tenant} was not taken: {Failure}", toSend[0].TenantId.Value, Failures.Kind(failure.InnerException!));
            var failed = clock.NowAsStored();
            return [.. settled, .. toSend.Select(one => one.Failed(failure.Message, failed))];
        }
    }

    /// <summary>Null for one that is to be sent now, else what becomes of it.</summary>
    private static (Notification Notification, Notification? Settled) Judge(Notification notification, Contact? contact, DateTimeOffset now)
    {
        if (contact is { ForSharingAlone: true } && !notification.IsAboutSharing)
        {
            contact = null;
        }

        if (contact is null || contact.Email.Length == 0)
        {
            return (notification, notification.NotSent(contact is null ? "They are no longer appointed." : "They have no address.", now));
        }

        if (!notification.MayBeKnownBy(notification.PersonId))
        {
            return (notification, notification.NotSent("They may not know of this inspection.", now));
        }

        if (notification.IsSpent)
        {
            return (notification, notification.NotSent("Nothing is left to do: the action is complete, closed or withdrawn.", now));
        }

        var timing = contact.Preferences.FirstOrDefault(one => one.Kind == notification.Kind)?.Timing ?? NotificationTiming.AtOnce;
        return (notification, timing switch
        {
            NotificationTiming.Never => notification.NotSent("They asked not to be told of such things.", now),
            NotificationTiming.Weekly when !notification.Weekly => notification.Deferred(now),
            _ => null,
        });
    }

    /// <returns>Null while the partnership is suspended: all of it waits.</returns>
    private async Task<IReadOnlyDictionary<Guid, Contact>?> ContactsAsync(TenantId tenant, IReadOnlyList<Notification> batch, CancellationToken ct)
    {
        var people = batch.Select(one => one.PersonId.ToString()).Distinct().ToList();
        var reply = await partners.ListContactsAsync(
            new ListContactsRequest { PartnershipId = tenant, PersonIds = { people } }, cancellationToken: ct);
        return reply.Suspended ? null : reply.Contacts.ToDictionary(contact => Guid.Parse(contact.PersonId));
    }
}
