using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Published;

/// <summary>What is public of a partnership's inspections and of its answers to them, in plain English: for councillors, clerks and advisers.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>Published ones, the newest first.</summary>
    public IReadOnlyList<(Inspection Inspection, PublicStatement Statement)> Inspections { get; private set; } = [];

    public static IReadOnlyList<(string Word, string Meaning)> Words { get; } =
    [
        ("Joint targeted area inspection", "Inspectors of children’s social care, health, policing and probation look together at how the agencies of one area protect children."),
        ("Letter", "What the inspectors found, published for everybody to read."),
        ("Priority action", "A serious weakness that the letter says must be put right first."),
        ("Area for improvement", "Something that the letter says should get better."),
        ("Statement of action", "The agencies’ one written answer: what they will do about each finding, who leads it and by when. It is sent to the inspectorate by the date that the letter prints."),
        ("Working day", "Monday to Friday, and no bank holiday in England and Wales."),
    ];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var statements = calls.Statements.ListPublicStatementsAsync(new ListPublicStatementsRequest(), cancellationToken: ct).ResponseAsync;
        var inspections = await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct);
        var known = (await statements).Statements.ToDictionary(statement => statement.InspectionId);
        Inspections =
        [
            .. inspections.Inspections
                .Where(inspection => inspection.Phase == InspectionPhase.Published && inspection.WithdrawnBecause.Length == 0)
                .OrderByDescending(inspection => inspection.PublishedOn, StringComparer.Ordinal)
                .Select(inspection => (inspection, known.GetValueOrDefault(inspection.InspectionId, new PublicStatement()))),
        ];
    }

    /// <summary>"Sent to the inspectorate on 24 November 2026, on time." in place of any word of what it says.</summary>
    public string StatementOf(PublicStatement statement)
    {
        var due = LondonDates.TryFromIso(statement.DueOn);
        return LondonDates.TryFromIso(statement.SentOn) is { } sent ? StatementDeadline.Sent(sent, due) + "."
            : due is { } day ? $"Due on {StatementDeadline.WithWeekday(day, Today, null)}."
            : "The letter asks for none.";
    }
}
