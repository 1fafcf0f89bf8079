using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>A board, committee, sub-group or statutory partnership of the global register; it may span partnerships.</summary>
public sealed record Body
{
    public required string BodyId { get; init; }
    public required string Name { get; init; }
    public required BodyKind Kind { get; init; }
    public long Version { get; init; } = 1;

    public static Body Register(RegisterBodyRequest request)
    {
        new Checks()
            .Slug("body_id", request.BodyId)
            .Text("name", request.Name, 200)
            .Known("kind", request.Kind)
            .Demand();
        return new Body { BodyId = request.BodyId, Name = request.Name, Kind = request.Kind };
    }

    public V1.Body ToProto() => new() { BodyId = BodyId, Name = Name, Kind = Kind, Version = Version };
}
