using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>One item of evidence: what it holds, its versions, its actions and its history; and its file as a download.</summary>
public sealed class ItemModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public EvidenceRecord Record { get; private set; } = new();

    public EvidenceItem Item => Record.Item;

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>The beginning of what it shows, for the title.</summary>
    public string Shortly => Item.Shows.Length > 60 ? Item.Shows[..60].TrimEnd() + "…" : Item.Shows;

    /// <summary>What is to be said of a file that cannot be opened; null for one that can, and for what is no file.</summary>
    public string? CheckInWords => Item.Content?.File is not { } file || file.State == FileState.Clean ? null
        : file.State == FileState.NeedsAReason ? NeedsAReasonInWords(file)
        : file.Why.Length > 0 ? file.Why
        : "The file is checked before anybody can open it. That takes some seconds.";

    private string NeedsAReasonInWords(Upload file) => !Record.MayChange
        ? "Nobody can open the file before whoever added it, or the partnership manager, has answered a question about it."
        : $"We found what looks like {file.Found} in this file. Take the file back, or say why no child can be known by it. Until then nobody can open it. {file.Why}".TrimEnd();

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Changes.Select(change => new TimelineEntry(
            EvidenceWords.TitleOf(change),
            change.At.ToDateTimeOffset(),
            change.PersonId.Length > 0 ? Members.PersonOf(change.PersonId, change.AgencyId) : null,
            HistoryWords.Text(change.Fields.Select(EvidenceWords.Of).OfType<string>(), change.Reason) is { Length: > 0 } text ? text : null)),
    ];

    public string FileHref(EvidenceContent content) => string.Create(
        CultureInfo.InvariantCulture, $"{Addresses.Evidence(Partnership, Item.EvidenceId)}?handler=File&number={content.Number}");

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        await ReadAsync(id, ct);
        Members = await members;
    }

    public async Task<IActionResult> OnGetFileAsync(string id, int number, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        var size = Record.Earlier.Append(Item.Content).FirstOrDefault(content => content?.Number == number)?.File?.Size;
        using var call = calls.Evidence.DownloadEvidence(new DownloadEvidenceRequest { EvidenceId = id, Number = number }, cancellationToken: ct);
        return await this.SendEvidenceAsync(
            call,
            isSensitive: Item.Marking == Marking.OfficialSensitive,
            Record.Earlier.Append(Item.Content).FirstOrDefault(content => content?.Number == number)?.File?.Size,
            Addresses.Evidence(Partnership, id),
            ct);
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Evidence.GetEvidenceAsync(new GetEvidenceRequest { EvidenceId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Item.InspectionId, ct);
    }
}
