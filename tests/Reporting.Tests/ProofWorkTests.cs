using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Whose turn it is, of evidence and assurance.</summary>
[Collection(ReportingService.Name)]
public sealed class ProofWorkTests(ReportingHost host)
{
    private const string Noon = "2026-12-23T12:00:00Z";

    [Fact]
    public async Task Claim_ThatWaits_IsToCheckForAnotherPersonOfAnotherOrganisation()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var directorate = here.Council + "-children";
        await host.Partners.PublishAsync("platform", directorate, 1, new AgencyChanged { Agency = new() { AgencyId = directorate, PartOfAgencyId = here.Council, Version = 1 } });
        var (claimer, owner, chair) = (TestPerson.Of(here.Icb, Capacity.Verifier), TestPerson.Of(here.Icb, Capacity.Verifier), TestPerson.Of(here.Council, Capacity.SubGroupChair));
        await ClaimedAsync("by a directorate", action => (action.Lead, action.OwnerId) = (new() { AgencyId = directorate }, owner.Id.ToString()));
        await ClaimedAsync("by the board", action => action.Lead = new() { BodyId = here.Board });
        await ClaimedAsync("jointly", action => action.JointLeads.Add(new Lead { AgencyId = here.Icb }));
        await here.AddAsync("open", with: action => action.SupportingAgencyIds.Add(here.Icb));

        Assert.Equal("by a directorate", await ToCheckAsync(TestPerson.Of(here.Icb, Capacity.Verifier)));
        // The council is the directorate's organisation; of the board's action it delivers a part.
        Assert.Equal("jointly", await ToCheckAsync(TestPerson.Of(here.Council, Capacity.Verifier)));
        Assert.Equal("", await ToCheckAsync(claimer));
        Assert.Equal("", await ToCheckAsync(owner));
        Assert.Equal("", await ToCheckAsync(TestPerson.Of(here.Icb, Capacity.Contributor)));
        Assert.Equal("by a directorate, by the board, jointly", await ToCheckAsync(chair));
        var waiting = (await WorkAsync(here, claimer, WorkList.WaitingOnOthers)).Items;
        Assert.Equal(3, waiting.Count(item => item is { Kind: WorkKind.SecondCheck, Because: [WorkReason.YouAsked] }));

        async Task<string> ToCheckAsync(TestPerson person) => string.Join(", ", (await WorkAsync(here, person)).Items
            .Where(item => item is { Kind: WorkKind.SecondCheck, Because: [WorkReason.ToCheck] }).Select(item => item.Called).Order(StringComparer.Ordinal));

