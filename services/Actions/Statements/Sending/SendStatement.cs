using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    /// <summary>
    /// What the plan says of its sending, where <c>PlanChanges</c>. Parameters: <c>PlanId</c>, <c>PlanVersion</c>, <c>PlanSentOn</c>,
    /// <c>PlanSentBy</c>.
    /// </summary>
    internal const string SaySentOnThePlan =
        """
        with changed as (
          update action_plan set statement_sent_on = @PlanSentOn, statement_sent_by = @PlanSentBy, statement_sent_note = '',
            version = version + 1
          where @PlanChanges and tenant_id = @TenantId and plan_id = @PlanId and version = @PlanVersion returning 1)
        select require_changed(exists (select from changed) = @PlanChanges);
        """;

    private const int MostShortfalls = 100;

    [Authorize(Policies.TakePartInStatements)]
    public override async Task<V1.StatementPartReply> SendStatement(V1.SendStatementRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        RefuseUnlessSender(whole.Statement, new StatementAccess(write.Caller), request.OwnMailbox);
        var now = clock.NowAsStored();
        var today = now.DateInLondon();
        if (request.ContentSha256 != whole.PresentSha256(today))
        {
            throw new Conflict(whole.Statement.Version);
        }

        var anew = request.ContentSha256 != whole.Current?.ContentSha256;
        var check = new RequestCheck();
        var (sending, mail) = ReadSending(request, whole, anew, now, check);
        check.ThrowIfRefused();
        if (!request.OwnMailbox && sending.SentTo.Length == 0)
        {
            throw new Refused("No address is recorded to send it to. Enter one, or record that it was sent from your own mailbox.");
        }

        sending = sending with
        {
            PersonId = write.Caller.PersonId,
            SentBy = sending.SentBy.Length > 0 ? sending.SentBy : await ReadNameAsync(write, context.CancellationToken),
        };
        var files = new List<StatementFile>();
        if (anew)
        {
            var sentVersion = StatementDocument.Of(whole.LiveContent, StatementDocument.Stage.Sent(sending.SentOn));
            var (word, html) = (StatementDocument.ToWord(sentVersion), StatementDocument.ToHtml(sentVersion));
            files.AddRange([word, html]);
            sending = sending with { WordSha256 = word.Sha256, HtmlSha256 = html.Sha256 };
        }

        if (mail is not null)
        {
            files.Add(mail);
        }

        return await SaveAsync(write, whole, sending, files, anew, context.CancellationToken);
    }

    private static void RefuseUnlessSender(Statement statement, StatementAccess access, bool ownMailbox)
    {
        if (statement.SenderId is null)
        {
            throw new Refused("Nobody is named who sends the statement of action. Name the sender first.");
        }

        if (!access.IsSender(statement) && !(ownMailbox && access.IsManager))
        {
            throw new Forbidden(ownMailbox
                ? "Only the named sender, the deputy or the partnership manager records that it was sent."
                : "Only the named sender or the deputy sends the statement of action.");
        }
    }

    private static (StatementSending Sending, StatementFile? Mail) ReadSending(
        V1.SendStatementRequest request, WholeStatement whole, bool anew, DateTimeOffset now, RequestCheck check)
    {
        var today = now.DateInLondon();
        var sentOn = request.OwnMailbox ? check.Date("sent_on", request.SentOn, "The day of sending") : today;
        check.That(!request.OwnMailbox || request.SentOn.Length > 0, "sent_on", "Enter the day on which it was sent.");
        check.That(!(sentOn > today), "sent_on", "The day of sending cannot be in the future.");
        // Sent again as it was, what was missing then was said then.
        string[] shortfalls = anew ? [.. new ReadinessCheck(whole, today).Lines().Take(MostShortfalls).Select(line => line.Sentence)] : [];
        var on = sentOn ?? today;
        var counts = whole.Statement.CountsOn(whole.Inspection);
        var sending = new StatementSending
        {
            SendingId = Guid.CreateVersion7(),
            StatementId = whole.Statement.StatementId,
            Number = whole.Sendings.Count + 1,
            Current = true,
            State = request.OwnMailbox ? V1.SendingState.Sent : V1.SendingState.Queued,
            OwnMailbox = request.OwnMailbox,
            SentOn = on,
            At = now,
            SentBy = request.OwnMailbox ? check.Text("sent_by", request.SentBy, "The name and role of who sent it", 200, required: true) : "",
            SentTo = whole.Statement.SendTo,
            ContentSha256 = request.ContentSha256,
            WordSha256 = whole.Current?.WordSha256 ?? "",
            HtmlSha256 = whole.Current?.HtmlSha256 ?? "",
            DaysLate = counts is { } date ? Math.Max(0, on.DayNumber - date.DayNumber) : 0,
            SentAnywayBecause = shortfalls.Length == 0
                ? ""
                : check.Text("sent_anyway_because", request.SentAnywayBecause, "Why it is sent although something is missing", 500, required: true),
            Shortfalls = shortfalls,
            AgainBecause = whole.Sendings.Count == 0
                ? ""
                : check.Text("again_because", request.AgainBecause, "Why it is sent again", 500, required: true),
            Version = 1,
        };
        var mail = request.OwnMailbox ? StatementFile.Read("mail", request.Mail, check, mailOnly: true) : null;
        return (sending with { MailSha256 = mail?.Sha256 ?? "" }, mail);
    }

    private async Task<string> ReadNameAsync(Write write, CancellationToken ct) =>
        await database.QuerySingleOrDefaultAsync<string>(
            write.AndPeople().Scope,
            """
            select left(concat_ws(', ', nullif(name, ''), nullif(job_title, '')), 200) from person
            where tenant_id = 'platform' and person_id = @PersonId
            """,
            new { write.Caller.PersonId },
            ct) is { Length: > 0 } name ? name : "The named sender";

    private Task<V1.StatementPartReply> SaveAsync(
        Write write, WholeStatement whole, StatementSending sending, List<StatementFile> files, bool anew, CancellationToken ct)
    {
        var now = sending.At;
        var replaced = whole.Current?.Replaced();
        List<StatementSending> sendings = replaced is null ? [sending] : [replaced, sending];
        var statement = whole.Statement.Sent(sending.SentOn);
        // What the plan says of it is when the first version went out; a bounced mail sent again was sent then.
        var plan = whole.Plan.StatementSentOn is null || (anew && whole.Sendings.Count > 0 && statement.Number == 1)
            ? whole.Plan with { StatementSentOn = sending.SentOn, StatementSentBy = sending.SentBy, StatementSentNote = "", Version = whole.Plan.Version + 1 }
            : null;
        var planChange = plan is null ? [] : new[]
        {
            RecordedChange.Of(
                plan,
                FieldChanges.Between(whole.Plan.ToProto(whole.Inspection), plan.ToProto(whole.Inspection), "statement_sent_on", "statement_sent_by"),
                sending.AgainBecause, write.Caller, now),
        };
        return database.SaveAsync(
            write,
            sending.ToReply(),
            Statement.Update
                + SaySentOnThePlan
                + StatementFile.InsertContent + StatementFile.Insert + StatementSending.Save + RecordedChange.Insert + StatementMailing.Enqueue,
            new
            {
                write.TenantId,
                statement.StatementId,
                Statement = Columns.Of(statement),
                statement.PlanId,
                PlanChanges = plan is not null,
                PlanVersion = whole.Plan.Version,
                PlanSentOn = plan?.StatementSentOn,
                PlanSentBy = plan?.StatementSentBy ?? "",
                sending.ContentSha256,
                ContentBytes = anew ? whole.LiveBytes : StatementContents.ToBytes(whole.KeptContent(sending.ContentSha256)),
                FileHashes = files.Select(file => file.Sha256).ToArray(),
                FileTypes = files.Select(file => file.MediaType).ToArray(),
                FileContents = files.Select(file => file.Content).ToArray(),
                Sendings = Columns.ListToJson(sendings),
                Changes = RecordedChange.ToJson(planChange),
            },
            [
                statement.Changed(whole.Inspection),
                .. sendings.Select(one => one.Changed()),
                .. plan is null ? [] : new[] { plan.Changed(whole.Inspection) },
            ],
            ct);
    }
}
