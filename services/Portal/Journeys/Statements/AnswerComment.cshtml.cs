using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Resolves or declines a comment, with words: the manager, and the section's author.</summary>
public sealed class AnswerCommentModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("comment", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "comment")]
    public string CommentId { get; set; } = "";

    [BindProperty]
    public CommentState State { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    public static IEnumerable<Choice> Ways { get; } =
    [
        new(nameof(CommentState.Resolved), StatementWords.Of(CommentState.Resolved).Text) { Hint = "Something was changed, or the question is answered" },
        new(nameof(CommentState.Declined), StatementWords.Of(CommentState.Declined).Text) { Hint = "Nothing is changed, for a reason" },
    ];

    public StatementComment Comment { get; private set; } = new();

    public string AboutName { get; private set; } = "";

    protected override IActionResult? Refusal => Statement.MayAnswer(Comment) ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Comment answered",
        () => Calls.Statements.AnswerCommentAsync(
            new AnswerCommentRequest { CommentId = CommentId, ExpectedVersion = Version, State = State, Answer = (Answer ?? "").ReplaceLineEndings("\n") }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Comment = OneStatement.Part(Statement.Record.Comments, comment => comment.CommentId == CommentId);
        AboutName = (await CommentedParts.ReadAsync(Calls, Statement, ct)).NameOf(CommentedParts.ChoiceOf(Comment));
        return Comment.Version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/comments";
}
