namespace Jtai.Errors;

/// <summary>Ids of records as the protos write them. What is not an id names nothing: all such answers are alike.</summary>
public static class Ids
{
    /// <exception cref="NotFound">Not an id.</exception>
    public static Guid Parse(string what, string value) => TryParse(value) ?? throw new NotFound(what);

    /// <summary>Null where it is not an id in its one spelling: lower case, without anything around it.</summary>
    public static Guid? TryParse(string value) =>
        Guid.TryParseExact(value, "D", out var id) && id.ToString() == value ? id : null;
}
