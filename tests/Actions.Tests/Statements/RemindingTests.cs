using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>All who owe a return, reminded at once: whom, how often, and who cannot be; and who hears of it by mail.</summary>
public sealed class RemindingTests
{
    [Fact]
    public async Task Remind_OfReturnsThatAreOwed_RemindsEachAgencyOnceADay()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var manager = statement.As(here.Manager);
        await AskAsync(statement, new V1.Lead { AgencyId = here.Police }, new V1.Lead { AgencyId = here.Schools }, new V1.Lead { AgencyId = here.Icb }, new V1.Lead { BodyId = here.Board });
        var ofSchools = (await ReturnsAsync(statement))[here.Schools];
        await statement.As(statement.SchoolsLead).GiveReturnAsync(new() { ReturnId = ofSchools.ReturnId, ExpectedVersion = 1, Text = "Our part." });

        var reply = await RemindAsync(statement);

        Assert.Equal([here.Police], reply.Reminded.Select(lead => lead.AgencyId));
        // The ICB has nobody who leads for it here, and a body never has.
        Assert.Equal([here.Board.ToString(), here.Icb], reply.WithoutLeads.Select(lead => lead.AgencyId + lead.BodyId).Order(StringComparer.Ordinal));
        var now = await ReturnsAsync(statement);
        Assert.Equal((1, 2L, V1.ReturnState.Asked), (now[here.Police].Reminders, now[here.Police].Version, now[here.Police].State));
        Assert.Equal(here.Host.Clock.Today(), now[here.Police].RemindedAt.ToDateTimeOffset().DateInLondon());
        Assert.Equal((0, null, 0), (now[here.Schools].Reminders, now[here.Schools].RemindedAt, now[here.Icb].Reminders));
        Assert.Equal(now[here.Police], (await here.ToldAsync<V1.AgencyReturnChanged>(now[here.Police].ReturnId)).Return);

        var again = await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RemindReturnsAsync(new() { StatementId = statement.StatementId }));
        Assert.Contains("reminded today", again.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await ReturnsAsync(statement))[here.Police].Reminders);
    }

    [Fact]
    public async Task Remind_OnTheNextDay_RemindsAgainAndWhoWasAskedSince()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        await AskAsync(statement, new V1.Lead { AgencyId = here.Police });
        await RemindAsync(statement);
        await AskAsync(statement, new V1.Lead { AgencyId = here.Schools });
        var sameDay = await RemindAsync(statement);
        // As if it had been yesterday: the day is moved for this partnership alone, and not for the tests beside.
        await here.Host.Database.ExecuteAsync(
            "update agency_return set reminded_at = reminded_at - interval '1 day' where tenant_id = @TenantId", new { here.TenantId });
        var nextDay = await RemindAsync(statement);

        Assert.Equal((here.Schools, here.Police), (sameDay.Reminded.Single().AgencyId, sameDay.RemindedToday.Single().AgencyId));
        Assert.Equal(2, nextDay.Reminded.Count);
        Assert.Equal(2, (await ReturnsAsync(statement))[here.Police].Reminders);
    }

    [Fact]
    public async Task Remind_WhereNobodyOwesOrNobodyLeadsOrItIsSent_SaysWhy()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        Assert.Equal("Nobody owes a return of this statement.", await RefusalAsync());
        await AskAsync(statement, new V1.Lead { BodyId = here.Board });
        Assert.StartsWith("Nobody can be reminded here", await RefusalAsync(), StringComparison.Ordinal);
        await AskAsync(statement, new V1.Lead { AgencyId = here.Police });
        await statement.SendAsync();
        Assert.Contains("was sent", await RefusalAsync(), StringComparison.Ordinal);

        async Task<string> RefusalAsync() => (await Refusal.OfAsync(
            StatusCode.FailedPrecondition, statement.As(here.Manager).RemindReturnsAsync(new() { StatementId = statement.StatementId }))).Message;
    }

    [Fact]
    public async Task Remind_BeforePublication_RemindsNamedReadersAlone()
    {
        var statement = await StatementCase.StartAsync(InspectionPhase.PrePublication);
        var here = statement.Here;
        await AskAsync(statement, new V1.Lead { AgencyId = here.Police });
        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, statement.As(here.Manager).RemindReturnsAsync(new() { StatementId = statement.StatementId }));
        Assert.StartsWith("Nobody can be reminded here", refusal.Message, StringComparison.Ordinal);

        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager, statement.PoliceLead], "2026-12-05");
        Assert.Equal(here.Police, (await RemindAsync(statement)).Reminded.Single().AgencyId);
    }

    [Fact]
    public async Task Remind_WithMailSetUp_TellsTheLeadsOfEachAgencyWithoutAnybodysWords()
    {
        var host = await ServiceHost.StartAsync<NotifyingHost>();
        await using var ended = (IAsyncDisposable)host;
        var here = await PlanSteps.PartnershipAsync(host: host);
        var (police, icb) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Icb, Capacity.AgencyLead));
        await here.WithAddressAsync(police);
        await here.WithAddressAsync(icb);
        var planId = await here.MakePlanAsync();
        await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
        var manager = here.Statements(here.Manager);
        var started = await manager.StartStatementAsync(new() { PlanId = planId });
        await host.Database.ExecuteAsync(
            "insert into agency (tenant_id, agency_id, name, version) values ('platform', @Police, 'Police', 1) on conflict do nothing", new { here.Police });
        await host.Database.ExecuteAsync("update inspection set reference = 'HSK-2026-I01' where tenant_id = @TenantId", new { here.TenantId });
        var due = host.Clock.Today().AddDays(5);
        await manager.AskForReturnsAsync(new()
        {
            StatementId = started.StatementId, ExpectedVersion = started.Version, From = { new V1.Lead { AgencyId = here.Police } }, DueOn = due.ToIso(),
        });
        await manager.RemindReturnsAsync(new() { StatementId = started.StatementId });
        await host.SendAsync();
        Assert.Equal(
            $"A reminder: your agency’s part of the statement of action of HSK-2026-I01 was asked for by {due.InWords()} and has not come",
            host.MailsTo(police)[^1].Subject);
        Assert.Equal((2, 0), (host.MailsTo(police).Count, host.MailsTo(icb).Count));
    }

    private static async Task<V1.RemindReturnsReply> RemindAsync(StatementCase statement) =>
        await statement.As(statement.Here.Manager).RemindReturnsAsync(new() { StatementId = statement.StatementId });

    private static async Task<Dictionary<string, V1.AgencyReturn>> ReturnsAsync(StatementCase statement) =>
        (await statement.RecordAsync()).Returns.ToDictionary(one => one.From.AgencyId + one.From.BodyId);

    private static async Task AskAsync(StatementCase statement, params V1.Lead[] from) => await statement.As(statement.Here.Manager).AskForReturnsAsync(new()
    {
        StatementId = statement.StatementId,
        ExpectedVersion = (await statement.RecordAsync()).Statement.Version,
        DueOn = "2099-01-31",
        From = { from },
    });
}
