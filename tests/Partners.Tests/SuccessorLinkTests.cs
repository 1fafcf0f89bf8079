using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>What came of which agencies and bodies of the register.</summary>
[Collection(PartnersCollection.Name)]
public sealed class SuccessorLinkTests(PartnersHost host)
{
    [Fact]
    public async Task LinkSuccessors_OfAMerger_IsReadByEverybodyAndCanBeTakenAway()
    {
        var area = await Area.MakeAsync(host);
        var after = await Area.AgencyAsync(host, "merged-" + area.Id, AgencyKind.Council);
        var link = Link(SuccessorKind.Merged, [area.Council, area.Charity], [after], "2027-04-01");
        var made = await host.Client.LinkSuccessorsAsync(new() { Link = link }, host.AsOperator());

        var read = (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Successors.Single(one => one.LinkId == made.LinkId);
        Assert.Equal(new V1.SuccessorLink(link) { LinkId = made.LinkId }, read);
        await host.Client.UnlinkSuccessorsAsync(new() { LinkId = made.LinkId }, host.AsOperator());
        Assert.DoesNotContain((await host.Client.ListAgenciesAsync(new(), area.AsManager())).Successors, one => one.LinkId == made.LinkId);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.UnlinkSuccessorsAsync(new() { LinkId = made.LinkId }, host.AsOperator()));
    }

    [Fact]
    public async Task LinkSuccessors_OfBodies_AreBodiesOfTheRegister()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var link = new V1.SuccessorLink(Link(SuccessorKind.Renamed, [area.Group], [other.Group], "2026-04-01")) { OfBodies = true };
        var made = await host.Client.LinkSuccessorsAsync(new() { Link = link }, host.AsOperator());
        Assert.True((await host.Client.ListAgenciesAsync(new(), area.AsManager())).Successors.Single(one => one.LinkId == made.LinkId).OfBodies);
        // A council is no body.
        Assert.Equal(
            ["link.to_ids"],
            (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.LinkSuccessorsAsync(new() { Link = new(link) { ToIds = { area.Council }, Kind = SuccessorKind.Split } }, host.AsOperator()))).Fields);
    }

    [Fact]
    public async Task LinkSuccessors_ByAManager_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(
            StatusCode.PermissionDenied,
            host.Client.LinkSuccessorsAsync(new() { Link = Link(SuccessorKind.Renamed, [area.Council], [area.Charity], "2027-04-01") }, area.AsManager()));
    }

    [Theory]
    [InlineData(SuccessorKind.Merged, "a", "c", "link.from_ids")]
    [InlineData(SuccessorKind.Merged, "a b", "c d", "link.to_ids")]
    [InlineData(SuccessorKind.Split, "a", "b", "link.to_ids")]
    [InlineData(SuccessorKind.Renamed, "a b", "c", "link.from_ids")]
    [InlineData(SuccessorKind.Renamed, "a", "x", "link.to_ids")]
    [InlineData(SuccessorKind.Split, "a", "a b", "link.to_ids")]
    [InlineData((SuccessorKind)9, "a", "b", "link.kind")]
    public void Register_OfWhatCannotBe_IsInvalid(SuccessorKind kind, string from, string to, string field)
    {
        var refused = Assert.Throws<Errors.Invalid>(() => Register(Link(kind, from.Split(' '), to.Split(' '), "2027-04-01")));
        Assert.Equal([field], refused.Violations.Select(one => one.Field));
    }

    [Theory]
    [InlineData("a", "c", "2027-04-01")]
    [InlineData("c", "a", "2028-04-01")]
    [InlineData("b", "d", "2026-04-01")]
    public void Register_ThatDoesNotFitToAnother_IsRefused(string from, string to, string day)
    {
        var known = Register(Link(SuccessorKind.Renamed, ["a"], ["b"], "2027-04-01"));
        Assert.Throws<Errors.Refused>(() => Register(Link(SuccessorKind.Renamed, [from], [to], day), known));
    }

    [Fact]
    public void Register_OfALaterSuccessor_FollowsTheFirst()
    {
        var known = Register(Link(SuccessorKind.Renamed, ["a"], ["b"], "2027-04-01"));
        Assert.Equal(["b"], Register(Link(SuccessorKind.Split, ["b"], ["c", "d"], "2028-04-01"), known).FromIds);
    }

    private static SuccessorLink Register(V1.SuccessorLink link, params SuccessorLink[] others) =>
        SuccessorLink.Register(Guid.NewGuid(), link, ["a", "b", "c", "d"], others);

    private static V1.SuccessorLink Link(SuccessorKind kind, string[] from, string[] to, string day) =>
        new() { Kind = kind, FromIds = { from }, ToIds = { to }, TakesEffectOn = day, Note = "The order of 2026" };
}
