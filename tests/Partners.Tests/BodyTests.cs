using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Boards and groups that a partnership keeps itself.</summary>
[Collection(PartnersCollection.Name)]
public sealed class BodyTests(PartnersHost host)
{
    private static readonly SaveBodyRequest Group = new() { Name = "Exploitation & missing group", Kind = BodyKind.SubGroup, Cycle = "Every second month", ClearDays = 5, ReplyDays = 10 };

    [Fact]
    public async Task SaveBody_New_FollowsThePlanAndIsTold()
    {
        var area = await Area.MakeAsync(host);
        var saved = await host.Client.SaveBodyAsync(Group, area.AsManager());
        var partnership = await host.Client.GetPartnershipAsync(new(), area.AsManager());
        Assert.Equal(([area.Group, saved.BodyId], 5L), (partnership.BodyIds, partnership.Version));
        Assert.Matches($"^{partnership.Code.ToLowerInvariant()}-[0-9a-f]{{8}}$", saved.BodyId);
        var body = (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Bodies.Single(one => one.BodyId == saved.BodyId);
        Assert.Equal((Group.Name, Group.Kind, "Every second month", 5, 10, area.Id), (body.Name, body.Kind, body.Cycle, body.ClearDays, body.ReplyDays, body.KeptByPartnershipId));
        var told = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == saved.BodyId));
        Assert.Equal(body, BodyChanged.Parser.ParseFrom(told.Single(one => one.AggregateId == saved.BodyId).State).Body);
    }

    [Fact]
    public async Task SaveBody_Again_ChangesItOnTheVersionSeen()
    {
        var area = await Area.MakeAsync(host);
        var saved = await host.Client.SaveBodyAsync(Group, area.AsManager());
        var change = new SaveBodyRequest(Group) { BodyId = saved.BodyId, ReplyDays = 15, ExpectedVersion = 1 };
        Assert.Equal(2, (await host.Client.SaveBodyAsync(change, area.AsManager())).Version);
        Assert.Equal(2, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.SaveBodyAsync(new(change) { ReplyDays = 20 }, area.AsManager()))).CurrentVersion);
        var body = (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Bodies.Single(one => one.BodyId == saved.BodyId);
        Assert.Equal((15, 2L), (body.ReplyDays, body.Version));
    }

    [Fact]
    public async Task SaveBody_ThatSomebodyElseKeeps_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var own = await host.Client.SaveBodyAsync(Group, area.AsManager());
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.SaveBodyAsync(new(Group) { BodyId = area.Group, ExpectedVersion = 1 }, area.AsManager()));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.SaveBodyAsync(new(Group) { BodyId = own.BodyId, ExpectedVersion = 1 }, host.AsOperator()));
        Assert.Equal(2, (await host.Client.SaveBodyAsync(new(Group) { BodyId = area.Group, ExpectedVersion = 1 }, host.AsOperator())).Version);
    }

    [Fact]
    public async Task SaveBody_WithALastDay_EndsAndTakesNoChairBeyondIt()
    {
        var area = await Area.MakeAsync(host);
        var saved = await host.Client.SaveBodyAsync(Group, area.AsManager());
        var today = host.Clock.Today();
        var last = today.AddDays(30);
        var end = new SaveBodyRequest(Group) { BodyId = saved.BodyId, EndsOn = last.ToIso(), ExpectedVersion = 1 };
        var chair = new AppointRequest { PersonId = await Area.PersonAsync(host, area.Police), Capacity = Capacity.SubGroupChair, BodyId = saved.BodyId };
        var appointment = await host.Client.AppointAsync(chair, area.AsManager());
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveBodyAsync(end, area.AsManager()));
        Assert.Equal("Somebody chairs it after that day. End that role by then first, or choose a later day.", refusal.Sentences["ends_on"]);

        await host.Client.EndAppointmentAsync(new() { AppointmentId = appointment.AppointmentId, EndsOn = last.ToIso(), ExpectedVersion = 1 }, area.AsManager());
        await host.Client.SaveBodyAsync(end, area.AsManager());
        var body = (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Bodies.Single(one => one.BodyId == saved.BodyId);
        Assert.Equal(end.EndsOn, body.EndsOn);
        var told = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == saved.BodyId && one.Version == 2));
        Assert.Equal(body, BodyChanged.Parser.ParseFrom(told.Last(one => one.AggregateId == saved.BodyId).State).Body);

        var another = new AppointRequest(chair) { PersonId = await Area.PersonAsync(host, area.Police) };
        Assert.Equal(["body_id"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AppointAsync(another, area.AsManager()))).Fields);
        await host.Client.AppointAsync(new(another) { EndsOn = last.ToIso() }, area.AsManager());

        // It goes on.
        await host.Client.SaveBodyAsync(new(end) { EndsOn = "", ExpectedVersion = 2 }, area.AsManager());
        await host.Client.AppointAsync(new(another) { PersonId = await Area.PersonAsync(host, area.Police) }, area.AsManager());
    }

    [Fact]
    public async Task SaveBody_WithALastDayForOneThatPartnershipsShare_IsInvalid()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.SaveBodyAsync(new(Group) { BodyId = area.Group, EndsOn = host.Clock.Today().ToIso(), ExpectedVersion = 1 }, host.AsOperator()));
        Assert.Equal(["ends_on"], refusal.Fields);
    }

    [Fact]
    public async Task SaveBody_OfAnotherPartnership_IsNotFound()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var theirs = await host.Client.SaveBodyAsync(Group, other.AsManager());
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.SaveBodyAsync(new(Group) { BodyId = theirs.BodyId, ExpectedVersion = 1 }, area.AsManager()));
    }

    [Fact]
    public async Task Bodies_ThatAPartnershipKeeps_AreItsOwnToKnowAndItsSuccessors()
    {
        var (area, other, heir) = (await Area.MakeAsync(host), await Area.MakeAsync(host), await Area.MakeAsync(host));
        var saved = await host.Client.SaveBodyAsync(Group, area.AsManager());
        await host.Client.RegisterSuccessionAsync(
            new()
            {
                FromPartnershipId = area.Id, To = { new Successor { PartnershipId = heir.Id, CouncilAgencyId = heir.Council } },
                TakesEffectOn = host.Clock.Today().AddDays(1).ToIso(), Order = "The order",
            },
            host.AsOperator());
        async Task<bool> SeesAsync(string bodyId, Metadata headers) =>
            (await host.Client.ListAgenciesAsync(new(), headers)).Bodies.Any(one => one.BodyId == bodyId);
        Metadata Workspace() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead));

        Assert.True(await SeesAsync(saved.BodyId, area.AsManager()));
        foreach (var headers in (Metadata[])[other.AsManager(), heir.AsManager(), host.AsOperator(), Workspace()])
        {
            Assert.False(await SeesAsync(saved.BodyId, headers));
        }

        // What several partnerships share is the register's.
        Assert.True(await SeesAsync(area.Group, other.AsManager()) && await SeesAsync(area.Group, host.AsOperator()));
        Assert.Equal([area.Group], (await host.Client.GetPartnershipAsync(new() { PartnershipId = area.Id }, host.AsOperator())).BodyIds);
        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(1)))
        {
            Assert.True(await SeesAsync(saved.BodyId, heir.AsManager()));
            Assert.False(await SeesAsync(saved.BodyId, other.AsManager()));
        }
    }

    [Fact]
    public async Task SaveBody_OfANameThatIsTaken_IsInvalid()
    {
        var area = await Area.MakeAsync(host);
        await host.Client.SaveBodyAsync(Group, area.AsManager());
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveBodyAsync(new(Group) { ClearDays = 3 }, area.AsManager()));
        Assert.Equal(["name"], refusal.Fields);
    }

    [Fact]
    public async Task SaveBody_WithoutWhatItNeeds_SaysAllOfIt()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveBodyAsync(
            new() { Cycle = new string('x', 101), ClearDays = 91, ReplyDays = -1 }, area.AsManager()));
        Assert.Equal(["clear_days", "cycle", "kind", "name", "reply_days"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SaveBody_WithTheNameOfAnother_IsRefusedWhetherItIsNewOrRenamed()
    {
        var area = await Area.MakeAsync(host);
        await host.Client.SaveBodyAsync(Group, area.AsManager());
        var other = await host.Client.SaveBodyAsync(new(Group) { Name = "Another group" }, area.AsManager());

        await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveBodyAsync(new(Group) { Name = Group.Name.ToUpperInvariant() }, area.AsManager()));
        await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.SaveBodyAsync(new(Group) { Name = Group.Name, BodyId = other.BodyId, ExpectedVersion = 1 }, area.AsManager()));
        await host.Client.SaveBodyAsync(new(Group) { Name = "Another Group", BodyId = other.BodyId, ExpectedVersion = 1 }, area.AsManager());
    }

    [Fact]
    public async Task SaveBody_TwoAtOnce_KeepsBoth()
    {
        var area = await Area.MakeAsync(host);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number =>
            host.Client.SaveBodyAsync(new(Group) { Name = $"Group {(char)('A' + number)}" }, area.AsManager()).ResponseAsync));
        Assert.Equal(4, (await host.Client.GetPartnershipAsync(new(), area.AsManager())).BodyIds.Count);
    }
}
