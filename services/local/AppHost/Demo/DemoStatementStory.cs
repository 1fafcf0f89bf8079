using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Local;

/// <summary>A statement of action of the demo region, from its first section as far as it is by today, each act on its own day.</summary>
internal sealed class DemoStatementStory(
    DemoPartnership partnership, DemoStatement story, DateOnly today, DemoClock clock, GatewayClient gateway, CallInvoker manager, IReadOnlyDictionary<string, string> people)
{
    private readonly Statements.StatementsClient statements = new(manager);
    private string statementId = "";

    public async Task MakeAsync(string planId)
    {
        await GoToAsync(story.StartedDay);
        var started = await Until.KnownAsync(async () => await statements.StartStatementAsync(new() { PlanId = planId }));
        statementId = started.StatementId;
        await statements.ArrangeStatementAsync(new()
        {
            StatementId = statementId, ExpectedVersion = started.Version, SendTo = "statements@inspectorate.example",
            SenderId = people[story.Sender], DeputySenderId = people[story.Deputy], HorizonOn = On(story.StartedDay + 540),
        });
        await WriteAsync();
        await ReturnAsync();
        await GoToAsync(story.StartedDay + 20);
        await statements.CirculateDraftAsync(new() { StatementId = statementId, Note = "First draft for comment", To = { story.Returns.Select(one => LeadOf(one.From)) } });
        foreach (var (subject, day) in story.SignedOff)
        {
            await GoToAsync(day);
            var theirs = new Statements.StatementsClient((await gateway.SignInAsync(subject)).In(partnership.Id));
            var seen = await Until.KnownAsync(async () => await theirs.GetStatementAsync(new() { StatementId = statementId }));
            await theirs.SignOffAsync(new() { StatementId = statementId, ContentSha256 = seen.ContentSha256 });
        }

        if (story.SentDay is { } sent)
        {
            await SendAsync(sent);
        }

        if (story.AcknowledgedDay is { } acknowledged)
        {
            await GoToAsync(acknowledged);
            await statements.RecordReplyAsync(new()
            {
                StatementId = statementId, Kind = ReplyKind.Acknowledged, ReceivedOn = On(acknowledged), From = "Regional inspection support", Words = "Thank you. We have received your statement of action.",
            });
        }
    }

    private async Task WriteAsync()
    {
        var record = await statements.GetStatementAsync(new() { StatementId = statementId });
        var ours = record.Sections.Where(section => section.Of is null).Zip(story.Sections);
        var theirs = record.Sections.Where(section => section.Of is not null).Select(section => (section, "Our board has agreed these actions. Progress is reported to it each month."));
        foreach (var (section, text) in ours.Concat(theirs))
        {
            await statements.WriteSectionAsync(new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = text });
        }
    }

    private async Task ReturnAsync()
    {
        var record = await statements.GetStatementAsync(new() { StatementId = statementId });
        await statements.AskForReturnsAsync(new()
        {
            StatementId = statementId, ExpectedVersion = record.Statement.Version, DueOn = On(story.StartedDay + 21), From = { story.Returns.Select(one => LeadOf(one.From)) },
        });
        var asked = (await statements.GetStatementAsync(new() { StatementId = statementId })).Returns;
        foreach (var (from, day) in story.Returns)
        {
            if (day is { } given)
            {
                await GoToAsync(given);
                var theirs = asked.Single(one => one.From.Equals(LeadOf(from)));
                var reply = await statements.GiveReturnAsync(new()
                {
                    ReturnId = theirs.ReturnId, ExpectedVersion = theirs.Version, Text = "Our actions are in the plan as agreed. We ask for nothing else to be said of us.",
                });
                await statements.SettleReturnAsync(new() { ReturnId = theirs.ReturnId, ExpectedVersion = reply.Version, State = ReturnState.Accepted });
            }
        }
    }

    private async Task SendAsync(int day)
    {
        await GoToAsync(day);
        var sender = new Statements.StatementsClient((await gateway.SignInAsync(story.Sender)).In(partnership.Id));
        await sender.SendStatementAsync(new()
        {
            StatementId = statementId, OwnMailbox = true, SentOn = On(day), SentBy = "The chair, for the three lead safeguarding partners",
            ContentSha256 = (await sender.GetStatementAsync(new() { StatementId = statementId })).ContentSha256,
            SentAnywayBecause = "The date is kept; what is still open is followed up by the partnership's executive.",
            Mail = ByteString.CopyFromUtf8("From: chair@demo.example\r\nTo: statements@inspectorate.example\r\nSubject: Statement of action\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nPlease find our statement of action attached.\r\n"),
        });
    }

    private static Lead LeadOf(string from) => from == DemoRegion.ViolenceReduction ? new Lead { BodyId = from } : new Lead { AgencyId = from };

    private Task GoToAsync(int day) => clock.GoToAsync(today.AddDays(day));

    private string On(int day) => today.AddDays(day).ToIso();
}
