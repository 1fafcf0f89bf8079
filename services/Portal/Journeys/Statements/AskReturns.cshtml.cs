using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Asks agencies and groups for their part, by a date.</summary>
public sealed class AskReturnsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public List<string> From { get; set; } = [];

    [BindProperty]
    public DateEntry DueOn { get; set; } = new();

    public IEnumerable<Choice> Choices => Statement.Members.LeadChoices;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new AskForReturnsRequest
        {
            StatementId = id, ExpectedVersion = Version, From = { From.Select(PartnershipMembers.LeadOf).OfType<Lead>() },
            DueOn = DueOn.ReadIso(ModelState, nameof(DueOn), "date"),
        };
        return TryAsync(id, "Returns asked for", () => Calls.Statements.AskForReturnsAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        var asked = Statement.Record.Returns.Select(part => part.From).ToHashSet();
        From = [.. Statement.Record.Sections.Where(section => section.Of is not null && !asked.Contains(section.Of)).Select(section => PartnershipMembers.ChoiceOf(section.Of))];
        // The date that the calendar has for it, unless somebody says another.
        DueOn = LondonDates.TryFromIso(Statement.Record.Returns.Select(part => part.DueOn).Max() ?? ReturnsOn) is { } due ? DateEntry.Of(due) : new();
    }

    private string ReturnsOn { get; set; } = "";

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var calendar = await Calls.Statements.GetBackPlanAsync(new GetBackPlanRequest { StatementId = id }, cancellationToken: ct);
        ReturnsOn = calendar.Dates.FirstOrDefault(date => date.Step == BackPlanStep.Returns)?.On ?? "";
        return version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/returns";
}
