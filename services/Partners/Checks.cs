using System.Net.Mail;
using System.Text.RegularExpressions;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Partners;

/// <summary>Collects what is wrong with a request, so that one answer names it all.</summary>
public sealed partial class Checks
{
    private readonly List<(string Field, string Message)> violations = [];

    public Checks That(bool holds, string field, string message)
    {
        if (!holds)
        {
            violations.Add((field, message));
        }

        return this;
    }

    public Checks Slug(string field, string value) =>
        That(SlugPattern().IsMatch(value), field, "Use 2 to 60 small letters, digits and hyphens, beginning with a letter.");

    public Checks Text(string field, string value, int maximum) =>
        That(!string.IsNullOrWhiteSpace(value), field, "Fill this in.")
            .That(value.Length <= maximum, field, $"Use {maximum} characters or fewer.");

    /// <summary>For what a person writes about a partnership's work.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="value">As it was typed.</param>
    /// <param name="called">What a person calls the field, at the start of a sentence, e.g. "The reason".</param>
    public Checks NoNhsNumber(string field, string value, string called) =>
        That(!NhsNumber.IsIn(value), field, NhsNumber.Refusal(called));

    public Checks Known<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum =>
        That(Convert.ToInt32(value, null) != 0 && Enum.IsDefined(value), field, "Choose one of the list.");

    public Checks Email(string field, string value) =>
        That(value.Length <= 254 && MailAddress.TryCreate(value, out var address) && address.Address == value, field,
            "Enter an email address, such as name@example.org.");

    public Checks Id(string field, string value, out Guid id)
    {
        var known = Ids.TryParse(value);
        id = known ?? Guid.Empty;
        return That(known is not null, field, "Choose one of the list.");
    }

    /// <summary>An ISO date; an empty one is null.</summary>
    public Checks Date(string field, string value, out DateOnly? date)
    {
        date = LondonDates.TryFromIso(value);
        return That(value.Length == 0 || date is not null, field, "Enter a real date, such as 2026-11-10.");
    }

    /// <exception cref="Invalid">Something is wrong.</exception>
    public void Demand()
    {
        if (violations.Count > 0)
        {
            throw new Invalid(violations);
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SlugPattern();
}
