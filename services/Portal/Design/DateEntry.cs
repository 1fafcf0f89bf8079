using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Design;

/// <summary>A date as typed into three boxes. A month may be a number, a name or its first three letters.</summary>
public sealed class DateEntry
{
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

    /// <summary>The date, or null after adding to ModelState what is wrong with it, in GOV.UK's words.</summary>
    /// <param name="key">The property's name; the error goes to the first box that is wrong.</param>
    /// <param name="called">As it reads within a sentence: "due date".</param>
    public DateOnly? Read(ModelStateDictionary errors, string key, string called)
    {
        string?[] typed = [Day?.Trim(), Month?.Trim(), Year?.Trim()];
        string[] parts = ["day", "month", "year"];
        var missing = parts.Where((_, i) => string.IsNullOrEmpty(typed[i])).ToList();
        if (missing.Count == 3)
        {
            return Wrong(errors, $"{key}.Day", $"Enter the {called}");
        }

        if (missing.Count > 0)
        {
            var first = char.ToUpperInvariant(missing[0][0]) + missing[0][1..];
            return Wrong(errors, $"{key}.{first}", $"{Sentence(called)} must include a {string.Join(" and ", missing)}");
        }

        if (!Number(typed[2], out var year) || year is < 1000 or > 9999)
        {
            return Wrong(errors, $"{key}.Year", $"Year of the {called} must have 4 numbers, like 2027");
        }

        if (MonthNumber(typed[1]!) is { } month && Number(typed[0], out var day)
            && day >= 1 && day <= DateTime.DaysInMonth(year, month))
        {
            return new DateOnly(year, month, day);
        }

        return Wrong(errors, $"{key}.Day", $"{Sentence(called)} must be a real date");
    }

    /// <summary>True where nothing was typed into any box.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Day) && string.IsNullOrWhiteSpace(Month) && string.IsNullOrWhiteSpace(Year);

    /// <summary>As <see cref="Read"/>, for a date that may be left out.</summary>
    public DateOnly? ReadOptional(ModelStateDictionary errors, string key, string called) =>
        IsEmpty ? null : Read(errors, key, called);

    private static int? MonthNumber(string typed)
    {
        if (Number(typed, out var number))
        {
            return number is >= 1 and <= 12 ? number : null;
        }

        var names = CultureInfo.GetCultureInfo("en-GB").DateTimeFormat.MonthNames;
        var index = Array.FindIndex(names, name => name.Length > 0
            && (name.Equals(typed, StringComparison.OrdinalIgnoreCase) || name[..3].Equals(typed, StringComparison.OrdinalIgnoreCase)));
        return index < 0 ? null : index + 1;
    }

    private static bool Number(string? typed, out int number) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static DateOnly? Wrong(ModelStateDictionary errors, string key, string words)
    {
        errors.AddModelError(key, words);
        return null;
    }
}
