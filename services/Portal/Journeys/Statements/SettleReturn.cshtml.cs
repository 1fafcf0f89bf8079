using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Accepts a return, sends it back, says that it was drafted for them, or that none came.</summary>
public sealed class SettleReturnModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("return", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "part")]
    public string ReturnId { get; set; } = "";

    [BindProperty]
    public ReturnState State { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public static IEnumerable<Choice> Ways { get; } =
    [
        Way(ReturnState.Accepted, "It goes into the statement as it is"),
        Way(ReturnState.SentBack, "Something is missing or unclear"),
        Way(ReturnState.DraftedForThem, "You wrote it, and they are told"),
        Way(ReturnState.NoneReceived, "The statement says nothing of theirs"),
    ];

    public AgencyReturn Return { get; private set; } = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Return settled: " + StatementWords.Of(State).Text.ToLowerInvariant(),
        () => Calls.Statements.SettleReturnAsync(
            new SettleReturnRequest
            {
                ReturnId = ReturnId, ExpectedVersion = Version, State = State, Note = Note ?? "",
                Text = State == ReturnState.DraftedForThem ? (Text ?? "").ReplaceLineEndings("\n") : "",
            },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Return = OneStatement.Part(Statement.Record.Returns, part => part.ReturnId == ReturnId);
        return Return.Version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/returns";

    private static Choice Way(ReturnState state, string hint) => new(state.ToString(), StatementWords.Of(state).Text) { Hint = hint };
}
