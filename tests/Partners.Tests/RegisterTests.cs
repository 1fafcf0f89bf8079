using Grpc.Core;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class RegisterTests(PartnersHost host)
{
    [Fact]
    public async Task GetPartnership_AfterProvision_HasItsAgenciesAndVersion()
    {
        var area = await Area.MakeAsync(host);
        var partnership = await host.Client.GetPartnershipAsync(new(), PartnersHost.With(area.ManagerToken));
        Assert.Equal((area.Id, 4L), (partnership.PartnershipId, partnership.Version));
        Assert.Equal(
            [(area.Charity, false), (area.Council, true), (area.Police, true)],
            partnership.Agencies.Select(partner => (partner.AgencyId, partner.SafeguardingPartner)).Order());
    }

    [Fact]
    public async Task Provision_TakenIdOrCode_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var code = (await host.Client.GetPartnershipAsync(new(), PartnersHost.With(area.ManagerToken))).Code;
        foreach (var (id, other) in ((string, string)[])[(area.Id, "ZZZ"), ("other-" + area.Id, code)])
        {
            var refusal = await Refusal.OfAsync(host.Client.ProvisionPartnershipAsync(
                new() { PartnershipId = id, Name = "Again", Code = other, Area = "Area" }, host.AsOperator()));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
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
    public async Task AddPartnerAgency_WithStaleVersion_IsAbortedWithTheCurrentOne()
    {
        var area = await Area.MakeAsync(host);
        var trust = await Area.AgencyAsync(host, "trust-" + area.Id, AgencyKind.NhsTrust);
        var refusal = await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
            new() { AgencyId = trust, ExpectedVersion = 1 }, PartnersHost.With(area.ManagerToken)));
        Assert.Equal((StatusCode.Aborted, "4"), (refusal.Code, refusal.CurrentVersion));
    }

    [Fact]
    public async Task AddPartnerAgency_AtOnceByTwo_LetsOneInAndTellsTheOther()
    {
        var area = await Area.MakeAsync(host);
        var trusts = await Task.WhenAll(
            Area.AgencyAsync(host, "trust-a-" + area.Id, AgencyKind.NhsTrust), Area.AgencyAsync(host, "trust-b-" + area.Id, AgencyKind.NhsTrust));
        var codes = await Task.WhenAll(trusts.Select(async trust =>
        {
            try
            {
                await host.Client.AddPartnerAgencyAsync(new() { AgencyId = trust, ExpectedVersion = 4 }, PartnersHost.With(area.ManagerToken));
                return StatusCode.OK;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode;
            }
        }));
        Assert.Equal([StatusCode.OK, StatusCode.Aborted], codes.Order());
    }

    [Fact]
    public async Task AddPartnerAgency_UnknownAgency_IsInvalid()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
            new() { AgencyId = "nobody-knows", ExpectedVersion = 4 }, PartnersHost.With(area.ManagerToken)));
        Assert.Equal(["agency_id"], refusal.Fields);
    }

    [Fact]
    public async Task RegisterPerson_WithATakenIdentity_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        await Area.PersonAsync(host, area.Council, subject);
        var failure = await Assert.ThrowsAsync<RpcException>(() => Area.PersonAsync(host, area.Police, subject));
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
    }

    [Fact]
    public async Task ListAgencies_ByAnybodySignedIn_HasAgenciesAndBodies()
    {
        var area = await Area.MakeAsync(host);
        var body = "board-" + area.Id;
        await host.Client.RegisterBodyAsync(new() { BodyId = body, Name = "Board", Kind = BodyKind.Board }, host.AsOperator());
        var across = host.Mint(new()
        {
            ["sub"] = Guid.NewGuid().ToString(), ["agency"] = area.Police, ["across"] = "true", ["cap"] = nameof(Capacity.CrossPartnershipLead),
        });
        var register = await host.Client.ListAgenciesAsync(new(), PartnersHost.With(across));
        Assert.Contains(area.Police, register.Agencies.Select(agency => agency.AgencyId));
        Assert.Contains(body, register.Bodies.Select(one => one.BodyId));
    }

    [Fact]
    public async Task GetPartnership_FromTheAgencysWorkspace_IsForItsOwnPartnerships()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var token = host.PersonToken(Guid.NewGuid().ToString(), "agency:" + area.Police, area.Police, Capacity.CrossPartnershipLead);
        Assert.Equal(area.Id, (await host.Client.GetPartnershipAsync(new() { PartnershipId = area.Id }, PartnersHost.With(token))).PartnershipId);
        var refusal = await Refusal.OfAsync(host.Client.GetPartnershipAsync(new() { PartnershipId = other.Id }, PartnersHost.With(token)));
        Assert.Equal(StatusCode.NotFound, refusal.Code);
    }

    [Fact]
    public async Task Partnership_OfAnotherTenant_IsNotFoundAsOneThatNeverWas()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var manager = PartnersHost.With(area.ManagerToken);
        var answers = new List<Refusal>();
        foreach (var id in (string[])[other.Id, "never-was", "platform", "agency:" + area.Police])
        {
            answers.Add(await Refusal.OfAsync(host.Client.GetPartnershipAsync(new() { PartnershipId = id }, manager)));
            answers.Add(await Refusal.OfAsync(host.Client.AddPartnerAgencyAsync(
                new() { PartnershipId = id, AgencyId = area.Police, ExpectedVersion = 4 }, PartnersHost.With(area.ManagerToken))));
        }

        Assert.Equal((StatusCode.NotFound, "There is no such partnership."), answers.Select(one => (one.Code, one.Message)).Distinct().Single());
    }

    private static string Code() => string.Concat(Random.Shared.GetItems("NOPQRSTUVWXYZ".AsSpan(), 3));
}
