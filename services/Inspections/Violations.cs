using Jtai.ServiceDefaults;

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
