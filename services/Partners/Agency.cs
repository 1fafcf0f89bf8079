using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>An organisation of the global register.</summary>
public sealed record Agency
{
    public required string AgencyId { get; init; }
    public required string Name { get; init; }
    public required string ShortName { get; init; }
    public required AgencyKind Kind { get; init; }

    /// <summary>The agency that it is a part of, e.g. the council of a directorate; empty where it stands by itself.</summary>
    public string PartOfAgencyId { get; init; } = "";
    public long Version { get; init; } = 1;

    /// <summary>Kinds that can be one of the three statutory safeguarding partners (Children Act 2004 s.16E).</summary>
    public bool CanBeSafeguardingPartner => CanKindBeSafeguardingPartner(Kind);

    public static bool CanKindBeSafeguardingPartner(AgencyKind kind) =>
        kind is AgencyKind.Council or AgencyKind.PoliceForce or AgencyKind.IntegratedCareBoard;

    public static Agency Register(RegisterAgencyRequest request)
    {
        var check = new RequestCheck().Slug("agency_id", request.AgencyId);
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        var shortName = check.Text("short_name", request.ShortName, "The short name", 40, required: true);
        check.Known("kind", request.Kind, "what kind of agency it is").ThrowIfRefused();
        return new Agency
        {
            AgencyId = request.AgencyId,
            Name = name,
            ShortName = shortName,
            Kind = request.Kind,
            PartOfAgencyId = request.PartOfAgencyId,
        };
    }

    /// <summary>A part is of an agency that stands by itself: two of them are one organisation at one look.</summary>
    /// <param name="whole">The agency that it is said to be a part of; null where it is not registered.</param>
    /// <exception cref="Invalid">It is not registered, or itself a part.</exception>
    public void RequireWhole(Agency? whole) => new RequestCheck()
        .That(
            PartOfAgencyId.Length == 0 || (whole is not null && whole.PartOfAgencyId.Length == 0),
            "part_of_agency_id",
            "Choose a registered agency that is not itself a part of another.")
        .ThrowIfRefused();

    public V1.Agency ToProto() => new()
    {
        AgencyId = AgencyId,
        Name = Name,
        ShortName = ShortName,
        Kind = Kind,
        PartOfAgencyId = PartOfAgencyId,
        Version = Version,
    };
}
