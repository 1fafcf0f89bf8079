using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>The people who alone see an inspection before its publication.</summary>
public sealed class ReadersModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : InspectionStep(calls, person, time)
{
    [BindProperty]
    public List<string> Readers { get; set; } = [];

    /// <summary>The named list and who of it opened the inspection.</summary>
    public IReadOnlyList<string>? Opened { get; private set; }

    public IEnumerable<Choice> People { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Named list saved",
        () => Calls.Inspections.NameReadersAsync(
            new NameReadersRequest { InspectionId = id, ReaderIds = { Readers }, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct,
        ("reader_ids", nameof(Readers)));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var members = await membersReader.ReadAsync(ct);
        People = members.CurrentPeople(Today);
        Opened = await members.ReadersAsync(Calls, Inspection, Person, ct);
        return version;
    }

    protected override void Fill() => Readers = [.. Inspection.ReaderIds];
}
