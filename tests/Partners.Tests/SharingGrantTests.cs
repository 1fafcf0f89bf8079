using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class SharingGrantTests(PartnersHost host)
{
    [Fact]
    public async Task Grant_OfferedAgreedWithdrawn_ShowsItsLevelOnlyInBetween()
    {
        var area = await Area.MakeAsync(host);
        var grant = await OfferAsync(area, SharingLevel.Plan);
        Assert.Equal(SharingLevel.Unspecified, (await GrantAsync(area)).EffectiveLevel);

        await host.Client.AgreeSharingGrantAsync(Agreeing(area, grant), TestTokens.Bearer(LeadToken(area)));
        var agreed = await GrantAsync(area);
        Assert.Equal((SharingGrantState.Agreed, SharingLevel.Plan, 2L), (agreed.State, agreed.EffectiveLevel, agreed.Version));

        await host.Client.WithdrawSharingGrantAsync(
            new() { GrantId = grant.GrantId, Reason = "Review", ExpectedVersion = 2 }, area.AsManager());
        var withdrawn = await GrantAsync(area);
        Assert.Equal(
            (SharingGrantState.Withdrawn, SharingLevel.Unspecified, "Review"),
            (withdrawn.State, withdrawn.EffectiveLevel, withdrawn.WithdrawnReason));
    }

    [Fact]
    public async Task Grant_AfterItsEnd_FallsToOwnActionsAndIsReplacedByTheNext()
    {
        var area = await Area.MakeAsync(host);
        var first = await OfferAsync(area, SharingLevel.Evidence, endsOn: host.Clock.Today().AddDays(20).ToIso());
        await host.Client.AgreeSharingGrantAsync(Agreeing(area, first), TestTokens.Bearer(LeadToken(area)));

        using var afterwards = host.Clock.At(DateTimeOffset.UtcNow.AddDays(21));
        Assert.Equal(SharingLevel.OwnActions, (await GrantAsync(area)).EffectiveLevel);
        var second = await OfferAsync(area, SharingLevel.Headlines);
        await host.Client.AgreeSharingGrantAsync(Agreeing(area, second), TestTokens.Bearer(LeadToken(area)));
        var grants = await host.Client.ListSharingGrantsAsync(new(), area.AsManager());
        Assert.Equal(
            [(second.GrantId, SharingLevel.Headlines), (first.GrantId, SharingLevel.Unspecified)],
            grants.Grants.Select(grant => (grant.GrantId, grant.EffectiveLevel)));
    }

    [Fact]
    public async Task Grant_OfAnotherLevel_ShowsTheOldOneUntilTheNewOneIsAgreed()
    {
        var area = await Area.MakeAsync(host);
        var first = await OfferAsync(area, SharingLevel.Headlines);
        await host.Client.AgreeSharingGrantAsync(Agreeing(area, first), TestTokens.Bearer(LeadToken(area)));
        var second = await OfferAsync(area, SharingLevel.Plan);
        Assert.Equal(
            [(second.GrantId, SharingGrantState.Offered, SharingLevel.Unspecified), (first.GrantId, SharingGrantState.Agreed, SharingLevel.Headlines)],
            (await host.Client.ListSharingGrantsAsync(new(), area.AsManager())).Grants.Select(grant => (grant.GrantId, grant.State, grant.EffectiveLevel)));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, OfferAsync(area, SharingLevel.Evidence));
        await host.Client.AgreeSharingGrantAsync(Agreeing(area, second), TestTokens.Bearer(LeadToken(area)));
        Assert.Equal(
            [(second.GrantId, SharingGrantState.Agreed, SharingLevel.Plan), (first.GrantId, SharingGrantState.Withdrawn, SharingLevel.Unspecified)],
            (await host.Client.ListSharingGrantsAsync(new(), area.AsManager())).Grants.Select(grant => (grant.GrantId, grant.State, grant.EffectiveLevel)));
    }

    [Fact]
    public async Task Offer_TwiceAtOnce_StandsOnce()
    {
        var area = await Area.MakeAsync(host);
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Refusal.CodeAsync(OfferAsync(area, SharingLevel.Plan))));
        Assert.Equal((1, 3), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.FailedPrecondition)));
    }

    [Theory]
    [InlineData(Capacity.AgencyLead)]
    [InlineData(Capacity.ActionOwner)]
    public async Task Agree_InAnotherCapacity_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var grant = await OfferAsync(area, SharingLevel.Plan);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AgreeSharingGrantAsync(Agreeing(area, grant), TestTokens.Bearer(LeadToken(area, capacity: capacity))));
    }

    [Fact]
    public async Task Agree_ForAnotherAgency_IsNotFoundAsOneThatNeverWas()
    {
        var area = await Area.MakeAsync(host);
        var grant = await OfferAsync(area, SharingLevel.Plan);
        var council = TestTokens.Bearer(LeadToken(area, area.Council));
        var theirs = await Refusal.OfAsync(host.Client.AgreeSharingGrantAsync(Agreeing(area, grant), council));
        var none = await Refusal.OfAsync(host.Client.AgreeSharingGrantAsync(
            new() { PartnershipId = area.Id, GrantId = Guid.NewGuid().ToString(), ExpectedVersion = 1 }, council));
        Assert.Equal((StatusCode.NotFound, none.Message), (theirs.Code, theirs.Message));
    }

    [Fact]
    public async Task Agree_ByThePartnershipItself_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var grant = await OfferAsync(area, SharingLevel.Plan);
        var refusal = await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.AgreeSharingGrantAsync(Agreeing(area, grant), area.AsManager()));
    }

    [Fact]
    public async Task Withdraw_GrantOfAnotherPartnership_IsNotFound()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var grant = await OfferAsync(other, SharingLevel.Plan);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.WithdrawSharingGrantAsync(
            new() { GrantId = grant.GrantId, Reason = "Mine now", ExpectedVersion = 1 }, area.AsManager()));
    }

    [Fact]
    public async Task ListSharingGrants_FromTheWorkspace_ShowsTheAgencysOwnOfEveryPartnership()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.MakeAsync(host, area.Police);
        var (one, two) = (await OfferAsync(area, SharingLevel.Plan), await OfferAsync(other, SharingLevel.Headlines));
        await host.Client.OfferSharingGrantAsync(
            new() { AgencyId = area.Charity, AgreementReference = "ISA", Capacities = { Capacity.CrossPartnershipLead } },
            area.AsManager());
        var grants = await host.Client.ListSharingGrantsAsync(new(), TestTokens.Bearer(LeadToken(area)));
        Assert.Equal(new[] { one.GrantId, two.GrantId }.Order(), grants.Grants.Select(grant => grant.GrantId).Order());
    }

    [Fact]
    public async Task Offer_WithNothingFilledIn_NamesTheFields()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.OfferSharingGrantAsync(new(), area.AsManager()));
        Assert.Equal(["agency_id", "capacities", "agreement_reference"], refusal.Fields);
    }

    private async Task<SharingGrantReply> OfferAsync(Area area, SharingLevel level, string endsOn = "") =>
        await host.Client.OfferSharingGrantAsync(
            new()
            {
                AgencyId = area.Police, Level = level, AgreementReference = "ISA-12", EndsOn = endsOn,
                Capacities = { Capacity.CrossPartnershipLead },
            },
            area.AsManager());

    private async Task<V1.SharingGrant> GrantAsync(Area area) =>
        (await host.Client.ListSharingGrantsAsync(new(), area.AsManager())).Grants.Single();

    private static AgreeSharingGrantRequest Agreeing(Area area, SharingGrantReply grant) =>
        new() { PartnershipId = area.Id, GrantId = grant.GrantId, ExpectedVersion = grant.Version };

    private string LeadToken(Area area, string? agency = null, Capacity capacity = Capacity.CrossPartnershipLead) =>
        host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + (agency ?? area.Police), agency ?? area.Police, capacity);
}
