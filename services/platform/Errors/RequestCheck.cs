using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>
    /// Plain text without surrounding white space. An NHS number in it is refused; what else a child could be known by is noted for
    /// <see cref="ChildGuard"/>. Browsers send a line break as two characters; it is kept, and counted, as one.
    /// </summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="value">As it was typed.</param>
    /// <param name="called">What a person calls the field, at the start of a sentence, e.g. "The title".</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="required">True where it must not be empty.</param>
    public string Text(string field, string value, string called, int longest, bool required = false)
    {
        var text = WithoutDoubts(field, value, called, longest, required);
        NoteDoubts(field, text, called);
        return text;
    }

    /// <inheritdoc cref="Text"/>
    internal string WithoutDoubts(string field, string value, string called, int longest, bool required)
    {
        var text = Lines(value).Trim();
        if (required && text.Length == 0)
        {
            Refuse(field, $"Enter {char.ToLowerInvariant(called[0])}{called[1..]}.");
        }
        else if (text.Length > longest)
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"{called} must be {longest:N0} characters or fewer."));
        }
        else
        {
            Legible(field, text, called).That(!NhsNumber.IsIn(text), field, NhsNumber.Refusal(called));
        }

        return text;
    }

    /// <summary>Line breaks as one character each, however they were sent.</summary>
    public static string Lines(string value) =>
        value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>Refuses what no reader can see, and what shows other words, or the same in another order, than were written.</summary>
    /// <inheritdoc cref="Text"/>
    public RequestCheck Legible(string field, string value, string called) =>
        That(!value.Any(IsControl), field, $"{called} holds characters that are not text.")
            .That(!value.Any(TurnsDirection), field, $"{called} holds hidden characters that reverse the order of its letters. Type it again without them.")
            .That(value.Length == 0 || value.EnumerateRunes().Any(IsVisible), field, $"{called} holds only characters that cannot be seen. Type it again.");

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');

    // Embeddings, overrides and isolates. The marks of direction, which right-to-left names need, stay.
    private static bool TurnsDirection(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // The blanks that Unicode calls letters or symbols are seen by nobody either.
    private static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNotAssigned)
        && rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0);

    /// <summary>Refuses an NHS number, and notes what else a child could be known by: for what is no <see cref="Text"/>, as a file's name.</summary>
    /// <inheritdoc cref="Text"/>
    public RequestCheck NoChild(string field, string value, string called)
    {
        NoteDoubts(field, value, called);
        return That(!NhsNumber.IsIn(value), field, NhsNumber.Refusal(called));
    }

    private static void NoteDoubts(string field, string text, string called)
    {
        if (ChildGuard.Current is { } guard && ChildIdentifiers.In(text) is not ChildIdentifier.None and var found)
        {
            guard.Note(new DoubtedText(field, called, found) { Hash = SHA256.HashData(Encoding.UTF8.GetBytes(text)) });
        }
    }

    /// <summary>An ISO 8601 date of this century; null for an empty or unreadable one.</summary>
    /// <inheritdoc cref="Text"/>
    public DateOnly? Date(string field, string value, string called)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var date = LondonDates.TryFromIso(value) is { Year: >= 2000 and < 2100 } real ? real : (DateOnly?)null;
        That(date is not null, field, $"{called} must be a real date, such as 10 November 2026.");
        return date;
    }

    /// <summary>An id in its one spelling; empty for what is none.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="value">As it came.</param>
    /// <param name="called">What is chosen, within a sentence, e.g. "the person".</param>
    public Guid Id(string field, string value, string called)
    {
        var id = Ids.TryParse(value);
        That(id is not null, field, $"Choose {called}.");
        return id ?? Guid.Empty;
    }

    /// <summary>Demands one of the values that the proto names, and not the unspecified one.</summary>
    /// <inheritdoc cref="Id"/>
    public RequestCheck Known<TEnum>(string field, TEnum value, string called)
        where TEnum : struct, Enum =>
        That(Enum.IsDefined(value) && !EqualityComparer<TEnum>.Default.Equals(value, default), field, $"Choose {called}.");

    /// <exception cref="Invalid">Something was refused.</exception>
    public void ThrowIfRefused()
    {
        if (violations.Count > 0)
        {
            throw new Invalid(violations);
        }
    }
}
