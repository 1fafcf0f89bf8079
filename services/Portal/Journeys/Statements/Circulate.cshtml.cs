using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Keeps the whole as it stands as a numbered draft, and names those to whom it is circulated.</summary>
public sealed class CirculateModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public List<string> To { get; set; } = [];

    [BindProperty]
    public DateEntry CommentsBy { get; set; } = new();

    [BindProperty]
    public string? Note { get; set; }

    public IEnumerable<Choice> Choices => Statement.Members.LeadChoices;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new CirculateDraftRequest
        {
            StatementId = id, To = { To.Select(PartnershipMembers.LeadOf).OfType<Lead>() }, Note = Note ?? "",
            CommentsBy = CommentsBy.ReadIso(ModelState, nameof(CommentsBy), "date for comments"),
        };
        return TryAsync(id, "Draft circulated", () => Calls.Statements.CirculateDraftAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() =>
        To = [.. Statement.Record.Sections.Where(section => section.Of is not null).Select(section => PartnershipMembers.ChoiceOf(section.Of)).Distinct()];

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/drafts";
}
