using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Whom challenges tell of themselves by mail, and whom not.</summary>
public sealed class ChallengingNoticesTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Challenge_OnEachStep_TellsWhomItHasComeToAndWhoRaisedItOfTheAnswer()
    {
        var (here, scrutineer, lead, chief) = await PeopleAsync();
        var (id, _) = await here.RaiseAsync(scrutineer);
        await host.SendAsync();

        var mail = Assert.Single(host.MailsTo(lead));
        Assert.StartsWith("A challenge waits for an answer by ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"https://portal.example/partnerships/{here.TenantId}/challenges/{id}", mail.Body, StringComparison.Ordinal);
        Assert.Equal((0, 0), (Subjects(scrutineer).Count, Subjects(chief).Count));

        await here.AnswerAsync(lead, id, 1);
        await host.SendAsync();
        Assert.Equal(["A challenge that you raised has been answered"], Subjects(scrutineer));
        // While it is between the two, the manager's list of mails does not know of it.
        Assert.Empty((await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications);

        await here.EscalateAsync(scrutineer, id, 2);
        await host.SendAsync();
        var reference = (await here.ChallengeAsync(here.Manager, id)).Challenge.Reference;
        Assert.StartsWith($"The challenge {reference} waits for an answer by ", Assert.Single(Subjects(chief)), StringComparison.Ordinal);
        Assert.Single(Subjects(lead));
        Assert.NotEmpty((await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications);
        Assert.DoesNotContain(host.Mailbox.Mails, one => System.Text.Encoding.UTF8.GetString(one.Raw).Contains("no draft", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Day_AfterTheOneForTheAnswer_TellsBothSidesOnce()
    {
        var (here, scrutineer, lead, _) = await PeopleAsync();
        var dueOn = here.Host.Clock.Today().AddDays(7);
        await here.RaiseAsync(scrutineer, request => new(request) { AnswerDueOn = dueOn.ToIso() });
        var (answered, _) = await here.RaiseAsync(scrutineer, request => new(request) { AnswerDueOn = dueOn.ToIso() });
        await here.AnswerAsync(lead, answered, 1);
        await host.SendAsync();
        var (before, beforeLead) = (Subjects(scrutineer).Count, Subjects(lead).Count);

        using (await host.DayAsync(here, $"{dueOn:yyyy-MM-dd}T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Equal((before, beforeLead), (Subjects(scrutineer).Count, Subjects(lead).Count));
        }

        foreach (var day in new[] { dueOn.AddDays(1), dueOn.AddDays(2) })
        {
            using (await host.DayAsync(here, $"{day:yyyy-MM-dd}T09:00:00Z"))
            {
                await host.SendAsync();
                Assert.Equal((before + 1, beforeLead + 1), (Subjects(scrutineer).Count, Subjects(lead).Count));
            }
        }

        Assert.EndsWith("and has no answer", Subjects(lead)[^1], StringComparison.Ordinal);
        Assert.Equal(Subjects(lead)[^1], Subjects(scrutineer)[^1]);
        Assert.Empty((await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications);
    }

    [Fact]
    public async Task RetryNotification_OfAPrivateChallenge_AnswersAsOneThatNothingHas()
    {
        var (here, scrutineer, _, _) = await PeopleAsync();
        await here.RaiseAsync(scrutineer);
        var id = (await host.Database.QueryAsync<Guid>("select notification_id from notification where tenant_id = @TenantId", new { here.TenantId })).Single();

        await Refusal.OfAsync(
            StatusCode.NotFound,
            here.Notifications(here.Manager).RetryNotificationAsync(new() { NotificationId = id.ToString(), ExpectedVersion = 1 }));
    }

    private async Task<(TestPartnership Here, TestPerson Scrutineer, TestPerson Lead, TestPerson Delegated)> PeopleAsync()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        var delegated = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner);
        foreach (var person in new[] { scrutineer, lead, delegated, here.Manager })
        {
            await here.WithAddressAsync(person);
        }

        return (here, scrutineer, lead, delegated);
    }

    private IReadOnlyList<string> Subjects(TestPerson person) => [.. host.MailsTo(person).Select(mail => mail.Subject)];
}
