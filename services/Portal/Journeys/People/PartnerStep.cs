using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.People;

/// <summary>One change of a partner agency, on the version of the partnership that its person saw.</summary>
public abstract class PartnerStep(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("partnership", person, time)
{
    public PartnerAgency Partner { get; private set; } = new();

    public string AgencyId => Partner.AgencyId;

    public string Name { get; private set; } = "";

    protected PartnershipCalls Calls => calls;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var members = await reader.ReadAnewAsync(ct);
        Partner = members.Partner(id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such partner agency."));
        Name = members.AgencyName(id);
        return members.Version;
    }

    protected override string AddressOf(string id) => Addresses.People(Partnership);
}
