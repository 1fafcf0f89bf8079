using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Files across a partnership's border: by grant and audience, and in its sharing log every time.</summary>
public sealed class AcrossTests
{
    [Theory]
    [InlineData(SharingLevel.Evidence, V1.Audience.EvidenceGrants, true)]
    [InlineData(SharingLevel.Evidence, V1.Audience.Public, true)]
    [InlineData(SharingLevel.Evidence, V1.Audience.Partnership, true)]
    [InlineData(SharingLevel.Evidence, V1.Audience.NamedLeads, false)]
    [InlineData(SharingLevel.Plan, V1.Audience.Public, false)]
    [InlineData(SharingLevel.OwnActions, V1.Audience.EvidenceGrants, false)]
    [InlineData(SharingLevel.Headlines, V1.Audience.Public, false)]
    public async Task Download_ByLevelAndAudience_IsAdmittedOrNotThere(SharingLevel level, V1.Audience audience, bool admitted)
    {
        var (here, evidenceId) = await SharedAsync(audience);
        await GrantAsync(here, level);
        Assert.Equal(admitted ? StatusCode.OK : StatusCode.NotFound, await CodeAsync(here, here.PoliceAcross, evidenceId));
    }

    [Fact]
    public async Task Download_ByAnAgencyThatTakesNoPart_NeedsAnAudienceBeyondThePartnership()
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.Partnership);
        await GrantAsync(here, SharingLevel.Evidence, agencyId: here.Schools);
        var lead = TestPerson.Of(here.Schools, Capacity.CrossPartnershipLead);
        Assert.Equal(StatusCode.NotFound, await CodeAsync(here, lead, evidenceId));

        await here.EvidenceAs(here.Manager).DescribeEvidenceAsync(new()
        {
            EvidenceId = evidenceId, ExpectedVersion = (await here.ItemAsync(evidenceId)).Version, Shows = "Minutes.", Audience = V1.Audience.EvidenceGrants,
        });
        Assert.Equal(StatusCode.OK, await CodeAsync(here, lead, evidenceId));
    }

    [Theory]
    [InlineData(SharingGrantState.Offered, "2099-12-31", Capacity.CrossPartnershipLead)]
    [InlineData(SharingGrantState.Withdrawn, "2099-12-31", Capacity.CrossPartnershipLead)]
    [InlineData(SharingGrantState.Agreed, "2020-01-01", Capacity.CrossPartnershipLead)]
    [InlineData(SharingGrantState.Agreed, "2099-12-31", Capacity.Adviser)]
    public async Task Download_WithoutAGrantThatHolds_IsNotThere(SharingGrantState state, string endsOn, Capacity capacity)
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.Public);
        await GrantAsync(here, SharingLevel.Evidence, state, endsOn, capacity: capacity);
        Assert.Equal(StatusCode.NotFound, await CodeAsync(here, here.PoliceAcross, evidenceId));
    }

    [Fact]
    public async Task Download_OfAnInspectionThatIsNotPublished_IsNotThere()
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.Public, InspectionPhase.PrePublication);
        await GrantAsync(here, SharingLevel.Evidence);
        Assert.Equal(StatusCode.NotFound, await CodeAsync(here, here.PoliceAcross, evidenceId));
    }

    [Fact]
    public async Task Download_OfWithdrawnEvidence_IsNotThere()
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.Public);
        await GrantAsync(here, SharingLevel.Evidence);
        await here.EvidenceAs(here.Manager).WithdrawEvidenceAsync(new()
        {
            EvidenceId = evidenceId, ExpectedVersion = (await here.ItemAsync(evidenceId)).Version, Reason = "It names a child.",
        });
        Assert.Equal(StatusCode.NotFound, await CodeAsync(here, here.PoliceAcross, evidenceId));
    }

    [Fact]
    public async Task Download_EachTime_IsARowOfTheSharingLog()
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.EvidenceGrants);
        await GrantAsync(here, SharingLevel.Evidence);
        var lead = here.PoliceAcross;
        await CodeAsync(here, lead, evidenceId);
        await CodeAsync(here, lead, evidenceId);

        var events = await here.Host.PullAsync(
            here.TenantId, "partners", all => all.Count(one => one.Type == AccessRecorded.Descriptor.FullName) == 2);
        var looks = events.Where(one => one.Type == AccessRecorded.Descriptor.FullName).Select(one => AccessRecorded.Parser.ParseFrom(one.State)).ToList();
        Assert.All(looks, look =>
        {
            Assert.Equal((lead.Id.ToString(), here.Police, SharingLevel.Evidence), (look.PersonId, look.AgencyId, look.Level));
            Assert.StartsWith("File of evidence for HSK-", look.LookedAt, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task AnyOtherCall_WithATokenForTheViewAcross_IsRefused()
    {
        var (here, evidenceId) = await SharedAsync(V1.Audience.Public);
        var calls = new V1.Evidence.EvidenceClient(here.Host.Service.Channel);
        await Refusal.OfAsync(StatusCode.PermissionDenied, calls.GetEvidenceAsync(new() { EvidenceId = evidenceId }, here.PoliceAcross.Across(here.Host)));
    }

    private static async Task<(TestPartnership Here, string EvidenceId)> SharedAsync(V1.Audience audience, InspectionPhase phase = InspectionPhase.Published)
    {
        var here = await EvidenceSteps.PartnershipAsync(phase);
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Manager);
        var file = await calls.ScannedAsync("minutes.pdf", EvidenceSteps.Pdf(2_000));
        return (here, (await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Minutes.", FileId = file.FileId, Audience = audience })).EvidenceId);
    }

    private static async Task GrantAsync(
        TestPartnership here, SharingLevel level, SharingGrantState state = SharingGrantState.Agreed, string endsOn = "2099-12-31",
        string? agencyId = null, Capacity capacity = Capacity.CrossPartnershipLead)
    {
        await here.TellAsync(new SharingGrant
        {
            GrantId = Guid.NewGuid().ToString(), PartnershipId = here.TenantId, AgencyId = agencyId ?? here.Police, Capacities = { capacity }, Level = level,
            State = state, EndsOn = endsOn, ReviewOn = endsOn, OfferedAt = Timestamp.FromDateTimeOffset(here.Host.Clock.GetUtcNow()),
        });
        await Eventually.SoAsync(
            async () => (await here.Host.Database.QueryAsync<int>(
                "select 1 from sharing_grant where tenant_id = @TenantId", new { here.TenantId })).Any(),
            "the grant is known");
    }

    private static async Task<StatusCode> CodeAsync(TestPartnership here, TestPerson person, string evidenceId)
    {
        var calls = new V1.Evidence.EvidenceClient(here.Host.Service.Channel);
        using var call = calls.DownloadEvidence(
            new() { EvidenceId = evidenceId, PartnershipId = here.TenantId }, person.Across(here.Host));
        return await Refusal.CodeAsync(call.ResponseStream.ReadAllAsync().ToListAsync().AsTask());
    }
}
