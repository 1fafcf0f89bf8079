using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>One measure: how far it is, what it means for children, its readings, and what became of it.</summary>
public sealed class MeasureModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public ImpactMeasureRecord Record { get; private set; } = new();

    public ImpactMeasure Measure => Record.Measure;

    public PartnershipMembers Members { get; private set; } = null!;

    public ReadingsChart Chart { get; private set; } = null!;

    /// <summary>Who agreed the paragraph, or who is to.</summary>
    public string Agreement => Measure.SoWhatAgreedBy.Length == 0 ? "Nobody is named to agree this."
        : LondonDates.TryFromIso(Measure.SoWhatAgreedOn) is { } day ? $"Agreed by {Members.PersonName(Measure.SoWhatAgreedBy)} on {Dates.Full(day)}."
        : LastAgreed is { } before ? $"Changed since it was agreed on {Dates.Full(before)}: {Members.PersonName(Measure.SoWhatAgreedBy)} has to agree it again."
        : $"Waits for {Members.PersonName(Measure.SoWhatAgreedBy)} to agree it.";

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Changes.Select(change => new TimelineEntry(
            TitleOf(change),
            change.At.ToDateTimeOffset(),
            Members.PersonAs(change.PersonId, change.Capacity, change.At.ToDateTimeOffset()),
            TextOf(change))),
    ];

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Record = await calls.Assurance.GetImpactMeasureAsync(new GetImpactMeasureRequest { MeasureId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Measure.InspectionId, ct);
        Members = await members;
        Chart = new(Measure, Record.Readings);
    }

    // Of an agreement that another paragraph has voided.
    private DateOnly? LastAgreed => Record.Changes.Select(change => Of(change, "so_what_agreed_on"))
        .FirstOrDefault(changed => changed is not null) is { To: "", From: var day } ? LondonDates.TryFromIso(day) : null;

    private static string TitleOf(RecordedChange change) =>
        change.Version == 1 ? "Measure added"
        : Of(change, "reading.on") is { } reading ? reading.From.Length == 0 ? "Reading recorded" : "Reading replaced"
        : Of(change, "so_what_agreed_on") is { To.Length: > 0 } ? "What it means for children agreed"
        : Of(change, "so_what") is not null || Of(change, "so_what_agreed_by") is not null ? "What it means for children said"
        : change.Reason.Length > 0 ? "Measure withdrawn"
        : "Measure changed";

    private string? TextOf(RecordedChange change)
    {
        var lines = new List<string>();
        if (Of(change, "reading.on") is { } on && Of(change, "reading.value") is { } value)
        {
            lines.Add($"{Dates.Full(LondonDates.TryFromIso(on.To), "no date")}: {(value.From.Length > 0 ? ImpactWords.Figure(value.From, Measure.Unit) + ", now " : "")}{ImpactWords.Figure(value.To, Measure.Unit)}");
        }

        if (Of(change, "so_what_agreed_on") is { To: "", From: var agreed })
        {
            lines.Add($"The agreement of {Dates.Full(LondonDates.TryFromIso(agreed), "no date")} is void");
        }

        if (change.Version > 1 && Of(change, "target") is { } target)
        {
            lines.Add($"Target: {(target.From.Length > 0 ? target.From : "none")}, now {(target.To.Length > 0 ? target.To : "none")}");
        }

        if (change.Reason.Length > 0)
        {
            lines.Add("Why: " + change.Reason);
        }

        return lines.Count > 0 ? string.Join("\n", lines) : null;
    }

    private static FieldChange? Of(RecordedChange change, string field) => change.Fields.FirstOrDefault(one => one.Field == field);
}
