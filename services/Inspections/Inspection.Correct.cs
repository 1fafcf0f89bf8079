using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>Putting right what was recorded of an inspection, and the checks that recording shares with it.</summary>
public sealed partial record Inspection
{
    private const int LongestName = 300;

    /// <summary>The fields whose changes its history tells, as the proto names them.</summary>
    public static IReadOnlyList<string> Corrigible { get; } =
    [
        "theme", "phase", "notified_on", "fieldwork_starts_on", "fieldwork_ends_on", "letter_received_on", "letter_dated",
        "published_on", "published_url", "statement_due_on", "statement_due_as_printed", "statement_prepared_by",
        "statement_sent_by", "statement_sent_to", "withdrawn_because",
    ];

    /// <summary>The inspection with what was recorded wrong put right.</summary>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public Inspection Correct(CorrectInspectionRequest request, DateOnly today, RequestCheck check)
    {
        var theme = ReadTheme(request.Theme, check);
        var (notified, starts, ends) = ReadDates(request.NotifiedOn, request.FieldworkStartsOn, request.FieldworkEndsOn, check);
        check.That(
            IsPublished || (request.PublishedOn.Length == 0 && request.PublishedUrl.Length == 0),
            "published_on",
            "The letter is not published yet. Publishing it is a step of its own.");
        var corrected = this with
        {
            Theme = theme,
            NotifiedOn = notified,
            FieldworkStartsOn = starts,
            FieldworkEndsOn = ends,
            LetterReceivedOn = check.Date("letter_received_on", request.LetterReceivedOn, "The day on which the letter was received"),
            LetterDated = check.Date("letter_dated", request.LetterDated, "The date of the letter"),
            PublishedOn = IsPublished ? ReadPublication(request.PublishedOn, request.PublishedUrl, ends, today, check) : null,
            PublishedUrl = request.PublishedUrl,
            StatementDueOn = check.Date("statement_due_on", request.StatementDueOn, "The statement's deadline"),
            StatementDueAsPrinted = check.Text("statement_due_as_printed", request.StatementDueAsPrinted, "The deadline as printed", LongestName),
            StatementPreparedBy = check.Text("statement_prepared_by", request.StatementPreparedBy, "Who prepares the statement", LongestName),
            StatementSentBy = check.Text("statement_sent_by", request.StatementSentBy, "Who sends the statement", LongestName),
            StatementSentTo = check.Text("statement_sent_to", request.StatementSentTo, "Where the statement is sent", LongestName),
        };
        check.That(
            !(corrected.LetterReceivedOn < corrected.LetterDated),
            "letter_received_on",
            "The letter cannot have been received before it was written.");
        check.That(
            corrected.StatementDueOn is null || !(corrected.StatementDueOn < corrected.LetterDated),
            "statement_due_on",
            "The statement cannot be due before the letter was written.");
        check.ThrowIfRefused();
        return corrected != this
            ? corrected with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: everything is as it was recorded.");
    }

    /// <summary>Takes out an inspection that was recorded by mistake.</summary>
    /// <exception cref="Refused">Its findings are confirmed.</exception>
    public Inspection Withdraw(string reason) => ConfirmedImportId is null
        ? this with { WithdrawnBecause = reason, Version = Version + 1 }
        : throw new Refused(
            "The findings of this inspection are confirmed, so it cannot be withdrawn. Correct what is wrong, or withdraw single findings.");

    private static string ReadTheme(string typed, RequestCheck check)
    {
        var theme = typed.Trim();
        check.That(theme.Length > 0, "theme", "Enter the theme of the inspection, for example serious youth violence.");
        check.That(theme.Length <= LongestTheme, "theme", $"Shorten the theme to {LongestTheme} characters.");
        check.Legible("theme", theme, "The theme").NoChild("theme", theme, "The theme");
        return theme;
    }

    private static (DateOnly? Notified, DateOnly? Starts, DateOnly? Ends) ReadDates(
        string notifiedOn, string startsOn, string endsOn, RequestCheck check)
    {
        var notified = check.Date("notified_on", notifiedOn, "The day of notification");
        var starts = check.Date("fieldwork_starts_on", startsOn, "The first day of fieldwork");
        var ends = check.Date("fieldwork_ends_on", endsOn, "The last day of fieldwork");
        check.That(!(starts < notified), "fieldwork_starts_on", "Fieldwork cannot start before the notification.");
        check.That(!(ends < starts), "fieldwork_ends_on", "Fieldwork cannot end before it starts.");
        return (notified, starts, ends);
    }

    private static DateOnly? ReadPublication(string publishedOn, string url, DateOnly? fieldworkEndsOn, DateOnly today, RequestCheck check)
    {
        check.That(publishedOn.Length > 0, "published_on", "Enter the day on which the letter was published.");
        var on = check.Date("published_on", publishedOn, "The day of publication");
        check.That(
            !(on > today),
            "published_on",
            "The day of publication cannot be in the future: until then only the named list may see it.");
        check.That(!(on < fieldworkEndsOn), "published_on", "A letter cannot be published before the fieldwork ended.");
        check.That(
            url.Length == 0 || IsWebAddress(url),
            "published_url",
            "Enter the web address of the letter in full, beginning with https://.");
        return on;
    }

    private static bool IsWebAddress(string value) =>
        value.Length <= 2000 && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}
