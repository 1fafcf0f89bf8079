using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What the days bring by themselves: due soon, overdue, and the statement's date.</summary>
public sealed class NotifyingDailyTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Days_BeforeAndAfterADueDate_TellTheOwnerOnceOfEach()
    {
        var (here, action) = await ActionOfOfficerAsync("2027-03-31");

        using (await host.DayAsync(here, "2027-03-02T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Officer));
        }

        foreach (var moment in new[] { "2027-03-03T09:00:00Z", "2027-03-04T09:00:00Z", "2027-03-31T09:00:00Z" })
        {
            using (await host.DayAsync(here, moment))
            {
                await host.SendAsync();
                var (subject, body) = Assert.Single(host.MailsTo(here.Officer));
                Assert.Equal($"{action.Reference} is due on 31 March 2027", subject);
                Assert.StartsWith(
                    $"{action.Reference} is due on 31 March 2027.\nhttps://portal.example/partnerships/{here.TenantId}/actions/{action.ActionId}\n", body);
            }
        }

        foreach (var moment in new[] { "2027-04-01T09:00:00Z", "2027-04-02T09:00:00Z" })
        {
            using (await host.DayAsync(here, moment))
            {
                await host.SendAsync();
                Assert.Equal(
                    [$"{action.Reference} is due on 31 March 2027", $"{action.Reference} was due on 31 March 2027 and is overdue"],
                    host.MailsTo(here.Officer).Select(mail => mail.Subject));
            }
        }
    }

    [Theory]
    [InlineData(V1.Delivery.Complete)]
    [InlineData(V1.Delivery.ClosedWithoutCompletion)]
    public async Task DueSoon_OfAnActionThatIsCompleteOrClosedBeforeItIsSent_IsLeft(V1.Delivery delivery)
    {
        var (here, action) = await ActionOfOfficerAsync("2027-03-31");
        using (await host.DayAsync(here, "2027-03-03T09:00:00Z"))
        {
            await host.Database.ExecuteAsync(
                "update action set delivery = @delivery where tenant_id = @TenantId and action_id = @id",
                new { here.TenantId, delivery = (int)delivery, id = Guid.Parse(action.ActionId) });
            await host.SendAsync();
        }

        Assert.Empty(host.MailsTo(here.Officer));
        var listed = (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single();
        Assert.Equal(
            (V1.NotificationState.NotSent, "Nothing is left to do: the action is complete, closed or withdrawn."), (listed.State, listed.Why));
    }

    [Fact]
    public async Task Day_OfLondon_BeginsBySevenOfItsClock()
    {
        var (here, _) = await ActionOfOfficerAsync("2027-04-30");
        using (host.Clock.At("2027-04-02T05:59:00Z"))
        {
            // Summer time: 6:59.
            await Task.Delay(500);
            Assert.Empty(await host.Database.QueryAsync<DateOnly>("select made_for from daily_notices"));
        }

        using (await host.DayAsync(here, "2027-04-02T06:00:00Z"))
        {
            await host.SendAsync();
            Assert.Single(host.MailsTo(here.Officer));
        }
    }

    [Theory]
    [InlineData("update action set delivery = 5")]
    [InlineData("update action set delivery = 3")]
    [InlineData("update action set withdrawn_because = 'Twice.'")]
    [InlineData("update action set paused_because = 'No roadshows.', paused_on = '2027-03-01', pause_review_on = '2027-06-01'")]
    public async Task Day_ForAnActionThatNoClockRunsAgainst_TellsNobody(string sql)
    {
        var (here, _) = await ActionOfOfficerAsync("2027-03-31");
        await host.Database.ExecuteAsync(sql);

        using (await host.DayAsync(here, "2027-04-01T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Officer));
        }
    }

    [Fact]
    public async Task Day_ForAnActionThatNobodyOwns_TellsTheLeadsOfTheAgencyThatLeadsIt()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        var (lead, other) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Icb, Capacity.AgencyLead));
        await here.WithAddressAsync(lead);
        await here.WithAddressAsync(other);
        await here.MakeActionAsync();

        using (await host.DayAsync(here, "2027-03-03T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Equal((1, 0), (host.MailsTo(lead).Count, host.MailsTo(other).Count));
        }
    }

    [Fact]
    public async Task Day_ForAnActionOfAPost_TellsWhoHoldsIt()
    {
        var (here, _) = await ActionOfOfficerAsync("2027-03-31");
        await host.Database.ExecuteAsync(
            """
            insert into post (tenant_id, post_id, agency_id, title, holder_id, version)
            values (@TenantId, '00000000-0000-0000-0000-000000000001', @Police, 'DCI', @Id, 1);
            update action set owner_id = null, owner_post_id = '00000000-0000-0000-0000-000000000001'
            """,
            new { here.TenantId, here.Police, here.Officer.Id });

        using (await host.DayAsync(here, "2027-03-03T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Single(host.MailsTo(here.Officer));
        }
    }

    [Fact]
    public async Task Day_WithThePartnershipsOwnSetting_TellsByIt()
    {
        var (here, _) = await ActionOfOfficerAsync("2027-03-31");
        await host.Database.ExecuteAsync(
            """insert into partnership_settings (tenant_id, settings, version) values (@TenantId, '{"dueSoonDays": 10}', 1)""", new { here.TenantId });

        using (await host.DayAsync(here, "2027-03-20T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Officer));
        }

        using (await host.DayAsync(here, "2027-03-21T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Single(host.MailsTo(here.Officer));
        }
    }

    [Fact]
    public async Task Days_BeforeTheStatementsDate_TellTheManagerAtTwentyTenAndFiveWorkingDays()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.InspectionIsAsync(InspectionPhase.Published, [here.Manager], "2027-03-31");
        await here.WithAddressAsync(here.Manager);
        await here.WithAddressAsync(here.Officer);

        // Good Friday of 2027 is 26 March, Easter Monday 29 March.
        foreach (var (day, mails) in new[] { ("02-26", 0), ("03-01", 1), ("03-02", 1), ("03-14", 1), ("03-15", 2), ("03-21", 2), ("03-22", 3), ("03-31", 3), ("04-01", 3) })
        {
            using (await host.DayAsync(here, $"2027-{day}T09:00:00Z"))
            {
                await host.SendAsync();
                Assert.Equal((day, mails), (day, host.MailsTo(here.Manager).Count));
            }
        }

        Assert.Equal(
            [20, 10, 5],
            host.MailsTo(here.Manager).Select(mail => int.Parse(mail.Subject.Split("due in ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.EndsWith(" is due in 5 working days, on 31 March 2027", host.MailsTo(here.Manager)[2].Subject);
        Assert.Empty(host.MailsTo(here.Officer));
    }

    [Fact]
    public async Task Day_OnceTheStatementIsSent_TellsNobodyOfItsDate()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.InspectionIsAsync(InspectionPhase.Published, [here.Manager], "2027-03-31");
        await here.WithAddressAsync(here.Manager);
        await here.MakePlanAsync();
        await host.Database.ExecuteAsync("update action_plan set statement_sent_on = '2027-01-01'");

        using (await host.DayAsync(here, "2027-03-24T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Manager));
        }
    }

    [Fact]
    public async Task Day_UnderEmbargo_TellsTheNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication, host: host);
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager], "2027-03-31");
        await here.WithAddressAsync(here.Manager);
        await here.WithAddressAsync(here.OtherManager);
        var owned = here.NewAction(await here.MakePlanAsync());
        await here.WithAddressAsync(here.Officer);
        owned.OwnerId = here.Officer.Id.ToString();
        await here.As(here.Manager).AddActionAsync(owned);

        using (await host.DayAsync(here, "2027-03-24T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Equal((1, 0, 0), (host.MailsTo(here.Manager).Count, host.MailsTo(here.OtherManager).Count, host.MailsTo(here.Officer).Count));
            Assert.Empty(await host.Database.QueryAsync<Guid>("select person_id from notification where person_id <> @Id", new { here.Manager.Id }));
        }
    }

    private async Task<(TestPartnership Here, V1.ActionReply Action)> ActionOfOfficerAsync(string dueOn)
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        var request = here.NewAction(await here.MakePlanAsync());
        (request.DueOn, request.OwnerId) = (dueOn, here.Officer.Id.ToString());
        return (here, await here.As(here.Manager).AddActionAsync(request));
    }
}
