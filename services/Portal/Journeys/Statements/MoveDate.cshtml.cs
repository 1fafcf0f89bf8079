using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Moves one date of the calendar by hand, or takes the computed one again.</summary>
public sealed class MoveDateModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "step")]
    public int Step { get; set; }

    [BindProperty]
    public DateEntry On { get; set; } = new();

    public BackPlanDate Date { get; private set; } = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var on = On.ReadIso(ModelState, nameof(On), "date");
        return TryAsync(
            id,
            on.Length == 0 ? "The date is the one that is worked out again" : "Date moved",
            () => Calls.Statements.MoveBackPlanDateAsync(
                new MoveBackPlanDateRequest { StatementId = id, ExpectedVersion = Version, Step = (BackPlanStep)Step, On = on }, cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var calendar = await Calls.Statements.GetBackPlanAsync(new GetBackPlanRequest { StatementId = id }, cancellationToken: ct);
        Date = OneStatement.Part(calendar.Dates, date => (int)date.Step == Step);
        return version;
    }

    protected override void Fill() => On = Date.Moved && LondonDates.TryFromIso(Date.On) is { } on ? DateEntry.Of(on) : new();

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/calendar";
}
