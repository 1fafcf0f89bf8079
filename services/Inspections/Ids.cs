using Jtai.ServiceDefaults;

namespace Jtai.Inspections;

/// <summary>Ids as the protos write them. What is not an id names nothing, so all such answers are alike.</summary>
public static class Ids
{
    /// <exception cref="NotFound">Not an id.</exception>
    public static Guid Parse(string what, string value) =>
        Guid.TryParseExact(value, "D", out var id) ? id : throw new NotFound(what);
}
