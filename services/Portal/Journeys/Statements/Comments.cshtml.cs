using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Comments on the whole statement, its sections and actions; open ones first.</summary>
public sealed class CommentsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    private CommentedParts parts = new();

    [BindProperty(SupportsGet = true, Name = "open")]
    public bool OpenOnly { get; set; }

    /// <summary>The choice of <see cref="CommentedParts"/> that the list is narrowed to; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    public IReadOnlyList<StatementComment> Shown { get; private set; } = [];

    public string NameOf(StatementComment comment) => parts.NameOf(CommentedParts.ChoiceOf(comment));

    public string NameOf(string choice) => parts.NameOf(choice);

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        parts = await CommentedParts.ReadAsync(Calls, Statement, ct);
        Shown =
        [
            .. Statement.Record.Comments
                .Where(comment => (!OpenOnly || comment.State == CommentState.Open) && (About is null || CommentedParts.ChoiceOf(comment) == About))
                .OrderBy(comment => comment.State != CommentState.Open),
        ];
    }
}
