using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>The day of receipt, a later date agreed by Ofsted, the horizon, who sends the statement and where to.</summary>
public sealed class ArrangeModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public DateEntry ReceivedOn { get; set; } = new();

    [BindProperty]
    public DateEntry LaterDueOn { get; set; } = new();

    [BindProperty]
    public string? LaterAgreed { get; set; }

    [BindProperty]
    public DateEntry HorizonOn { get; set; } = new();

    [BindProperty]
    public string? SenderId { get; set; }

    [BindProperty]
    public string? DeputySenderId { get; set; }

    [BindProperty]
    public string? SendTo { get; set; }

    public IEnumerable<Choice> People => Statement.Members.CurrentPeopleByAgency(Today).Prepend(new Choice("", "Nobody yet"));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new ArrangeStatementRequest
        {
            StatementId = id,
            ExpectedVersion = Version,
            ReceivedOn = ReceivedOn.ReadIso(ModelState, nameof(ReceivedOn), "day of receipt"),
            LaterDueOn = LaterDueOn.ReadIso(ModelState, nameof(LaterDueOn), "later date"),
            LaterAgreed = LaterAgreed ?? "",
            HorizonOn = HorizonOn.ReadIso(ModelState, nameof(HorizonOn), "end of the actions"),
            SenderId = SenderId ?? "",
            DeputySenderId = DeputySenderId ?? "",
            SendTo = SendTo?.Trim() ?? "",
        };
        return TryAsync(id, "Dates and sending saved", () => Calls.Statements.ArrangeStatementAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        var facts = Statement.Facts;
        (LaterAgreed, SenderId, DeputySenderId, SendTo) = (facts.LaterAgreed, facts.SenderId, facts.DeputySenderId, facts.SendTo);
        (ReceivedOn, LaterDueOn, HorizonOn) = (Entry(facts.ReceivedOn), Entry(facts.LaterDueOn), Entry(facts.HorizonOn));
    }

    private static DateEntry Entry(string iso) => LondonDates.TryFromIso(iso) is { } date ? DateEntry.Of(date) : new();
}
