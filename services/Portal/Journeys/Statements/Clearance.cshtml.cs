using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Records one clearance as given, or takes it back.</summary>
public sealed class ClearanceModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    /// <summary>Its place in the statement's list, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "number")]
    public int Number { get; set; }

    [BindProperty]
    public DateEntry GivenOn { get; set; } = new();

    [BindProperty]
    public string? GivenBy { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public Clearance Clearance { get; private set; } = new();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        // Its name is read again: the form could name another.
        await ReadAsync(id, ct);
        var request = new RecordClearanceRequest
        {
            StatementId = id, ExpectedVersion = Version, Name = Clearance.Name,
            GivenOn = GivenOn.ReadIso(ModelState, nameof(GivenOn), "day of the clearance"), GivenBy = GivenBy ?? "", Note = Note ?? "",
        };
        return await TryAsync(
            id, request.GivenOn.Length > 0 ? "Clearance recorded" : "Clearance taken back",
            () => Calls.Statements.RecordClearanceAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        Clearance = OneStatement.Part(Statement.Facts.Clearances.Skip(Number - 1).Take(Number > 0 ? 1 : 0), _ => true);
        return version;
    }

    protected override void Fill()
    {
        (GivenBy, Note) = (Clearance.GivenBy, Clearance.Note);
        GivenOn = LondonDates.TryFromIso(Clearance.GivenOn) is { } given ? DateEntry.Of(given) : new();
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/clearances";
}
