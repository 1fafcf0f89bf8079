using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class RegisterTests(PartnersHost host)
{
    [Fact]
    public async Task GetPartnership_AfterProvision_HasItsAgenciesAndVersion()
    {
        var area = await Area.MakeAsync(host);
        var partnership = await host.Client.GetPartnershipAsync(new(), area.AsManager());
        Assert.Equal((area.Id, 4L), (partnership.PartnershipId, partnership.Version));
        Assert.Equal(
            [(area.Charity, false), (area.Council, true), (area.Police, true)],
            partnership.Agencies.Select(partner => (partner.AgencyId, partner.SafeguardingPartner)).Order());
    }

    [Fact]
    public async Task Provision_TakenIdOrCode_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var code = (await host.Client.GetPartnershipAsync(new(), area.AsManager())).Code;
        foreach (var (id, other) in ((string, string)[])[(area.Id, "ZZZ"), ("other-" + area.Id, code)])
        {
            await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.ProvisionPartnershipAsync(
                new() { PartnershipId = id, Name = "Again", Code = other, Area = "Area" }, host.AsOperator()));
        }
    }

    [Fact]
    public async Task Provision_TwiceWithOneKey_IsDoneOnceAndAnsweredAlike()
    {
        var request = new ProvisionPartnershipRequest { PartnershipId = "once-" + Guid.NewGuid().ToString("N")[..8], Name = "Once", Code = Code(), Area = "A" };
        var headers = host.AsOperator();
        Assert.Equal(await host.Client.ProvisionPartnershipAsync(request, headers), await host.Client.ProvisionPartnershipAsync(request, headers));
    }

    [Fact]
    public async Task RegisterAgency_AsAPartOfAnother_IsToldAndOnlyOfOneThatStandsByItself()
    {
        var area = await Area.MakeAsync(host);
        var part = "education-" + area.Id;
        await host.Client.RegisterAgencyAsync(Directorate(part, area.Council), host.AsOperator());

        foreach (var whole in new[] { part, "nobody-" + area.Id, "part-" + area.Id })
        {
            var refusal = await Refusal.OfAsync(host.Client.RegisterAgencyAsync(Directorate("part-" + area.Id, whole), host.AsOperator()));
            Assert.Equal(["part_of_agency_id"], refusal.Fields);
        }

        var agencies = (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Agencies;
        Assert.Equal((area.Council, ""), (Of(part).PartOfAgencyId, Of(area.Council).PartOfAgencyId));
        var events = await host.PullAsync("platform", "actions", events => events.Any(one => one.AggregateId == part));
        Assert.Equal(Of(part), AgencyChanged.Parser.ParseFrom(events.Single(one => one.AggregateId == part).State).Agency);

        V1.Agency Of(string id) => agencies.Single(agency => agency.AgencyId == id);

        static RegisterAgencyRequest Directorate(string id, string whole) =>
            new() { AgencyId = id, Name = "Education", ShortName = "Education", Kind = AgencyKind.CouncilDirectorate, PartOfAgencyId = whole };
    }

    [Fact]
    public async Task AddPartnerAgency_WithStaleVersion_IsAbortedWithTheCurrentOne()
    {
        var area = await Area.MakeAsync(host);
        var trust = await Area.AgencyAsync(host, "trust-" + area.Id, AgencyKind.NhsTrust);
        var refusal = await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
            new() { AgencyId = trust, ExpectedVersion = 1 }, area.AsManager()));
        Assert.Equal((StatusCode.Aborted, 4L), (refusal.Code, refusal.CurrentVersion));
    }

    [Fact]
    public async Task AddPartnerAgency_AtOnceByTwo_LetsOneInAndTellsTheOther()
    {
        var area = await Area.MakeAsync(host);
        var trusts = await Task.WhenAll(
            Area.AgencyAsync(host, "trust-a-" + area.Id, AgencyKind.NhsTrust), Area.AgencyAsync(host, "trust-b-" + area.Id, AgencyKind.NhsTrust));
        var codes = await Task.WhenAll(trusts.Select(trust => Refusal.CodeAsync(host.Client.AddPartnerAgencyAsync(new() { AgencyId = trust, ExpectedVersion = 4 }, area.AsManager()))));
        Assert.Equal([StatusCode.OK, StatusCode.Aborted], codes.Order());
    }

    [Fact]
    public async Task AddPartnerAgency_ByAnOperatorOnceThereIsAManager_IsTheManagersAlone()
    {
        var area = await Area.MakeAsync(host);
        var board = await Area.AgencyAsync(host, "board-" + area.Id, AgencyKind.IntegratedCareBoard);
        foreach (var (agency, safeguarding) in ((string, bool)[])[(board, true), (area.Police, false)])
        {
            var request = new AddPartnerAgencyRequest { PartnershipId = area.Id, AgencyId = agency, SafeguardingPartner = safeguarding, ExpectedVersion = 4 };
            foreach (var caller in (Metadata[])[host.AsOperator(), host.AsRegister()])
            {
                var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AddPartnerAgencyAsync(request, caller));
                Assert.Contains("its manager adds them", refusal.Message, StringComparison.Ordinal);
            }
        }

        await host.Client.AddPartnerAgencyAsync(new() { AgencyId = board, SafeguardingPartner = true, ExpectedVersion = 4 }, area.AsManager());
    }

    [Fact]
    public async Task AddPartnerAgency_UnknownAgency_IsInvalid()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
            new() { AgencyId = "nobody-knows", ExpectedVersion = 4 }, area.AsManager()));
        Assert.Equal(["agency_id"], refusal.Fields);
    }

    [Fact]
    public async Task RegisterPerson_WithATakenIdentity_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        await Area.PersonAsync(host, area.Council, subject);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, Area.PersonAsync(host, area.Police, subject));
    }

    [Fact]
    public async Task ListAgencies_ByAnybodySignedIn_HasAgenciesAndBodies()
    {
        var area = await Area.MakeAsync(host);
        var body = "board-" + area.Id;
        await host.Client.RegisterBodyAsync(new() { BodyId = body, Name = "Board", Kind = BodyKind.Board }, host.AsOperator());
        var across = host.Tokens.AcrossPartnerships(Guid.NewGuid(), area.Police, Capacity.CrossPartnershipLead);
        var register = await host.Client.ListAgenciesAsync(new(), TestTokens.Bearer(across));
        Assert.Contains(area.Police, register.Agencies.Select(agency => agency.AgencyId));
        Assert.Contains(body, register.Bodies.Select(one => one.BodyId));
    }

    [Fact]
    public async Task GetPartnership_FromTheAgencysWorkspace_IsForItsOwnPartnerships()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var token = host.Tokens.ForPerson(Guid.NewGuid(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead);
        Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new() { PartnershipId = area.Id }, TestTokens.Bearer(token))).PartnershipId);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetPartnershipAsync(new() { PartnershipId = other.Id }, TestTokens.Bearer(token)));
    }

    [Fact]
    public async Task Partnership_OfAnotherTenant_IsNotFoundAsOneThatNeverWas()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var manager = area.AsManager();
        var answers = new List<Refusal>();
        foreach (var id in (string[])[other.Id, "never-was", "platform", "agency:" + area.Police])
        {
            answers.Add(await Refusal.OfAsync(host.Client.GetPartnershipAsync(new() { PartnershipId = id }, manager)));
            answers.Add(await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
                new() { PartnershipId = id, AgencyId = area.Police, ExpectedVersion = 4 }, area.AsManager())));
        }

        Assert.Equal((StatusCode.NotFound, "There is no such partnership."), answers.Select(one => (one.Code, one.Message)).Distinct().Single());
    }

    private static string Code() => string.Concat(Random.Shared.GetItems("NOPQRSTUVWXYZ".AsSpan(), 3));
}
