using System.Globalization;
using Jtai.Field;

namespace Jtai.Errors;

/// <summary>
/// Reads the fields of a request and collects everything that is wrong with them, so that a person learns all of it at once.
/// Fields are named as in the proto.
/// </summary>
public sealed class RequestCheck
{
    private readonly List<(string Field, string Message)> violations = [];

    public RequestCheck Refuse(string field, string sentence)
    {
        violations.Add((field, sentence));
        return this;
    }

    public RequestCheck That(bool holds, string field, string sentence) => holds ? this : Refuse(field, sentence);

    /// <summary>Plain text without surrounding white space, free of children's identifiers.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="value">As it was typed.</param>
    /// <param name="called">What a person calls the field, at the start of a sentence, e.g. "The title".</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="required">True where it must not be empty.</param>
    public string Text(string field, string value, string called, int longest, bool required = false)
    {
        var text = value.Trim();
        if (required && text.Length == 0)
        {
            Refuse(field, $"{called} is missing.");
        }
        else if (text.Length > longest)
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"{called} must be {longest:N0} characters or fewer."));
        }
        else if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
        {
            Refuse(field, $"{called} holds characters that are not text.");
        }
        else
        {
            NoNhsNumber(field, text, called);
        }

        return text;
    }

    /// <inheritdoc cref="Text"/>
    public RequestCheck NoNhsNumber(string field, string value, string called) =>
        That(!NhsNumber.IsIn(value), field, NhsNumber.Refusal(called));

    /// <summary>An ISO 8601 date of this century; null for an empty or unreadable one.</summary>
    /// <inheritdoc cref="Text"/>
    public DateOnly? Date(string field, string value, string called)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var date = LondonDates.TryFromIso(value) is { Year: >= 2000 and < 2100 } real ? real : (DateOnly?)null;
        That(date is not null, field, $"{called} must be a real date, such as 2026-11-10.");
        return date;
    }

    /// <summary>An id in its one spelling; empty for what is none.</summary>
    public Guid Id(string field, string value)
    {
        var id = Ids.TryParse(value);
        That(id is not null, field, "Choose one of the list.");
        return id ?? Guid.Empty;
    }

    /// <summary>Demands one of the values that the proto names, and not the unspecified one.</summary>
    public RequestCheck Known<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum =>
        That(Enum.IsDefined(value) && !EqualityComparer<TEnum>.Default.Equals(value, default), field, "Choose one of the list.");

    /// <exception cref="Invalid">Something was refused.</exception>
    public void ThrowIfRefused()
    {
        if (violations.Count > 0)
        {
            throw new Invalid(violations);
        }
    }
}
