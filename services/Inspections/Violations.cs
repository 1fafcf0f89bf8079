using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Inspections;

/// <summary>
/// Everything that is wrong with a request, so that a person learns all of it at once. Fields are named as in the proto.
/// </summary>
public sealed class Violations
{
    private readonly List<(string Field, string Message)> found = [];

    public void Check(bool holds, string field, string message)
    {
        if (!holds)
        {
            found.Add((field, message));
        }
    }

    /// <summary>For what a person writes; the letter's own words are public by law.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="text">As it was typed.</param>
    /// <param name="called">What a person calls the field, at the start of a sentence, e.g. "The theme".</param>
    public void NoNhsNumber(string field, string text, string called) =>
        Check(!NhsNumber.IsIn(text), field, NhsNumber.Refusal(called));

    /// <summary>An ISO 8601 date; null for an empty or unreadable one.</summary>
    public DateOnly? Date(string field, string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var date = LondonDates.TryFromIso(value) is { Year: >= 2000 and < 2100 } real ? real : (DateOnly?)null;
        Check(date is not null, field, "Enter a real date, such as 2026-11-10.");
        return date;
    }

    public DateOnly? RequiredDate(string field, string value, string message)
    {
        Check(value.Length > 0, field, message);
        return Date(field, value);
    }

    /// <exception cref="Invalid">Something was found.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0)
        {
            throw new Invalid(found);
        }
    }
}
