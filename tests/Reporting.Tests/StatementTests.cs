using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>How statements of action stand: for those who prepare them, for agencies that are asked, and across partnerships.</summary>
[Collection(ReportingService.Name)]
public sealed class StatementTests(ReportingHost host)
{
    private const string Noon = "2027-01-15T12:00:00Z";

    [Fact]
    public async Task Statement_BeingPrepared_CountsReturnsAndSignOffsForTheManager()
    {
        using var day = host.Clock.At(Noon);
        var here = await PreparedAsync();

        var standing = await WithinAsync(here, here.Manager);

        Assert.Equal(
            new StatementStanding
            {
                StatementId = here.InspectionId.ToString(), PlanId = here.InspectionId.ToString(), InspectionId = here.InspectionId.ToString(),
                Number = 1, State = StatementState.BeingPrepared, DueOn = "2027-03-01", DueInWorkingDays = 31, Returns = 1, ReturnsAsked = 3,
                ReturnsOverdue = 1, SignOffs = 1, SignOffsNeeded = 3, SignOffWaitsForUs = true,
            },
            standing);
    }

    [Fact]
    public async Task Statement_BeingPrepared_TellsAnAgencyWhatIsAskedOfItAndNoMore()
    {
        using var day = host.Clock.At(Noon);
        var here = await PreparedAsync();

        var standing = await WithinAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead));

        Assert.Equal((1, "2027-01-10"), (standing.ReturnsAskedOfUs, standing.OurReturnDueOn));
        Assert.Equal((0, 0, 0, 0), (standing.Returns, standing.ReturnsAsked, standing.SignOffs, standing.SignOffsNeeded));
    }

    [Theory]
    [InlineData(SharingLevel.Headlines, StatementState.Unspecified, 0, false)]
    [InlineData(SharingLevel.OwnActions, StatementState.BeingPrepared, 1, false)]
    [InlineData(SharingLevel.Plan, StatementState.BeingPrepared, 1, true)]
    [InlineData(SharingLevel.Evidence, StatementState.BeingPrepared, 1, true)]
    public async Task Statement_Across_ShowsDatesAtHeadlinesAndWhatIsAskedOfUsByLevel(
        SharingLevel level, StatementState state, int asked, bool signOff)
    {
        using var day = host.Clock.At(Noon);
        var there = await PreparedAsync();
        await there.GrantAsync(level);

        var row = (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships.Single();

        var standing = row.Statements.Single();
        Assert.Equal("2027-03-01", standing.DueOn);
        Assert.Equal((state, asked, signOff), (standing.State, standing.ReturnsAskedOfUs, standing.SignOffWaitsForUs));
        Assert.Equal((0, 0, 0, 0), (standing.Returns, standing.ReturnsAsked, standing.SignOffs, standing.SignOffsNeeded));
    }

    [Fact]
    public async Task SignOffs_AfterAnEditorialCorrectionStandAndAfterAnotherContentDoNot()
    {
        using var day = host.Clock.At(Noon);
        var here = await PreparedAsync();
        await here.SignOffAsync(here.Police, "aa");
        Assert.Equal(2, (await WithinAsync(here, here.Manager)).SignOffs);

        await here.CorrectAsync("aa", "bb");
        await here.SignOffAsync(here.Council, "bb");
        Assert.Equal(3, (await WithinAsync(here, here.Manager)).SignOffs);
        Assert.False((await WithinAsync(here, here.Manager)).SignOffWaitsForUs);

        var id = Guid.NewGuid();
        await here.SignOffAsync(here.Icb, "cc", id: id);
        Assert.Equal(1, (await WithinAsync(here, here.Manager)).SignOffs);
        await here.SignOffAsync(here.Icb, "cc", "Signed the wrong draft.", id);
        Assert.Equal(3, (await WithinAsync(here, here.Manager)).SignOffs);
    }

    [Fact]
    public async Task Statement_SentAndAnswered_SaysWhenHowLateAndWhatCameBack()
    {
        using var day = host.Clock.At("2027-03-20T12:00:00Z");
        var there = await PreparedAsync(statementDueOn: "2027-03-01");
        await there.GrantAsync(SharingLevel.OwnActions);
        Assert.Single((await host.Client.GetOverviewAsync(new(), there.Manager.In(there))).StatementsOverdue);
        await there.StatementIsAsync(statement => (statement.State, statement.SentOn, statement.LaterDueOn) = (StatementState.Replied, "2027-03-12", "2027-03-10"));
        await there.SendingIsAsync(SendingState.Failed, current: false);
        await there.SendingIsAsync(SendingState.Sent);
        await there.ReplyIsAsync(ReplyKind.AsksForChanges);

        var overview = await host.Client.GetOverviewAsync(new(), there.Manager.In(there));
        var across = (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships.Single();

        Assert.Equal(("2027-03-10", "2027-03-12", 0), (overview.StatementDueOn, overview.StatementSentOn, overview.StatementsOverdue.Count));
        foreach (var standing in (StatementStanding[])[overview.Statements.Single(), across.Statements.Single()])
        {
            Assert.Equal(
                (StatementState.Replied, SendingState.Sent, 2, ReplyKind.AsksForChanges, "2027-03-10"),
                (standing.State, standing.Sending, standing.DaysLate, standing.Reply, standing.RepliedOn));
            Assert.Equal((0, false), (standing.ReturnsAskedOfUs, standing.SignOffWaitsForUs));
        }

        // A second one that was asked for has a date of its own only where one was agreed.
        var second = Guid.NewGuid().ToString();
        await there.StatementIsAsync(statement => (statement.StatementId, statement.Number) = (second, 2));
        overview = await host.Client.GetOverviewAsync(new(), there.Manager.In(there));
        Assert.Equal((second, ""), (overview.Statements.Single().StatementId, overview.Statements.Single().SentOn));
        Assert.Empty(overview.StatementsUnsent);
        await there.StatementIsAsync(statement => (statement.StatementId, statement.Number, statement.LaterDueOn) = (second, 2, "2027-05-04"));
        Assert.Equal("2027-05-04", (await host.Client.GetOverviewAsync(new(), there.Manager.In(there))).StatementsUnsent.Single().DueOn);
    }

    [Fact]
    public async Task Statement_BeforePublication_IsForTheNamedReadersAlone()
    {
        using var day = host.Clock.At(Noon);
        var here = await PreparedAsync();
        await here.GrantAsync(SharingLevel.Evidence);
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager]);

        Assert.Equal(3, (await WithinAsync(here, here.Manager)).ReturnsAsked);
        Assert.Empty((await host.Client.GetOverviewAsync(new(), here.OtherManager.In(here))).Statements);
        Assert.Empty((await host.Client.GetAcrossPartnershipsAsync(new(), here.PoliceAcross.Across(host))).Partnerships.Single().Statements);
        Assert.Empty((await host.Client.GetMyWorkAcrossAsync(new(), here.PoliceAcross.Across(host))).Items);
    }

    private async Task<StatementStanding> WithinAsync(TestPartnership here, TestPerson reader) =>
        (await host.Client.GetOverviewAsync(new(), reader.In(here))).Statements.Single();

    /// <summary>Returns: one come, one asked of the police and late, one in time. Signed by the ICB.</summary>
    private async Task<TestPartnership> PreparedAsync(string statementDueOn = "")
    {
        var here = await TestPartnership.MakeAsync(host, statementDueOn: statementDueOn);
        await here.SafeguardingPartnersAreKnownAsync();
        await here.ReturnIsAsync(here.Icb, ReturnState.Accepted);
        await here.ReturnIsAsync(here.Police, ReturnState.Asked, "2027-01-10");
        await here.ReturnIsAsync(here.Schools, ReturnState.SentBack, "2027-02-10");
        await here.SignOffAsync(here.Icb, "aa");
        await here.StatementIsAsync(statement => statement.Drafts = 1);
        return here;
    }
}