        Task ClaimedAsync(string title, Action<Jtai.Actions.V1.Action> with) => here.AddAsync(title, with: action =>
        {
            action.Delivery = Delivery.AwaitingVerification;
            action.LastUpdate = new() { PersonId = claimer.Id.ToString(), At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) };
            action.SupportingAgencyIds.AddRange([here.Council, here.Icb]);
            with(action);
        });
    }

    [Theory]
    [InlineData(FileState.NeedsAReason, 1)]
    [InlineData(FileState.Refused, 1)]
    [InlineData(FileState.Scanning, 0)]
    [InlineData(FileState.Clean, 0)]
    public async Task File_ToMend_IsForWhoAddedIt(FileState state, int expected)
    {
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync(with: action => action.OwnerId = Guid.NewGuid().ToString());
        var item = await here.EvidenceIsAsync(here.Officer, [action], Audience.NamedLeads, one => one.Content = new() { File = new() { State = state } });

        var files = (await WorkAsync(here, here.Officer)).Items.Where(work => work.Kind == WorkKind.Evidence).ToArray();

        Assert.Equal(expected, files.Length);
        Assert.All(files, file => Assert.Equal((item.EvidenceId, item.Shows, WorkReason.FileToMend), (file.RecordId, file.Called, file.Because.Single())));
        Assert.DoesNotContain((await WorkAsync(here, here.Manager)).Items, work => work.Kind == WorkKind.Evidence);
    }

    [Fact]
    public async Task Audit_NearOrPast_IsTheManagers()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync(with: action => (action.OwnerId, action.LastUpdate) = (here.Officer.Id.ToString(), null));
        var past = await here.AuditIsAsync([action], "2026-12-20");
        var near = await here.AuditIsAsync([action], "2027-01-20");
        await here.AuditIsAsync([action], "2027-01-21");
        await here.AuditIsAsync([action], "2026-12-20", AuditState.Cancelled);

        var items = (await WorkAsync(here, here.Manager)).Items.Where(item => item.Kind == WorkKind.Audit);

        Assert.Equal([(past.AuditId, WorkReason.Overdue, 3), (near.AuditId, WorkReason.DueSoon, 0)], items.Select(item => (item.RecordId, item.Because.Single(), item.DaysOverdue)));
        Assert.DoesNotContain((await WorkAsync(here, here.Officer)).Items, item => item.Kind == WorkKind.Audit);
    }

    [Fact]
    public async Task Measure_WhoseReadingIsDue_IsTheOwnersAndTheAgencyLeads()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var (lead, other) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Police, Capacity.Contributor));
        var action = await here.AddAsync(with: action => action.OwnerId = here.Officer.Id.ToString());
        await here.ProgressAsync(action);
        var measure = await here.MeasureIsAsync([action, await here.AddAsync(with: second => second.Lead = new() { AgencyId = here.Icb })],
            one => (one.NotExpectedBefore, one.TargetOn) = ("2026-12-01", "2026-12-15"));
        await here.MeasureIsAsync([action], one => one.TargetOn = "2026-12-23");
        await here.MeasureIsAsync([action], one => one.WithdrawnBecause = "Not counted any more.");

        Assert.Equal([(measure.MeasureId, "2026-12-01", WorkReason.YouOwnIt)], await MeasuresAsync(here.Officer));
        Assert.Equal([(measure.MeasureId, "2026-12-01", WorkReason.YourAgencyLeadsIt)], await MeasuresAsync(lead));
        Assert.Empty(await MeasuresAsync(other));

        await here.ReadingIsAsync(measure, "2026-12-02", here.Officer);
        Assert.Equal([(measure.MeasureId, "2026-12-15", WorkReason.YouOwnIt)], await MeasuresAsync(here.Officer));
        await here.ReadingIsAsync(measure, "2026-12-15", here.Officer);
        Assert.Empty(await MeasuresAsync(here.Officer));

        async Task<IEnumerable<(string, string, WorkReason)>> MeasuresAsync(TestPerson person) => (await WorkAsync(here, person)).Items
            .Where(item => item.Kind == WorkKind.ImpactMeasure).Select(item => (item.RecordId, item.DueOn, item.Because[1]));
    }

    [Fact]
    public async Task Strength_WhoseLookIsDue_IsItsKeepersLeadsAndTheManagers()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var (due, later) = (await here.FindingAsync("Schools know whom to ask."), await here.FindingAsync("Police share at once."));
        await here.StrengthIsAsync(due, here.Schools, StrengthResult.Sustained, "2026-12-20", here.Manager);
        await here.StrengthIsAsync(later, here.Schools, StrengthResult.Sustained, "2027-03-01", here.Manager);

        var item = (await WorkAsync(here, TestPerson.Of(here.Schools, Capacity.AgencyLead))).Items.Single();
        Assert.Equal((WorkKind.Strength, due.ToString(), "HSK-2026-F01"), (item.Kind, item.RecordId, item.Reference));
        Assert.Equal([WorkReason.Overdue, WorkReason.AskedOfYourAgency], item.Because);
        Assert.Equal(WorkKind.Strength, (await WorkAsync(here, here.Manager)).Items.Single().Kind);
        Assert.Empty((await WorkAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead))).Items);
    }

    [Fact]
    public async Task Challenge_OnEachStep_IsForWhoeverItHasComeToAndThenForWhoRaisedIt()
    {
        using var day = host.Clock.At(Noon);
        var here = await TestPartnership.MakeAsync(host);
        var raiser = TestPerson.Of(here.Icb, Capacity.IndependentScrutineer);
        var answering = new Dictionary<ChallengeStep, TestPerson>
        {
            [ChallengeStep.AgencyLead] = TestPerson.Of(here.Police, Capacity.AgencyLead),
            [ChallengeStep.DelegatedPartner] = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner),
            [ChallengeStep.ChairAndExecutive] = TestPerson.Of(here.Council, Capacity.PartnershipChair),
            [ChallengeStep.LeadSafeguardingPartner] = TestPerson.Of(here.Police, Capacity.LeadSafeguardingPartner),
            [ChallengeStep.TheThreeTogether] = TestPerson.Of(here.Icb, Capacity.LeadSafeguardingPartner),
        };
        var challenge = await here.ChallengeIsAsync(raiser, here.Police);
        foreach (var step in answering.Keys)
        {
            (challenge.Step, challenge.Escalated) = (step, step != ChallengeStep.AgencyLead);
            await here.TellAsync(challenge);
            foreach (var (at, person) in answering)
            {
                var items = (await WorkAsync(here, person)).Items;
                // The lead of the agency is one of the three, and its delegated partner one of the executive.
                Assert.Equal(
                    at == step || (step == ChallengeStep.TheThreeTogether && at == ChallengeStep.LeadSafeguardingPartner)
                        || (step == ChallengeStep.ChairAndExecutive && at == ChallengeStep.DelegatedPartner),
                    items.Count == 1);
                Assert.All(items, item => Assert.Equal((WorkKind.Challenge, challenge.ChallengeId), (item.Kind, item.RecordId)));
                Assert.All(items, item => Assert.Equal([WorkReason.Overdue, WorkReason.ToAnswer], item.Because));
            }

            Assert.Equal([WorkReason.Overdue, WorkReason.YouAsked], (await WorkAsync(here, raiser, WorkList.WaitingOnOthers)).Items.Single().Because);
            Assert.Empty((await WorkAsync(here, raiser)).Items);
        }

        challenge.State = ChallengeState.Answered;
        await here.TellAsync(challenge);
        Assert.Equal(WorkReason.ToAccept, (await WorkAsync(here, raiser)).Items.Single().Because.Single());
        Assert.Empty((await WorkAsync(here, raiser, WorkList.WaitingOnOthers)).Items);
        Assert.Empty((await WorkAsync(here, answering[ChallengeStep.TheThreeTogether])).Items);

        challenge.State = ChallengeState.Accepted;
        await here.TellAsync(challenge);
        Assert.Empty((await WorkAsync(here, raiser)).Items);
    }

    [Fact]
    public async Task What_WasDone_StandsForAMonthAndLeadsToWhatItIsAbout()
    {
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync();
        var (person, strength) = (TestPerson.Of(here.Police, Capacity.BoardMember), await here.FindingAsync("Schools know whom to ask."));
        var check = await here.CheckIsAsync(action, person);
        var audit = await here.AuditIsAsync([action], state: AuditState.Done, by: person);
        await here.AuditIsAsync([action], by: person);
        var item = await here.EvidenceIsAsync(person, [action]);
        var measure = await here.MeasureIsAsync([action]);
        await here.ReadingIsAsync(measure, "2026-12-01", person);
        await here.StrengthIsAsync(strength, here.Police, StrengthResult.Sustained, "2027-03-01", person);
        var challenge = await here.ChallengeIsAsync(here.Officer, here.Police, one => one.Escalated = true);
        await here.SayAsync(challenge, person);

        var done = (await WorkAsync(here, person, WorkList.Done)).Items.ToDictionary(one => one.Kind);

        Assert.Equal((check.CheckId, action.ActionId, action.Title), (done[WorkKind.SecondCheck].RecordId, done[WorkKind.SecondCheck].ActionId, done[WorkKind.SecondCheck].Called));
        Assert.Equal((audit.AuditId, audit.Title), Of(WorkKind.Audit));
        Assert.Equal((item.EvidenceId, item.Shows), Of(WorkKind.Evidence));
        Assert.Equal((measure.MeasureId, measure.What), Of(WorkKind.ImpactMeasure));
        Assert.Equal((strength.ToString(), ""), Of(WorkKind.Strength));
        Assert.Equal((challenge.ChallengeId, challenge.Title), Of(WorkKind.Challenge));
        Assert.Equal(6, done.Count);

        (string, string) Of(WorkKind kind) => (done[kind].RecordId, done[kind].Called);
    }

    [Fact]
    public async Task WorkAcross_OfEvidenceAndAssurance_IsWhatWaitsForTheAgency()
    {
        using var day = host.Clock.At(Noon);
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        var raiser = TestPerson.Of(there.Icb, Capacity.IndependentScrutineer);
        await there.AddAsync("supported", with: action =>
        {
            (action.Lead, action.Delivery) = (new() { AgencyId = there.Icb }, Delivery.AwaitingVerification);
            action.SupportingAgencyIds.Add(there.Police);
        });
        await there.AddAsync("not ours", with: action => (action.Lead, action.Delivery) = (new() { AgencyId = there.Icb }, Delivery.AwaitingVerification));
        await there.ChallengeIsAsync(raiser, there.Police);
        await there.ChallengeIsAsync(raiser, there.Schools, one => one.Escalated = true);

        var work = await host.Client.GetMyWorkAcrossAsync(new(), there.PoliceAcross.Across(host));

        Assert.Equal([(WorkKind.SecondCheck, "supported"), (WorkKind.Challenge, "No one came")], work.Items.OrderBy(item => item.Kind).Select(item => (item.Kind, item.Called)));
    }

    private async Task<MyWork> WorkAsync(TestPartnership here, TestPerson person, WorkList list = WorkList.ToDo) =>
        await host.Client.GetMyWorkAsync(new() { List = list }, person.In(here));
}
