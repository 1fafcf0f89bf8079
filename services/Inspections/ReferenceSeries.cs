using System.Globalization;

namespace Jtai.Inspections;

/// <summary>
/// Where the references of a partnership's inspections or findings have come to in one year, e.g. HSK-2026-F12. References
/// never change and no number is given twice.
/// </summary>
/// <param name="Code">The partnership's code.</param>
/// <param name="Kind">I for inspections, F for findings.</param>
/// <param name="Year">Year of the inspection.</param>
/// <param name="Last">The number given last; 0 for none.</param>
public sealed record ReferenceSeries(string Code, char Kind, int Year, int Last)
{
    public const char Inspections = 'I';
    public const char Findings = 'F';

    public string Name => NameOf(Kind, Year);

    public static string NameOf(char kind, int year) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{year}");

    /// <summary>The series that an inspection's findings continue.</summary>
    public static ReferenceSeries ForFindings(Inspection inspection, int last) =>
        new(inspection.Reference.Split('-')[0], Findings, inspection.Year, last);

    /// <summary>The nth reference that is free, from 0.</summary>
    public string Next(int nth = 0) => string.Create(CultureInfo.InvariantCulture, $"{Code}-{Year}-{Kind}{Last + 1 + nth:D2}");
}
