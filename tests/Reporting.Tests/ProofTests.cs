using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>How far actions are proven: what lists and counts say, and with whom records of several actions are shared.</summary>
[Collection(ReportingService.Name)]
public sealed class ProofTests(ReportingHost host)
{
    [Fact]
    public async Task Record_OfSeveralActions_IsSharedWithAllOfThemAsTheyChange()
    {
        var here = await TestPartnership.MakeAsync(host);
        var post = Guid.NewGuid();
        var (ours, theirs) = (await here.AddAsync(), here.NewAction());
        (theirs.Lead, theirs.OwnerPostId) = (new() { AgencyId = here.Icb }, post.ToString());
        var item = await here.EvidenceIsAsync(here.Officer, [ours, theirs]);
        var earlier = await here.EarlierContentIsAsync(item);
        var reading = await here.ReadingIsAsync(await here.MeasureIsAsync([ours, theirs]), "2026-12-01", here.Officer);
        Assert.Equal([here.Police], await SharedWithAsync(item.EvidenceId));

        // The other action comes later, as of a compacted stream, and its post is filled later still.
        await here.TellAsync(theirs);
        await here.PostIsAsync(post, here.Officer.Id);
        string[] shared = [item.EvidenceId, earlier, reading.MeasureId, reading.ReadingId];
        foreach (var id in shared)
        {
            Assert.Equal(Sorted(here.Police, here.Icb), await SharedWithAsync(id));
            Assert.Equal([here.Officer.Id], await OwnersAsync(id));
        }

        ours.SupportingAgencyIds.Add(here.Schools);
        await here.TellAsync(ours);
        await here.PostIsAsync(post, null);
        Assert.Equal(Sorted(here.Police, here.Icb, here.Schools), await SharedWithAsync(reading.ReadingId));
        Assert.Empty(await OwnersAsync(reading.ReadingId));

        theirs.WithdrawnBecause = "Twice the same.";
        await here.TellAsync(theirs, ActionChangeKind.Withdrawn);
        foreach (var id in shared)
        {
            Assert.Equal(Sorted(here.Police, here.Schools), await SharedWithAsync(id));
        }

        async Task<string[]> SharedWithAsync(string id) => (await host.Database.QueryAsync<string[]>(
            "select distinct agency_ids from record where tenant_id = @TenantId and id = @id::uuid", new { here.TenantId, id })).Single();

        async Task<Guid[]> OwnersAsync(string id) => (await host.Database.QueryAsync<Guid[]>(
            "select distinct action_owner_ids from record where tenant_id = @TenantId and id = @id::uuid", new { here.TenantId, id })).Single();

        static string[] Sorted(params string[] agencies) => [.. agencies.Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Strength_Kept_IsSharedWithItsKeeperAndWhoWorksOnIt()
    {
        var here = await TestPartnership.MakeAsync(host);
        var finding = await here.FindingAsync("Schools know whom to ask.");
        await here.StrengthIsAsync(finding, here.Schools, StrengthResult.Slipping, "2027-03-01", here.Manager);
        Assert.Equal([here.Schools], await SharedWithAsync());

        await here.AddAsync(with: action => action.FindingIds.Add(finding.ToString()));
        Assert.Equal(((string[])[here.Police, here.Schools]).Order(StringComparer.Ordinal), await SharedWithAsync());
        Assert.Equal(1, (await ProvenAsync(here)).StrengthsSlippingOrLost);

        async Task<string[]> SharedWithAsync() => (await host.Database.QueryAsync<string[]>(
            "select distinct agency_ids from record where tenant_id = @TenantId and kind in ('strength', 'strength_check')", new { here.TenantId })).Single();
    }

    [Fact]
    public async Task Evidence_OfAnAction_IsCountedAsFarAsItsReaderMayKnow()
    {
        var here = await TestPartnership.MakeAsync(host);
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);
        var claimed = here.NewAction("claimed");
        claimed.Delivery = Delivery.AwaitingVerification;
        var item = await here.EvidenceIsAsync(lead, [claimed]);
        // The action comes behind its evidence.
        await here.TellAsync(claimed);
        var open = await here.AddAsync("open");
        await here.EvidenceIsAsync(here.Manager, [claimed, open], Audience.NamedLeads);
        Assert.Equal((2, 1), (await ItemsAsync(here.Manager, "claimed"), await ItemsAsync(here.Manager, "open")));
        Assert.Equal((1, 0), (await ItemsAsync(lead, "claimed"), await ItemsAsync(lead, "open")));
        Assert.Equal((2, 1), ((await ProvenAsync(here)).EvidenceItems, (await ProvenAsync(here, lead)).EvidenceItems));

        // Moved to the other action, and withdrawn.
        await here.EvidenceIsAsync(lead, [open], id: item.EvidenceId);
        Assert.Equal((0, 1), (await ItemsAsync(lead, "claimed"), await ItemsAsync(lead, "open")));
        Assert.Equal("claimed", await TitlesAsync(here, Only.WithoutEvidence, lead));
        Assert.Equal("", await TitlesAsync(here, Only.WithoutEvidence));
        await here.EvidenceIsAsync(lead, [open], with: one => one.WithdrawnBecause = "Wrong file.", id: item.EvidenceId);
        Assert.Equal(0, await ItemsAsync(lead, "open"));

        await here.PlanClosesAsync();
        Assert.Equal(0, (await ProvenAsync(here)).EvidenceItems);

        async Task<int> ItemsAsync(TestPerson person, string title) =>
            (await host.Client.ListActionsAsync(new() { Words = title }, person.In(here))).Actions.Single().EvidenceItems;
    }

    [Fact]
    public async Task ThatEvidenceExists_SaysNothingOfWhatItHolds()
    {
        var here = await TestPartnership.MakeAsync(host);
        var item = await here.EvidenceIsAsync(here.Officer, [await here.AddAsync()], Audience.NamedLeads, one => one.Content = new() { Link = "https://example.org/secret" });

        var state = (await host.Database.QueryAsync<byte[]>(
            "select state from record where tenant_id = @TenantId and kind = 'evidence_exists' and called is null and person_id is null", new { here.TenantId })).Single();

        Assert.Equal(
            new EvidenceItem { EvidenceId = item.EvidenceId, PlanId = item.PlanId, InspectionId = item.InspectionId, ActionIds = { item.ActionIds }, Version = item.Version },
            EvidenceItem.Parser.ParseFrom(state));
    }

    [Fact]
    public async Task Actions_ProvenOrNot_AreCountedAndListed()
    {
        var here = await TestPartnership.MakeAsync(host);
        await CompleteAsync("self-assured", new() { SelfAssured = true, NoEvidenceBecause = "It was a talk." });
        await CompleteAsync("confirmed", new() { CheckId = Guid.NewGuid().ToString() }, AuditVerdict.Embedded);
        await CompleteAsync("before", null, AuditVerdict.PartlyEmbedded);
        await here.AddAsync("open again", with: action => action.Embedding = new() { Verdict = AuditVerdict.NotEmbedded });
        await here.AddAsync("claimed", with: action => action.Delivery = Delivery.AwaitingVerification);
        await here.AddAsync("open");
        var scrutineer = TestPerson.Of(here.Icb, Capacity.IndependentScrutineer);
        await here.ChallengeIsAsync(scrutineer, here.Police, one => one.Escalated = true);
        await here.ChallengeIsAsync(scrutineer, here.Police);
        await here.ChallengeIsAsync(scrutineer, here.Police, one => (one.Escalated, one.State) = (true, ChallengeState.Accepted));

        Assert.Equal(
            new ProvenCounts { SelfAssured = 1, Confirmed = 1, Embedded = 1, PartlyEmbedded = 1, NotEmbedded = 1, OpenChallenges = 1 }, await ProvenAsync(here));
        Assert.Equal(2, (await ProvenAsync(here, scrutineer)).OpenChallenges);
        // What is between the two is counted for the leads of the agency that is challenged, and for nobody else of it.
        Assert.Equal(2, (await ProvenAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead))).OpenChallenges);
        Assert.Equal(1, (await ProvenAsync(here, TestPerson.Of(here.Police, Capacity.Contributor, Capacity.LeadSafeguardingPartner))).OpenChallenges);
        Assert.Equal("claimed", await TitlesAsync(here, Only.WaitsForCheck));
        Assert.Equal("before, claimed, confirmed", await TitlesAsync(here, Only.WithoutEvidence));
        Assert.Equal("self-assured", await TitlesAsync(here, Only.SelfAssured));
        Assert.Equal("open again", await TitlesAsync(here, Only.NotEmbedded));
        var rows = (await host.Client.ListActionsAsync(new(), here.Manager.In(here))).Actions.ToDictionary(row => row.Title);
        Assert.Equal((true, false, AuditVerdict.Unspecified), (rows["self-assured"].SelfAssured, rows["self-assured"].Confirmed, rows["self-assured"].Verdict));
        Assert.Equal((false, true, AuditVerdict.Embedded), (rows["confirmed"].SelfAssured, rows["confirmed"].Confirmed, rows["confirmed"].Verdict));
        Assert.Equal((false, false), (rows["before"].SelfAssured, rows["before"].Confirmed));

