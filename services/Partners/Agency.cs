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
        new Checks()
            .Slug("agency_id", request.AgencyId)
            .Text("name", request.Name, 200)
            .Text("short_name", request.ShortName, 40)
            .Known("kind", request.Kind)
            .Demand();
        return new Agency { AgencyId = request.AgencyId, Name = request.Name, ShortName = request.ShortName, Kind = request.Kind };
    }

    public V1.Agency ToProto() => new() { AgencyId = AgencyId, Name = Name, ShortName = ShortName, Kind = Kind, Version = Version };
}
