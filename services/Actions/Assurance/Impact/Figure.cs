using System.Globalization;
using System.Text.RegularExpressions;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>A number as people type it and as it is shown: at most 12 digits before the point and 4 behind it.</summary>
public static partial class Figure
{
    private const decimal FewestShown = 5;

    /// <summary>Null where none is given, or it cannot be read.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="value">As it came.</param>
    /// <param name="called">What a person calls the field, at the start of a sentence.</param>
    /// <param name="countsPeople">True where it has to be a whole number from 0.</param>
    /// <param name="check">Collects what is refused.</param>
    public static decimal? Read(string field, string value, string called, bool countsPeople, RequestCheck check)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var figure = Typed().IsMatch(value) ? decimal.Parse(value, NumberStyles.Number, CultureInfo.InvariantCulture) : (decimal?)null;
        check.That(figure is not null, field, $"{called} must be a number, such as 12 or 12.5, of at most 12 digits and 4 decimal places.")
            .That(
                !countsPeople || figure is null || (figure >= 0 && decimal.IsInteger(figure.Value)),
                field,
                $"{called} counts people: it must be a whole number, such as 12.");
        return figure;
    }

    public static string ToText(decimal? figure) => figure?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// As public and committee papers show it: where it counts people, so few that a child might be known by it are not said.
    /// </summary>
    public static string InPapers(decimal figure, string unit, bool countsPeople)
    {
        var shown = countsPeople && figure < FewestShown ? "fewer than 5" : ToText(figure);
        return unit.Length == 0 ? shown : $"{shown} {unit}";
    }

    [GeneratedRegex(@"\A-?[0-9]{1,12}(\.[0-9]{1,4})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Typed();
}
