using System.Globalization;
using Jtai.Field;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Design;

/// <summary>A date as typed into three boxes. A month may be a number or a name, whole or shortened; a day may be "1st".</summary>
public sealed class DateEntry
{
    internal static readonly string[] Parts = ["Day", "Month", "Year"];
    private static readonly string[] Ordinals = ["st", "nd", "rd", "th"];

    public string? Day { get; set; }

    public string? Month { get; set; }

    public string? Year { get; set; }

    public string? this[string part] => part switch { "Day" => Day, "Month" => Month, _ => Year };

    public static DateEntry Of(DateOnly date) => new()
    {
        Day = date.Day.ToString(CultureInfo.InvariantCulture),
        Month = date.Month.ToString(CultureInfo.InvariantCulture),
        Year = date.Year.ToString(CultureInfo.InvariantCulture),
    };

    /// <param name="iso">Empty, or no date, fills no box.</param>
    public static DateEntry OfIso(string iso) => LondonDates.TryFromIso(iso) is { } date ? Of(date) : new();

    /// <summary>The boxes that are wrong; none where the date as a whole is.</summary>
    internal IReadOnlyList<string> WrongParts { get; private set; } = [];

    /// <summary>True once it was read and is no date.</summary>
    public bool IsWrong => WrongParts.Count > 0;

    /// <summary>The date, or null after adding to ModelState what is wrong with it, in GOV.UK's words.</summary>
    /// <param name="errors">The page's ModelState.</param>
    /// <param name="key">The property's name.</param>
    /// <param name="called">As it reads within a sentence: "due date".</param>
    public DateOnly? Read(ModelStateDictionary errors, string key, string called)
    {
        string?[] typed = [Day?.Trim(), Month?.Trim(), Year?.Trim()];
        var missing = Parts.Where((_, i) => string.IsNullOrEmpty(typed[i])).ToList();
        if (missing.Count == 3)
        {
            return Wrong(errors, key, $"Enter the {called}", Parts);
        }

        if (missing.Count > 0)
        {
            return Wrong(errors, key, $"{Sentence(called)} must include a {string.Join(" and ", missing.Select(part => part.ToLowerInvariant()))}", missing);
        }

        if (!Number(typed[2], out var year) || year is < 1000 or > 9999)
        {
            return Wrong(errors, key, $"Year of the {called} must have 4 numbers, like 2027", ["Year"]);
        }

        if (MonthNumber(typed[1]!) is not { } month)
        {
            return Wrong(errors, key, $"{Sentence(called)} must be a real date. Enter the month as a number or a name, like 9 or September", ["Month"]);
        }

        return DayNumber(typed[0]!) is { } day && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : Wrong(errors, key, $"{Sentence(called)} must be a real date", Parts);
    }

    /// <summary>
    /// The date as services take it: ISO 8601, empty where none was typed and none need be. Of one that cannot be read the page
    /// says so, and the services are sent what they refuse too: they save nothing, and say what else is wrong with the form.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public string ReadIso(ModelStateDictionary errors, string key, string called, bool required = false) =>
        IsEmpty && !required ? "" : Read(errors, key, called)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "unreadable";

    /// <summary>True where nothing was typed into any box.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Day) && string.IsNullOrWhiteSpace(Month) && string.IsNullOrWhiteSpace(Year);

    private static int? MonthNumber(string typed)
    {
        if (Number(typed, out var number))
        {
            return number is >= 1 and <= 12 ? number : null;
        }

        // "Sep", "Sept." and "September": three letters or more of its name.
        var letters = typed.TrimEnd('.');
        var names = CultureInfo.GetCultureInfo("en-GB").DateTimeFormat.MonthNames;
        var index = letters.Length < 3 ? -1 : Array.FindIndex(names, name => name.StartsWith(letters, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index + 1;
    }

    private static int? DayNumber(string typed)
    {
        var digits = Ordinals.FirstOrDefault(end => typed.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } ordinal ? typed[..^ordinal.Length] : typed;
        return Number(digits.TrimEnd(), out var number) ? number : null;
    }

    private static bool Number(string? typed, out int number) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private DateOnly? Wrong(ModelStateDictionary errors, string key, string words, IReadOnlyList<string> parts)
    {
        WrongParts = parts;
        errors.AddModelError(key, words);
        return null;
    }
}
