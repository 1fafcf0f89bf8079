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
        return new Agency { AgencyId = request.AgencyId, Name = name, ShortName = shortName, Kind = request.Kind };
    }

    public V1.Agency ToProto() => new() { AgencyId = AgencyId, Name = Name, ShortName = ShortName, Kind = Kind, Version = Version };
}
