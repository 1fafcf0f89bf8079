using System.Globalization;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Calls;

/// <summary>After a write, the address of a list says what the list must already show: <c>at_least=id@version</c>.</summary>
public static class AtLeastVersion
{
    public const string Parameter = "at_least";

    public static string Of(string id, long version) => string.Create(CultureInfo.InvariantCulture, $"{id}@{version}");

    /// <summary>Null for an address without one, or with one that cannot be read.</summary>
    public static AtLeast? Read(string? text) =>
        text?.Split('@') is [{ Length: > 0 } id, var number]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new AtLeast { AggregateId = id, Version = version }
            : null;
}
