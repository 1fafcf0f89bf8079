using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>A comment of whoever sees what it is about.</summary>
public sealed class AddCommentModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>What the listed actions are narrowed to, where they are many.</summary>
    [BindProperty(SupportsGet = true, Name = ActionSearch.Parameter)]
    public string? Words { get; set; }

    public ActionSearch Search { get; private set; } = new("", 0);

    public IReadOnlyList<Choice> Parts { get; private set; } = [];

    protected override IActionResult? Refusal => Statement.IsBeingPrepared ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new AddCommentRequest { StatementId = id, Text = (Text ?? "").ReplaceLineEndings("\n") };
        CommentedParts.Put(request, About);
        return TryAsync(id, "Comment added", () => Calls.Statements.AddCommentAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var parts = await CommentedParts.ReadAsync(Calls, Statement, ct);
        (Parts, Search) = (parts.Listed(Words, About), parts.Search(Words));
        return version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/comments";
}
