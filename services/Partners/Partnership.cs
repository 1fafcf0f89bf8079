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

    /// <summary>Of those of its boards and groups that end.</summary>
    public IReadOnlyDictionary<string, DateOnly> LastDaysOfBodies { get; init; } = new Dictionary<string, DateOnly>();
    public long Version { get; init; } = 1;
    public IReadOnlyList<PartnerAgency> Agencies { get; init; } = [];

    /// <summary>Partner agencies of one partnership, at its provisioning.</summary>
    public const int MostAgencies = 60;

    // The three of Children Act 2004 s.16E, each by at least one agency.
    private static readonly AgencyKind[] Statutory = [AgencyKind.Council, AgencyKind.PoliceForce, AgencyKind.IntegratedCareBoard];

    /// <param name="request">As it came.</param>
    /// <param name="check">Takes what is wrong, to be refused with the rest of the request.</param>
    public static Partnership Provision(ProvisionPartnershipRequest request, RequestCheck check)
    {
        check.Slug("partnership_id", request.PartnershipId)
            .That(request.PartnershipId != TenantId.Platform, "partnership_id", "Choose another name: this one is the platform's own.");
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        check.That(CodePattern().IsMatch(request.Code), "code", "Use three capital letters, such as HSK.");
        var area = check.Text("area", request.Area, "The area", 100, required: true);
        check.That(request.BodyIds.Distinct().Count() == request.BodyIds.Count, "body_ids", "Name each body once.")
            .That(
                request.Agencies.Count <= MostAgencies && request.Agencies.DistinctBy(one => one.AgencyId).Count() == request.Agencies.Count,
                "agencies", $"Choose each agency once, and {MostAgencies} at most.");
        return new Partnership
        {
            PartnershipId = request.PartnershipId,
            Name = name,
            Code = request.Code,
            Area = area,
            BodyIds = [.. request.BodyIds],
            Agencies = [.. request.Agencies],
        };
    }

    /// <summary>The three safeguarding partners are there, and everybody named is registered.</summary>
    /// <param name="registered">Those of the named agencies that are, by id.</param>
    /// <exception cref="Invalid">Somebody is missing, or is no safeguarding partner.</exception>
    public void DemandAgencies(IReadOnlyDictionary<string, Agency> registered)
    {
        if (Agencies.Count == 0)
        {
            return;
        }

        var safeguarding = Agencies.Where(one => one.SafeguardingPartner).Select(one => registered.GetValueOrDefault(one.AgencyId)).OfType<Agency>().ToArray();
        new RequestCheck()
            .That(Agencies.All(one => registered.ContainsKey(one.AgencyId)), "agencies", "Register these agencies first.")
            .That(safeguarding.All(one => one.CanBeSafeguardingPartner), "agencies",
                "Only the council, the police force and the integrated care board are safeguarding partners. Choose the others as other partners.")
            .That(Statutory.All(kind => safeguarding.Any(one => one.Kind == kind)), "agencies",
                "Choose a council, a police force and an integrated care board as safeguarding partners.")
            .ThrowIfRefused();
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
            throw new Refused(safeguardingPartner ? "This agency is already a safeguarding partner here." : "This agency is already a partner here, and not a safeguarding partner.");
        }

        var others = Agencies.Where(partner => partner.AgencyId != agency.AgencyId);
        return this with
        {
            Agencies = [.. others, new PartnerAgency { AgencyId = agency.AgencyId, SafeguardingPartner = safeguardingPartner }],
            Version = Version + 1,
        };
    }

    /// <summary>Takes an agency out of the partners; what plans say of it stays.</summary>
    public Partnership WithoutPartner(string agencyId) =>
        this with { Agencies = [.. Agencies.Where(partner => partner.AgencyId != agencyId)], Version = Version + 1 };

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
