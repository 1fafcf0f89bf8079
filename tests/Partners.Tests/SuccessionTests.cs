using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>A council that is split: who is told, who sees it, and the shadow authority's look before its day.</summary>
[Collection(PartnersCollection.Name)]
public sealed class SuccessionTests(PartnersHost host)
{
    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task Succession_RegisteredAndMoved_IsSeenAndToldInEachTenantThatItNamesAndNoOther()
    {
        var (old, east, west, stranger) = (await Area.MakeAsync(host), await Area.MakeAsync(host), await Area.MakeAsync(host), await Area.MakeAsync(host));
        var made = await RegisterAsync(old, Today.AddDays(30), east, west);
        await host.Client.MoveSuccessionDayAsync(
            new() { SuccessionId = made.SuccessionId, TakesEffectOn = Today.AddDays(60).ToIso(), ExpectedVersion = 1 }, host.AsOperator());

        foreach (var area in (Area[])[old, east, west])
        {
            var seen = Assert.Single((await host.Client.ListSuccessionsAsync(new(), As(area, Capacity.Contributor))).Successions);
            Assert.Equal((old.Id, Today.AddDays(60).ToIso(), 2), (seen.FromPartnershipId, seen.TakesEffectOn, seen.Version));
            Assert.Equal([(east.Id, east.Council), (west.Id, west.Council)], seen.To.Select(to => (to.PartnershipId, to.CouncilAgencyId)));
            Assert.All(seen.To.Select(to => to.Name).Append(seen.FromName), name => Assert.StartsWith("Area ", name, StringComparison.Ordinal));
            var events = await host.PullAsync(area.Id, "actions", events => events.Count(one => one.Type == SuccessionChanged.Descriptor.FullName) == 2);
            Assert.Equal(seen, SuccessionChanged.Parser.ParseFrom(events[^1].State).Succession);
        }

        Assert.Empty((await host.Client.ListSuccessionsAsync(new(), stranger.AsManager())).Successions);
        Assert.Contains((await host.Client.ListSuccessionsAsync(new(), host.AsOperator())).Successions, one => one.SuccessionId == made.SuccessionId);
    }

    [Fact]
    public async Task RegisterSuccession_OfOnePartnershipAtOnce_IsOne()
    {
        var (old, east) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Refusal.CodeAsync(
            host.Client.RegisterSuccessionAsync(Asked(old, Today.AddDays(3), east), host.AsOperator()))));
        Assert.Equal((1, 3), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.FailedPrecondition)));
    }

    [Fact]
    public async Task MoveSuccessionDay_OfAStaleVersionOrOnItsDay_IsRefused()
    {
        var (old, east) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var made = await RegisterAsync(old, Today, east);
        var move = new MoveSuccessionDayRequest { SuccessionId = made.SuccessionId, TakesEffectOn = Today.AddDays(9).ToIso() };
        Assert.Equal(1, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.MoveSuccessionDayAsync(move, host.AsOperator()))).CurrentVersion);
        move.ExpectedVersion = 1;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.MoveSuccessionDayAsync(move, host.AsOperator()));
        move.SuccessionId = Guid.NewGuid().ToString();
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.MoveSuccessionDayAsync(move, host.AsOperator()));
    }

    [Fact]
    public async Task ShadowAuthority_ThatIsNoPartner_IsOfferedALookAndAgrees()
    {
        var (old, east, stranger) = (await Area.MakeAsync(host), await Area.MakeAsync(host), await Area.MakeAsync(host));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, OfferAsync(old, east.Council));
        await RegisterAsync(old, Today.AddDays(90), east);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetPartnershipAsync(new() { PartnershipId = old.Id }, InWorkspace(east)));

        var grant = await OfferAsync(old, east.Council);
        Assert.Equal(old.Id, (await host.Client.GetPartnershipAsync(new() { PartnershipId = old.Id }, InWorkspace(east))).PartnershipId);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetPartnershipAsync(new() { PartnershipId = old.Id }, InWorkspace(stranger)));
        var lead = InWorkspace(east);
        await host.Client.AgreeSharingGrantAsync(new() { PartnershipId = old.Id, GrantId = grant.GrantId, ExpectedVersion = 1 }, lead);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, OfferAsync(old, stranger.Council));
        // The successor's own plan is not the predecessor's to see.
        await Refusal.OfAsync(StatusCode.FailedPrecondition, OfferAsync(east, old.Council));
    }

    private async Task<SuccessionReply> RegisterAsync(Area from, DateOnly on, params Area[] to) =>
        await host.Client.RegisterSuccessionAsync(Asked(from, on, to), host.AsOperator());

    private static RegisterSuccessionRequest Asked(Area from, DateOnly on, params Area[] to) => new()
    {
        FromPartnershipId = from.Id,
        TakesEffectOn = on.ToIso(),
        Order = "The Northshire (Structural Changes) Order 2027",
        To = { to.Select(area => new Successor { PartnershipId = area.Id, CouncilAgencyId = area.Council }) },
    };

    private AsyncUnaryCall<SharingGrantReply> OfferAsync(Area area, string agency) => host.Client.OfferSharingGrantAsync(
        new() { AgencyId = agency, Level = SharingLevel.Plan, AgreementReference = "ISA-12", Capacities = { Capacity.CrossPartnershipLead } }, area.AsManager());

    private Metadata InWorkspace(Area area) =>
        TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Council, area.Council, Capacity.CrossPartnershipLead));

    private Metadata As(Area area, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, capacity));
}
