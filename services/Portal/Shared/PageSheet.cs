using System.Globalization;

namespace Jtai.Portal.Shared;

/// <summary>Which page of a list an address asks for.</summary>
public static class PageSheet
{
    public const string Parameter = "sheet";

    /// <summary>From 1; what cannot be read is the first.</summary>
    public static int Read(string? sheet) =>
        int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1;

    public static int CountOf(int items, int pageSize) => (items + pageSize - 1) / pageSize;
}
