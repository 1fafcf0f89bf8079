using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jtai.Actions.Tests;

/// <summary>Whom a notification reaches, when, how often it is tried, and what the manager sees of it; by a real mail server.</summary>
public sealed class NotifyingSendingTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Sending_ToWhoeverIsAppointedNoMore_IsLeft()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        host.Partners.EndAppointment(here.TenantId, here.Officer.Id.ToString());
        await TellAsync(here, here.Officer);

        await host.SendAsync();

        var listed = (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single();
        Assert.Equal((V1.NotificationState.NotSent, "They are no longer appointed.", 0), (listed.State, listed.Why, listed.Attempts));
        Assert.Empty(host.Mailbox.Mails);
    }

    [Fact]
    public async Task Sending_OfWhatAPersonAskedNotToBeTold_IsLeft()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer, (NotificationKind.HandedToYou, NotificationTiming.Never));
        await TellAsync(here, here.Officer);
        await TellAsync(here, here.Officer, Matter.Overdue);

        await host.SendAsync();

        Assert.Single(host.MailsTo(here.Officer), mail => mail.Subject.EndsWith("is overdue", StringComparison.Ordinal));
        Assert.Contains(
            (await here.Notifications(here.Manager).ListNotificationsAsync(new() { State = V1.NotificationState.NotSent })).Notifications,
            one => one.Kind == NotificationKind.HandedToYou && one.Why == "They asked not to be told of such things.");
    }

    [Fact]
    public async Task Sending_Weekly_GathersAllIntoOneMailOnMondayAtEight()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer, (NotificationKind.HandedToYou, NotificationTiming.Weekly));
        using (host.Clock.At("2027-06-10T12:00:00Z"))
        {
            for (var number = 0; number < 30; number++)
            {
                await TellAsync(here, here.Officer);
            }

            await host.SendAsync();
        }

        // A Monday in summer time.
        using (host.Clock.At("2027-06-14T06:59:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Officer));
            Assert.All(
                (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications,
                one => Assert.Equal((V1.NotificationState.Waiting, "It is in the mail of the coming Monday."), (one.State, one.Why)));
        }

        using (host.Clock.At("2027-06-14T07:00:30Z"))
        {
            await host.SendAsync();
            await host.SendAsync();
            var (subject, body) = Assert.Single(host.MailsTo(here.Officer));
            Assert.Equal("Your week: 30 things to know", subject);
            Assert.Equal(30, body.Split("has been handed over to you").Length - 1);
            var listed = await here.Notifications(here.Manager).ListNotificationsAsync(new() { State = V1.NotificationState.Sent, PageSize = 100 });
            Assert.Equal(30, listed.Notifications.Count);
        }
    }

    [Fact]
    public async Task Sending_WeeklyToAManager_SaysHowManyReasonsTheGuardWasGiven()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer, (NotificationKind.HandedToYou, NotificationTiming.Weekly));
        here.Host.Partners.AppointWithAddress(here.TenantId, new Contact
        {
            PersonId = here.Officer.Id.ToString(), Email = NotifyingHost.AddressOf(here.Officer), GuardReasonsLastWeek = 2,
            Preferences = { new NotificationPreference { Kind = NotificationKind.HandedToYou, Timing = NotificationTiming.Weekly } },
        });
        using (host.Clock.At("2027-06-10T12:00:00Z"))
        {
            await TellAsync(here, here.Officer);
            await host.SendAsync();
        }

        using (host.Clock.At("2027-06-14T07:00:30Z"))
        {
            await host.SendAsync();
            var (subject, body) = Assert.Single(host.MailsTo(here.Officer));
            Assert.Equal("Your week: 1 thing to know", subject);
            Assert.Contains("2 texts that looked like a child’s details were saved last week with a reason each. Read why.", body, StringComparison.Ordinal);
            Assert.Contains($"/partnerships/{here.TenantId}/guard", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sending_OfWhatWasMadeBeforePublication_LooksAgainWhoMayKnow()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication, host: host);
        await here.WithAddressAsync(here.Manager);
        await TellAsync(here, here.Manager);
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.OtherManager]);

        await host.SendAsync();

        Assert.Empty(host.Mailbox.Mails);
        Assert.Empty((await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications);
        var listed = await here.Notifications(here.OtherManager).ListNotificationsAsync(new());
        Assert.Equal("They may not know of this inspection.", listed.Notifications.Single().Why);
    }

    [Fact]
    public async Task ListAndRetry_UnderEmbargo_AreForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication, host: host);
        await here.WithAddressAsync(here.Manager);
        host.Mailbox.Refusal = "550 No";
        await TellAsync(here, here.Manager);
        await FailAsync();

        var seen = await here.Notifications(here.Manager).ListNotificationsAsync(new());
        var unseen = await here.Notifications(here.OtherManager).ListNotificationsAsync(new());
        Assert.Equal((1, 1, 0, 0), (seen.Notifications.Count, seen.Failed, unseen.Notifications.Count, unseen.Failed));
        var retry = new V1.RetryNotificationRequest { NotificationId = seen.Notifications[0].NotificationId, ExpectedVersion = seen.Notifications[0].Version };
        await Refusal.OfAsync(Grpc.Core.StatusCode.NotFound, here.Notifications(here.OtherManager).RetryNotificationAsync(retry));
        await here.Notifications(here.Manager).RetryNotificationAsync(retry);
    }

    [Fact]
    public async Task Sending_ThatTheServerRefuses_IsTriedFiveTimesWithGrowingWaitsAndThenAgainWhenAsked()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        host.Mailbox.Refusal = $"451 No room for <{NotifyingHost.AddressOf(here.Officer)}>";
        await TellAsync(here, here.Officer);
        var due = new List<TimeSpan>();
        V1.Notification One(V1.ListNotificationsReply reply) => reply.Notifications.Single();

        for (var attempt = 1; attempt <= Notification.MostAttempts; attempt++)
        {
            await DueAsync();
            await host.SendAsync();
            // Not before its time.
            await host.SendAsync();
            var one = One(await here.Notifications(here.Manager).ListNotificationsAsync(new()));
            Assert.Equal(
                (attempt, attempt < 5 ? V1.NotificationState.Waiting : V1.NotificationState.Failed, "The mail server refused it (451)." + (attempt < 5 ? " It is tried again." : "")),
                (one.Attempts, one.State, one.Why));
            due.Add((await host.Database.QueryAsync<DateTimeOffset>("select due_at from notification")).Single() - host.Clock.GetUtcNow());
        }

        Assert.Equal([1, 10, 60, 360], due.Take(4).Select(wait => (int)Math.Round(wait.TotalMinutes)));
        host.Mailbox.Refusal = null;
        var failed = await here.Notifications(here.Manager).ListNotificationsAsync(new());
        Assert.Equal(1, failed.Failed);
        var request = new V1.RetryNotificationRequest { NotificationId = One(failed).NotificationId, ExpectedVersion = One(failed).Version - 1 };
        await Refusal.OfAsync(Grpc.Core.StatusCode.Aborted, here.Notifications(here.Manager).RetryNotificationAsync(request));
        request.ExpectedVersion++;
        await here.Notifications(here.Manager).RetryNotificationAsync(request);
        await host.SendAsync();

        Assert.Single(host.MailsTo(here.Officer));
        var sent = await here.Notifications(here.Manager).ListNotificationsAsync(new());
        Assert.Equal((V1.NotificationState.Sent, "", 1, 0), (One(sent).State, One(sent).Why, One(sent).Attempts, sent.Failed));
        request.ExpectedVersion = One(sent).Version;
        await Refusal.OfAsync(Grpc.Core.StatusCode.FailedPrecondition, here.Notifications(here.Manager).RetryNotificationAsync(request));
    }

    [Fact]
    public async Task Sending_WhilePartnersCannotSayAddresses_CostsNoAttempt()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        host.Partners.ContactsFail = true;
        await TellAsync(here, here.Officer);
        await host.SendAsync();
        Assert.Equal(0, (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single().Attempts);

        host.Partners.ContactsFail = false;
        await host.SendAsync();
        Assert.Single(host.MailsTo(here.Officer));
    }

    [Fact]
    public async Task Sending_OfASuspendedPartnership_Waits()
    {
        var (here, there) = (await PlanSteps.PartnershipAsync(host: host), await PlanSteps.PartnershipAsync(host: host));
        foreach (var partnership in new[] { here, there })
        {
            await partnership.WithAddressAsync(partnership.Officer);
            await TellAsync(partnership, partnership.Officer);
        }

        host.Partners.Suspended = here.TenantId;
        await host.SendAsync();
        Assert.Equal((0, 1), (host.MailsTo(here.Officer).Count, host.MailsTo(there.Officer).Count));
        Assert.Equal(0, (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single().Attempts);

        host.Partners.Suspended = null;
        await host.SendAsync();
        Assert.Single(host.MailsTo(here.Officer));
    }

    [Fact]
    public async Task Sending_OfAThousand_KeepsToTheHourAndHoldsUpNobodyElse()
    {
        var many = await PlanSteps.PartnershipAsync(host: host);
        var few = await PlanSteps.PartnershipAsync(host: host);
        await many.WithAddressAsync(many.Officer);
        await few.WithAddressAsync(few.Officer);
        await TellAsync(many, many.Officer, count: 1_000);
        await TellAsync(few, few.Officer);

        // The first round of turns, before the thousand are sent.
        await host.Sending.SendAsync(CancellationToken.None);
        Assert.Equal((NotificationQueue.Batch, 1), (host.MailsTo(many.Officer).Count, host.MailsTo(few.Officer).Count));

        await host.SendAsync();
        // By what is recorded: the mailbox keeps the newest alone.
        Assert.Equal((NotificationQueue.MostAnHour, 1), (await SentAsync(many), await SentAsync(few)));
        var waiting = await many.Notifications(many.Manager).ListNotificationsAsync(new() { State = V1.NotificationState.Waiting });
        Assert.Equal(25, waiting.Notifications.Count);
        Assert.All(waiting.Notifications, one => Assert.Equal(
            "The partnership’s mails of this hour are used up. It is sent as soon as there is room.", one.Why));
        await TellAsync(few, few.Officer);
        await host.SendAsync();
        Assert.Equal(2, await SentAsync(few));
    }

    [Fact]
    public async Task Sending_ByTwoReplicas_GivesEachMailOnce()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        await using var second = await host.StartReplicaAsync();
        await TellAsync(here, here.Officer, count: 150);
        // The second sends by itself too.
        var sendings = new[] { host.Sending, second.Services.GetServices<IHostedService>().OfType<NotificationSending>().Single() };

        await Task.WhenAll(sendings.Concat(sendings).Select(async sending =>
        {
            while (await sending.SendAsync(CancellationToken.None) > 0)
            {
            }
        }));
        await here.ListedAsync(listed => listed.Notifications.All(one => one.State == V1.NotificationState.Sent));

        Assert.Equal(150, host.Mailbox.Mails.Select(mail => mail.Read().MessageId).Distinct().Count());
        Assert.Equal(150, host.Mailbox.Mails.Count);
    }

    [Fact]
    public async Task List_InPages_GivesEachOnceNewestFirst()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await TellAsync(here, here.Officer, count: 60);
        var seen = new List<V1.Notification>();
        var reply = new V1.ListNotificationsReply();
        do
        {
            reply = await here.Notifications(here.Manager).ListNotificationsAsync(new() { PageToken = reply.NextPageToken });
            seen.AddRange(reply.Notifications);
        }
        while (reply.NextPageToken.Length > 0);

        Assert.Equal(60, seen.Select(one => one.NotificationId).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(one => one.MadeAt).Select(one => one.MadeAt), seen.Select(one => one.MadeAt));
    }

    /// <summary>As a slice has somebody told; of an action of the partnership's inspection.</summary>
    private async Task TellAsync(TestPartnership here, TestPerson person, Matter matter = Matter.HandedOver, int count = 1)
    {
        var added = await host.Database.QueryAsync<Guid>("select action_id from action where tenant_id = @TenantId", new { here.TenantId });
        var action = added is [var first, ..] ? first : Guid.Parse((await here.MakeActionAsync()).ActionId);
        var notices = Enumerable.Range(0, count).Select(_ => new Notice
        {
            Matter = matter, RecordId = action, InspectionId = here.InspectionId, Occasion = Guid.NewGuid().ToString(),
            OnDate = new DateOnly(2027, 3, 31), MadeAt = host.Clock.GetUtcNow(), People = [person.Id],
        });
        await host.Database.ExecuteAsync("select 1" + Notice.Insert, new { here.TenantId, Notices = Notice.ToJson(notices) });
    }

    private async Task<int> SentAsync(TestPartnership of) => (await host.Database.QueryAsync<int>(
        "select count(*)::integer from notification where state = 2 and tenant_id = @TenantId", new { of.TenantId })).Single();

    private Task<int> DueAsync() => host.Database.ExecuteAsync("update notification set due_at = now() - interval '1 minute' where state = 1");

    private async Task FailAsync()
    {
        for (var attempt = 0; attempt < Notification.MostAttempts; attempt++)
        {
            await DueAsync();
            await host.SendAsync();
        }
    }
}
