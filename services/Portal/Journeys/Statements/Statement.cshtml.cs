using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One statement of action: what there is to do until it is sent, and after it what was sent, answered and published.</summary>
public sealed class StatementModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    /// <summary>Those that the person sees something of.</summary>
    public IReadOnlyList<StatementTask> Tasks { get; private set; } = [];

    /// <summary>The one thing that stops a sending, as a sentence; null where nothing does.</summary>
    public string? Blocked { get; private set; }

    /// <summary>The sending that failed last, where none went out; null otherwise.</summary>
    public StatementSending? Failed =>
        Statement.IsBeingPrepared && Statement.Record.Sendings.FirstOrDefault() is { State: SendingState.Failed } failed ? failed : null;

    public bool HasWebAddress => Uri.TryCreate(Statement.Facts.PublishedUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <summary>The file that came with a reply.</summary>
    public async Task<IActionResult> OnGetReplyAsync(string id, string part, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        var reply = OneStatement.Part(Statement.Record.Replies, reply => reply.ReplyId == part && reply.FileName.Length > 0);
        return await this.FileAsync(Calls.Statements.GetStatementFile(new GetStatementFileRequest { PartId = reply.ReplyId, Attachment = true }, cancellationToken: ct), ct);
    }

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        if (!Statement.IsBeingPrepared)
        {
            return;
        }

        var readiness = SeesWholePlan
            ? await Calls.Statements.GetReadinessAsync(new GetReadinessRequest { StatementId = id }, cancellationToken: ct)
            : null;
        var calendar = await Calls.Statements.GetBackPlanAsync(new GetBackPlanRequest { StatementId = id }, cancellationToken: ct);
        Tasks = [.. TasksOf(readiness, calendar)];
        Blocked = readiness?.Lines.FirstOrDefault(line => line.Blocks)?.Sentence;
    }

    private IEnumerable<StatementTask> TasksOf(Readiness? readiness, BackPlan calendar)
    {
        var (record, facts, at) = (Statement.Record, Statement.Facts, Statement.Address);
        if (Manages)
        {
            yield return facts.SenderId.Length == 0 ? Open("Dates and who sends it", "/arrange", "Nobody sends it yet", "red")
                : facts.DeputySenderId.Length == 0 ? Open("Dates and who sends it", "/arrange", "No deputy yet", "yellow")
                : Closed("Dates and who sends it", "/arrange", "Arranged");
        }

        var conflicts = calendar.Dates.Count(date => date.Conflicts.Count > 0);
        yield return calendar.Dates.Count == 0 ? Closed("Calendar", "/calendar", "No deadline to plan from")
            : conflicts > 0 ? Open("Calendar", "/calendar", $"{Numbers.Of(conflicts, "date")} to look at", "yellow")
            : Closed("Calendar", "/calendar", "No conflicts");

        var written = record.Sections.Count(section => section.Text.Length > 0);
        yield return Counted("Sections", "/sections", written, record.Sections.Count, "written");
        yield return record.Returns.Count == 0 ? Closed("Returns from agencies", "/returns", "None asked for")
            : Counted("Returns from agencies", "/returns", record.Returns.Count(part => StatementWords.IsIn(part.State)), record.Returns.Count, "in");
        yield return Statement.OpenComments > 0 ? Open("Comments", "/comments", $"{Numbers.Figure(Statement.OpenComments)} open", "yellow")
            : Closed("Comments", "/comments", record.Comments.Count == 0 ? "None" : "All answered");
        if (readiness is null)
        {
            yield break;
        }

        yield return Closed("Drafts", "/drafts", facts.Drafts == 0 ? "None circulated" : $"{Numbers.Figure(facts.Drafts)} circulated");
        yield return readiness.Lines.Count > 0 ? Open("Readiness", "/readiness", Numbers.Of(readiness.Lines.Count, "thing"), readiness.Blocked ? "red" : "yellow")
            : Closed("Readiness", "/readiness", "Nothing missing");
        if (facts.Clearances.Count > 0)
        {
            yield return Counted("Clearances", "/clearances", facts.Clearances.Count(clearance => clearance.GivenOn.Length > 0), facts.Clearances.Count, "given");
        }

        yield return Statement.SignOffsNeeded == 0 ? Closed("Sign-offs", "/sign-offs", "None asked for")
            : Counted("Sign-offs", "/sign-offs", StatementWords.Standing(record), Statement.SignOffsNeeded, "given");
        yield return Closed("Preview, download and print", "/preview", "");
        yield return Statement.MaySend ? Closed("Send it", "/send", readiness.Blocked ? "Nobody is named to send it" : "")
            : new StatementTask("Send it", null, $"By {Statement.Members.PersonName(facts.SenderId)}", IsOpen: false);

        StatementTask Open(string title, string page, string state, string colour) => new(title, at + page, state, IsOpen: true, colour);

        StatementTask Closed(string title, string page, string state) => new(title, at + page, state, IsOpen: false);

        StatementTask Counted(string title, string page, int done, int all, string how) =>
            done < all ? Open(title, page, $"{Numbers.Figure(done)} of {Numbers.Figure(all)} {how}", "blue") : Closed(title, page, $"All {Numbers.Figure(all)} {how}");
    }
}

/// <summary>One line of the list of what there is to do.</summary>
/// <param name="Href">Null for what the person cannot open.</param>
/// <param name="IsOpen">True where something is to be done: it is shown as a tag.</param>
public sealed record StatementTask(string Title, string? Href, string State, bool IsOpen, string? Colour = null);