        Task CompleteAsync(string title, Completion? completion, AuditVerdict verdict = default) => here.AddAsync(title, with: action =>
        {
            (action.Delivery, action.Completion) = (Delivery.Complete, completion);
            action.Embedding = verdict == default ? null : new() { Verdict = verdict };
        });
    }

    [Theory]
    [InlineData(SharingLevel.Headlines, 0, 0, 0)]
    [InlineData(SharingLevel.OwnActions, 1, 1, 1)]
    [InlineData(SharingLevel.Plan, 1, 1, 1)]
    [InlineData(SharingLevel.Evidence, 1, 1, 1)]
    public async Task Across_ByLevel_SaysWhatWaitsForTheAgency(SharingLevel level, int checks, int challenges, int evidence)
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(level);
        var scrutineer = TestPerson.Of(there.Icb, Capacity.IndependentScrutineer);
        var supported = await there.AddAsync("supported", with: action =>
        {
            (action.Lead, action.Delivery) = (new() { AgencyId = there.Icb }, Delivery.AwaitingVerification);
            action.SupportingAgencyIds.Add(there.Police);
        });
        await there.AddAsync("ours", with: action => action.Delivery = Delivery.AwaitingVerification);
        await there.AddAsync("not ours", with: action => (action.Lead, action.Delivery) = (new() { AgencyId = there.Icb }, Delivery.AwaitingVerification));
        await there.ChallengeIsAsync(scrutineer, there.Police);
        await there.ChallengeIsAsync(scrutineer, there.Icb, one => one.Escalated = true);
        await there.ChallengeIsAsync(scrutineer, there.Police, one => one.State = ChallengeState.Answered);
        await there.EvidenceIsAsync(there.Officer, [supported], with: one => one.Content = FileIn(FileState.NeedsAReason));
        await there.EvidenceIsAsync(there.Officer, [supported], with: one => one.Content = FileIn(FileState.Clean));
        await there.EvidenceIsAsync(scrutineer, [supported], with: one => one.Content = FileIn(FileState.Refused));

        var row = (await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host))).Partnerships.Single();

        Assert.Equal((checks, challenges, evidence), (row.ChecksWaitForUs, row.ChallengesWaitForUs, row.EvidenceWaitsForUs));
    }

    [Fact]
    public async Task Tombstones_OfEvidenceAndAssurance_LeaveNothing()
    {
        var here = await TestPartnership.MakeAsync(host);
        var action = await here.AddAsync();
        var item = await here.EvidenceIsAsync(here.Officer, [action]);
        var measure = await here.MeasureIsAsync([action]);
        var challenge = await here.ChallengeIsAsync(here.Officer, here.Icb);
        var strength = await here.FindingAsync("Schools know whom to ask.");
        foreach (var (id, empty) in new (string, IMessage)[]
            {
                (item.EvidenceId, new EvidenceChanged()), (await here.EarlierContentIsAsync(item), new EvidenceContentKept()),
                ((await here.CheckIsAsync(action, here.Officer)).CheckId, new SecondCheckRecorded()),
                ((await here.AuditIsAsync([action])).AuditId, new AuditChanged()),
                ((await here.ReadingIsAsync(measure, "2026-12-01", here.Officer)).ReadingId, new ImpactReadingRecorded()),
                (measure.MeasureId, new ImpactMeasureChanged()), ((await here.VoiceIsAsync(action)).VoiceId, new VoiceRecordChanged()),
                ((await here.StrengthIsAsync(strength, here.Police, StrengthResult.Sustained, "2027-03-01", here.Officer)).CheckId, new StrengthChecked()),
                (strength.ToString(), new StrengthChanged()), ((await here.SayAsync(challenge, here.Officer)).WordsId, new ChallengeWordsRecorded()),
                (challenge.ChallengeId, new ChallengeChanged()),
            })
        {
            Assert.NotEmpty(await KindsAsync(id));
            await host.Actions.EraseAsync(here.TenantId, id, 9999999, empty);
            Assert.Empty(await KindsAsync(id));
        }

        Assert.Equal(0, (await host.Client.ListActionsAsync(new(), here.Manager.In(here))).Actions.Single().EvidenceItems);
        Assert.Empty(await host.Database.QueryAsync<string>("select type from quarantine where tenant_id = @TenantId", new { here.TenantId }));

        Task<IReadOnlyList<string>> KindsAsync(string id) => host.Database.QueryAsync<string>(
            "select kind from record where tenant_id = @TenantId and id = @id::uuid and kind <> 'finding'", new { here.TenantId, id });
    }

    private static EvidenceContent FileIn(FileState state) => new() { FileId = Guid.NewGuid().ToString(), File = new() { State = state } };

    private async Task<ProvenCounts> ProvenAsync(TestPartnership here, TestPerson? person = null) =>
        (await host.Client.GetOverviewAsync(new(), (person ?? here.Manager).In(here))).Proven;

    private async Task<string> TitlesAsync(TestPartnership here, Only only, TestPerson? person = null) => string.Join(", ",
        (await host.Client.ListActionsAsync(new() { Only = { only } }, (person ?? here.Manager).In(here))).Actions.Select(row => row.Title).Order(StringComparer.Ordinal));
}
