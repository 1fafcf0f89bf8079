using Jtai.Errors;
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
        var check = new RequestCheck().Slug("body_id", request.BodyId);
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        check.Known("kind", request.Kind, "what kind of body it is").ThrowIfRefused();
        return new Body { BodyId = request.BodyId, Name = name, Kind = request.Kind };
    }

    public V1.Body ToProto() => new() { BodyId = BodyId, Name = Name, Kind = Kind, Version = Version };
}
