using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who signs off what, what voids it, and what does not.</summary>
public sealed class SignOffTests
{
    [Fact]
    public async Task SignOff_ByADelegateOfEachPartner_StandsAndIsGivenOnce()
    {
        var statement = await StatementCase.StartAsync();
        var may = (await statement.RecordAsync(statement.PoliceDelegate)).MaySignOff;
        foreach (var person in new[] { statement.CouncilDelegate, statement.PoliceDelegate, statement.IcbDelegate })
        {
            await statement.SignOffAsync(person);
        }

        var record = await statement.RecordAsync(statement.PoliceDelegate);
        Assert.Equal((true, false), (may, record.MaySignOff));
        Assert.Equal(3, record.SignOffs.Count(one => one.Stands && one.VoidedBy.Count == 0));
        Assert.Equal(Capacity.DelegatedSafeguardingPartner, record.SignOffs[0].SignOff.Capacity);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(statement.PoliceDelegate).SignOffAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = record.ContentSha256 }));
        Assert.DoesNotContain(
            (await statement.As(statement.Here.Manager).GetReadinessAsync(new() { StatementId = statement.StatementId })).Lines,
            line => line.Issue == V1.ReadinessIssue.SignOffMissing);
    }

    [Fact]
    public async Task SignOff_InTheWrongCapacityAgencyOrTime_IsRefused()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var lead = TestPerson.Of(here.Police, Capacity.LeadSafeguardingPartner);
        var ofSchools = TestPerson.Of(here.Schools, Capacity.DelegatedSafeguardingPartner);
        var former = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner);
        var never = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner);
        await here.AppointAsync(lead);
        await here.AppointAsync(ofSchools);
        await here.AppointAsync(former, endsOn: "2025-12-31");
        var hash = await statement.HashAsync();

        foreach (var person in new[] { lead, ofSchools, former, never, here.Manager })
        {
            await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(person).SignOffAsync(
                new() { StatementId = statement.StatementId, ContentSha256 = hash }));
        }

        Assert.Empty((await statement.RecordAsync()).SignOffs);
    }

    [Fact]
    public async Task SignOff_UnderTheRuleOfLeadsOrNone_FollowsIt()
    {
        var leads = await StatementCase.StartAsync(settings: settings => settings.SignOffRule = SignOffRule.Leads);
        var chief = TestPerson.Of(leads.Here.Police, Capacity.LeadSafeguardingPartner);
        await leads.Here.AppointAsync(chief);
        await Refusal.OfAsync(StatusCode.PermissionDenied, leads.As(leads.PoliceDelegate).SignOffAsync(
            new() { StatementId = leads.StatementId, ContentSha256 = await leads.HashAsync() }));
        await leads.SignOffAsync(chief);
        Assert.True((await leads.RecordAsync()).SignOffs.Single().Stands);

        var none = await StatementCase.StartAsync(settings: settings => settings.SignOffRule = SignOffRule.None);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, none.As(none.PoliceDelegate).SignOffAsync(
            new() { StatementId = none.StatementId, ContentSha256 = await none.HashAsync() }));
        Assert.False((await none.RecordAsync(none.PoliceDelegate)).MaySignOff);
    }

    [Fact]
    public async Task SignOff_OfAContentThatChangedSince_IsAborted()
    {
        var statement = await StatementCase.StartAsync();
        var seen = await statement.HashAsync();
        await statement.WriteAsync("Introduction", "We answer.");

        await Refusal.OfAsync(StatusCode.Aborted, statement.As(statement.PoliceDelegate).SignOffAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = seen }));

        Assert.Empty((await statement.RecordAsync()).SignOffs);
    }

    [Fact]
    public async Task SignOff_OnBehalf_IsTheManagersWithThePaper()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var request = new V1.SignOffRequest { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync(), OnBehalfOf = statement.PoliceDelegate.Id.ToString() };
        var paperless = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(here.Manager).SignOffAsync(request));
        request.Paper = "E-mail of 3 October 2026 from the chief superintendent";
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(statement.CouncilDelegate).SignOffAsync(request));
        var stranger = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(here.Manager).SignOffAsync(new(request) { OnBehalfOf = here.Officer.Id.ToString() }));

        var reply = await statement.As(here.Manager).SignOffAsync(request);

        Assert.Equal(("paper", "on_behalf_of"), (paperless.Fields.Single(), stranger.Fields.Single()));
        var given = (await statement.RecordAsync()).SignOffs.Single().SignOff;
        Assert.Equal(
            (statement.PoliceDelegate.Id.ToString(), here.Manager.Id.ToString(), here.Police, request.Paper),
            (given.PersonId, given.RecordedBy, given.AgencyId, given.Paper));

        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(statement.CouncilDelegate).TakeBackSignOffAsync(
            new() { SignOffId = reply.PartId, ExpectedVersion = 1, Reason = "Mistake." }));
        await statement.As(here.Manager).TakeBackSignOffAsync(new() { SignOffId = reply.PartId, ExpectedVersion = 1, Reason = "It was for last year's." });
        var taken = (await statement.RecordAsync()).SignOffs.Single();
        Assert.Equal((false, "It was for last year's.", 0), (taken.Stands, taken.SignOff.TakenBackBecause, taken.VoidedBy.Count));
        await statement.SignOffAsync(statement.PoliceDelegate);
        var inPerson = (await statement.RecordAsync()).SignOffs[0];
        Assert.True(inPerson.Stands);
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(here.Manager).TakeBackSignOffAsync(
            new() { SignOffId = inPerson.SignOff.SignOffId, ExpectedVersion = 1, Reason = "Not mine." }));
    }

    [Fact]
    public async Task SignOff_AfterAChange_IsVoidedAndSaysByWhatAndWhom()
    {
        var statement = await StatementCase.StartAsync();
        await statement.SignOffAsync(statement.PoliceDelegate);
        await statement.MoveDateAsync("2027-06-30");
        var ofPolice = await statement.SectionAsync("Moorland Police");
        await statement.As(statement.PoliceLead).WriteSectionAsync(new() { SectionId = ofPolice.SectionId, ExpectedVersion = 1, Text = "Our part." });

        var given = (await statement.RecordAsync()).SignOffs.Single();

        Assert.False(given.Stands);
        Assert.Equal(
            [
                (V1.ContentChangeKind.Reworded, "Moorland Police", statement.PoliceLead.Id.ToString()),
                (V1.ContentChangeKind.DateMoved, $"{statement.Action.Reference} Review the multi-agency response to exploitation", statement.Here.Manager.Id.ToString()),
            ],
            given.VoidedBy.Select(change => (change.Kind, change.Called, change.PersonId)));
        Assert.Equal(("2027-03-31", "2027-06-30"), (given.VoidedBy[1].From, given.VoidedBy[1].To));
        Assert.NotNull(given.VoidedBy[1].At);
        // What they signed is there again: it stands again.
        await statement.MoveDateAsync("2027-03-31");
        await statement.WriteAsync("Moorland Police", "");
        Assert.True((await statement.RecordAsync()).SignOffs.Single().Stands);
    }

    [Fact]
    public async Task CorrectEditorially_WhereOnlyWordsChanged_LetsSignOffsStandOverSeveralSteps()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, CorrectAsync());
        await statement.SignOffAsync(statement.PoliceDelegate);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, CorrectAsync());
        var seen = await statement.HashAsync();

        await statement.DescribeAsync(action => action.Description = "Agree a single pathway and train all front-line staff in it.");
        await Refusal.OfAsync(StatusCode.Aborted, manager.CorrectEditoriallyAsync(new() { StatementId = statement.StatementId, ContentSha256 = seen, Reason = "A word." }).ResponseAsync);
        await CorrectAsync();
        await statement.WriteAsync("Introduction", "We answer.");
        Assert.False((await statement.RecordAsync()).SignOffs.Single().Stands);
        await CorrectAsync();
        await statement.SignOffAsync(statement.IcbDelegate);

        var record = await statement.RecordAsync();
        Assert.Equal((2, 2), (record.SignOffs.Count(one => one.Stands), record.Corrections.Count));
        Assert.Equal(("A comma.", statement.Here.Manager.Id.ToString()), (record.Corrections[0].Reason, record.Corrections[0].PersonId));

        async Task CorrectAsync() => await manager.CorrectEditoriallyAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync(), Reason = "A comma." });
    }

    [Theory]
    [InlineData("date")]
    [InlineData("lead")]
    [InlineData("action")]
    [InlineData("owner")]
    [InlineData("finding")]
    public async Task CorrectEditorially_WhereMoreThanWordsChanged_IsRefusedAndSaysWhat(string what)
    {
        var statement = await StatementCase.StartAsync(findings: 2);
        var here = statement.Here;
        await statement.SignOffAsync(statement.PoliceDelegate);
        switch (what)
        {
            case "date":
                await statement.MoveDateAsync("2027-06-30");
                break;
            case "lead":
                await statement.DescribeAsync(action => action.Lead = new() { AgencyId = here.Council });
                break;
            case "owner":
                await statement.DescribeAsync(action => action.OwnerId = here.Officer.Id.ToString());
                break;
            case "finding":
                await statement.DescribeAsync(action => action.FindingIds.Add(here.FindingIds[1].ToString()));
                break;
            default:
                await here.As(here.Manager).AddActionAsync(here.NewAction(statement.PlanId));
                break;
        }

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(here.Manager).CorrectEditoriallyAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync(), Reason = "A comma." }));

        Assert.StartsWith("More than words changed since the sign-offs (HSK-", refusal.Message, StringComparison.Ordinal);
        Assert.False((await statement.RecordAsync()).SignOffs.Single().Stands);
    }

    [Fact]
    public async Task Drafts_Circulated_AreKeptWholeAndCompared()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        await Circulate("First");
        await statement.DescribeAsync(action => action.SuccessMeasure = "18 of 20 records meet the standard.");
        await Circulate("Second");
        await statement.WriteAsync("Governance", "The board oversees it.");

        var between = (await manager.CompareDraftsAsync(new() { StatementId = statement.StatementId, FromNumber = 1, ToNumber = 2 })).Changes;
        var toNow = (await manager.CompareDraftsAsync(new() { StatementId = statement.StatementId, FromNumber = 1 })).Changes;
        var unknown = await Refusal.OfAsync(StatusCode.InvalidArgument, manager.CompareDraftsAsync(new() { StatementId = statement.StatementId, FromNumber = 9 }));

        Assert.Equal(("Success measure", "Quarterly multi-agency audit."), (between.Single().Field, between.Single().From));
        Assert.Equal(["Text", "Success measure"], toNow.Select(change => change.Field));
        Assert.Equal("from_number", unknown.Fields.Single());
        var record = await statement.RecordAsync();
        Assert.Equal([(2, "Second"), (1, "First")], record.Drafts.Select(draft => (draft.Number, draft.Note)));
        Assert.Equal((2, statement.Here.Police), (record.Statement.Drafts, record.Drafts[0].To.Single().AgencyId));
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(statement.PoliceLead).CompareDraftsAsync(new() { StatementId = statement.StatementId, FromNumber = 1 }));

        async Task Circulate(string note) => await manager.CirculateDraftAsync(
            new() { StatementId = statement.StatementId, Note = note, To = { new V1.Lead { AgencyId = statement.Here.Police } }, CommentsBy = "2099-01-31" });
    }
}
