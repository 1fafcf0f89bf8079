using System.Text.RegularExpressions;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>The agencies of one area that answer an inspection together; each is a tenant.</summary>
public sealed partial record Partnership
{
    public required string PartnershipId { get; init; }
    public required string Name { get; init; }
    public required string Code { get; init; }
    public required string Area { get; init; }
    public string[] BodyIds { get; init; } = [];
    public long Version { get; init; } = 1;
    public IReadOnlyList<PartnerAgency> Agencies { get; init; } = [];

    public static Partnership Provision(ProvisionPartnershipRequest request)
    {
        var check = new RequestCheck()
            .Slug("partnership_id", request.PartnershipId)
            .That(request.PartnershipId != TenantId.Platform, "partnership_id", "Choose another name: this one is the platform's own.");
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        check.That(CodePattern().IsMatch(request.Code), "code", "Use three capital letters, such as HSK.");
        var area = check.Text("area", request.Area, "The area", 100, required: true);
        check.That(request.BodyIds.Distinct().Count() == request.BodyIds.Count, "body_ids", "Name each body once.").ThrowIfRefused();
        return new Partnership
        {
            PartnershipId = request.PartnershipId,
            Name = name,
            Code = request.Code,
            Area = area,
            BodyIds = [.. request.BodyIds],
        };
    }

    /// <exception cref="Refused">It is called so already.</exception>
    public Partnership Rename(string to)
    {
        var check = new RequestCheck();
        var name = check.Text("name", to, "The name of the partnership", 200, required: true);
        check.ThrowIfRefused();
        return name != Name
            ? this with { Name = name, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the partnership has this name already.");
    }

    public bool HasPartner(string agencyId) => Agencies.Any(partner => partner.AgencyId == agencyId);

    public bool HasSafeguardingPartner(string agencyId) =>
        Agencies.Any(partner => partner.AgencyId == agencyId && partner.SafeguardingPartner);

    /// <summary>Makes the agency a partner, or changes whether it is one of the safeguarding partners.</summary>
    public Partnership WithPartner(Agency agency, bool safeguardingPartner)
    {
        if (safeguardingPartner && !agency.CanBeSafeguardingPartner)
        {
            throw new Refused(
                "Only the council, the police force and the integrated care board are safeguarding partners. Add this agency as another partner.");
        }

        if (Agencies.Any(partner => partner.AgencyId == agency.AgencyId && partner.SafeguardingPartner == safeguardingPartner))
        {
            throw new Refused("This agency is already a partner of the partnership.");
        }

        var others = Agencies.Where(partner => partner.AgencyId != agency.AgencyId);
        return this with
        {
            Agencies = [.. others, new PartnerAgency { AgencyId = agency.AgencyId, SafeguardingPartner = safeguardingPartner }],
            Version = Version + 1,
        };
    }

    public V1.Partnership ToProto()
    {
        var proto = new V1.Partnership { PartnershipId = PartnershipId, Name = Name, Code = Code, Area = Area, Version = Version };
        proto.Agencies.AddRange(Agencies);
        proto.BodyIds.AddRange(BodyIds);
        return proto;
    }

    public PartnershipChanged ToEvent() => new() { Partnership = ToProto() };

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CodePattern();
}
