using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Actions.Tests;

/// <summary>What a sending freezes, who sends, what is said when something is missing, and what comes after.</summary>
public sealed class SendingTests
{
    private const string Later = "2099-01-31";

    [Fact]
    public async Task Send_FromOwnMailbox_FreezesFilesAndTellsThePlan()
    {
        var statement = await StatementCase.StartAsync();
        await statement.WriteAsync("Introduction", "We answer the letter together.");
        var hash = await statement.HashAsync();

        var reply = await statement.SendAsync();

        var record = await statement.RecordAsync(statement.SchoolsLead);
        var sending = record.Sendings.Single();
        Assert.Equal(
            (V1.StatementState.Sent, statement.Today(), V1.SendingState.Sent, true, 1, "protection@inspectorate.example", "Ada Moss, chair"),
            (record.Statement.State, record.Statement.SentOn, sending.State, sending.Current, sending.Number, sending.SentTo, sending.SentBy));
        Assert.Equal((hash, statement.Sender.Id.ToString()), (sending.ContentSha256, sending.PersonId));
        var plan = await statement.Here.As(statement.Here.Manager).GetActionPlanAsync(new() { PlanId = statement.PlanId });
        Assert.Equal((statement.Today(), "Ada Moss, chair"), (plan.StatementSentOn, plan.StatementSentBy));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.Here.As(statement.Here.Manager).WithdrawActionAsync(
            new() { ActionId = statement.Action.ActionId, ExpectedVersion = 1, Reason = "Entered twice." }));

        // The plan goes on; what was sent stays byte for byte.
        await statement.MoveDateAsync("2027-06-30");
        var reader = statement.As(statement.SchoolsLead);
        var word = await statement.FileAsync(reader.GetStatementFile(new() { PartId = reply.PartId, Format = V1.DocumentFormat.Word }));
        var html = await statement.FileAsync(reader.GetStatementFile(new() { PartId = reply.PartId, Format = V1.DocumentFormat.Html }));
        var mail = await statement.FileAsync(reader.GetStatementFile(new() { PartId = reply.PartId, Attachment = true }));
        Assert.Equal(
            (sending.WordSha256, sending.HtmlSha256, sending.MailSha256),
            (Hash(word.Content), Hash(html.Content), Hash(mail.Content)));
        Assert.Equal((sending.WordSha256, StatementFile.Word, $"Statement of action 1, sent {statement.Today()}.docx"), (word.First.Sha256, word.First.MediaType, word.First.FileName));
        Assert.Equal(StatementCase.Mail, ByteString.CopyFrom(mail.Content));
        var page = System.Text.Encoding.UTF8.GetString(html.Content);
        Assert.Contains("We answer the letter together.", page, StringComparison.Ordinal);
        Assert.Contains("31 March 2027", page, StringComparison.Ordinal);
        Assert.DoesNotContain("30 June 2027", page, StringComparison.Ordinal);
        Assert.Equal("PK"u8.ToArray(), word.Content[..2]);

        // Each file that is taken away is on record, and a draft in Word; a preview is not.
        var manager = statement.As(statement.Here.Manager);
        await statement.FileAsync(manager.RenderStatement(new() { StatementId = record.Statement.StatementId, Format = V1.DocumentFormat.Word }));
        await statement.FileAsync(manager.RenderStatement(new() { StatementId = record.Statement.StatementId, Format = V1.DocumentFormat.Html }));
        var taken = await new V1.ActivityLog.ActivityLogClient(statement.Here.Host.Service.Channel).ListActivityAsync(
            new() { RecordId = record.Statement.StatementId, Kind = Activities.V1.ActivityKind.Consultation }, statement.Here.Manager.In(statement.Here));
        Assert.Equal(["RenderStatement", "GetStatementFile", "GetStatementFile", "GetStatementFile"], taken.Entries.Select(entry => entry.Rpc.Split('/')[^1]));
        Assert.All(taken.Entries.Skip(1), entry => Assert.Equal((statement.SchoolsLead.Id.ToString(), "StatementChanged"), (entry.PersonId, entry.Entity)));
    }

    [Fact]
    public async Task Send_WhereSomethingIsMissing_NeedsAReasonAndKeepsWhatWasMissing()
    {
        var statement = await StatementCase.StartAsync();
        var silent = await Refusal.OfAsync(StatusCode.InvalidArgument, Send(request => request.SentAnywayBecause = ""));

        await Send(_ => { });

        Assert.Equal("sent_anyway_because", silent.Fields.Single());
        var sending = (await statement.RecordAsync()).Sendings.Single();
        Assert.Equal("The date is kept.", sending.SentAnywayBecause);
        Assert.Contains("The section “Introduction” is empty.", sending.Shortfalls);
        Assert.Contains("The delegated safeguarding partner of Moorland Police has not signed off.", sending.Shortfalls);

        Task Send(Action<V1.SendStatementRequest> change) => statement.SendAsync(change);
    }

    [Fact]
    public async Task Send_ByOthersThanSenderAndDeputy_IsRefusedButTheManagerRecordsWhatIsOver()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.SendAsync(by: statement.PoliceDelegate));
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.SendAsync(request => request.OwnMailbox = false, here.Manager));

        await statement.SendAsync(by: here.Manager);
        await statement.SendAsync(request => request.AgainBecause = "The annex was forgotten.", statement.CouncilDelegate);

        Assert.Equal([(2, true), (1, false)], (await statement.RecordAsync()).Sendings.Select(one => (one.Number, one.Current)));
    }

    [Fact]
    public async Task Send_WithoutANamedSender_IsTheOnlyThingThatIsBlocked()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        await manager.ArrangeStatementAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 2 });

        var readiness = await manager.GetReadinessAsync(new() { StatementId = statement.StatementId });
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.SendAsync(by: statement.Here.Manager));

        Assert.True(readiness.Blocked);
        Assert.Equal([V1.ReadinessIssue.NoSender], readiness.Lines.Where(line => line.Blocks).Select(line => line.Issue));
        Assert.Contains("Name the sender", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OfAContentThatChangedSince_IsAborted()
    {
        var statement = await StatementCase.StartAsync();
        var seen = await statement.HashAsync();
        await statement.WriteAsync("Introduction", "We answer.");
        await Refusal.OfAsync(StatusCode.Aborted, statement.SendAsync(request => request.ContentSha256 = seen));
        Assert.Empty((await statement.RecordAsync()).Sendings);
    }

    [Theory]
    [InlineData("2024-03-08", 4)]
    [InlineData("2024-03-04", 0)]
    [InlineData("2024-02-29", 0)]
    public async Task Send_AfterTheDateThatCounts_SaysHowManyDaysLate(string sentOn, int daysLate)
    {
        var statement = await StatementCase.StartAsync();
        await statement.Here.InspectionIsAsync(InspectionPhase.Published, [], "2024-03-04");

        await statement.SendAsync(request => request.SentOn = sentOn);

        var record = await statement.RecordAsync();
        Assert.Equal((daysLate, sentOn), (record.Sendings.Single().DaysLate, record.Statement.SentOn));
    }

    [Fact]
    public async Task Send_FromOwnMailboxWithoutWhatItNeeds_SaysAllOfIt()
    {
        var statement = await StatementCase.StartAsync();
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.SendAsync(request =>
        {
            (request.SentBy, request.SentOn, request.Mail) = ("", "", ByteString.CopyFromUtf8("Not a mail."));
        }));
        var future = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.SendAsync(request => request.SentOn = Later));
        var large = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.SendAsync(
            request => request.Mail = ByteString.CopyFromUtf8("From: a@b.example\r\n\r\n" + new string('x', StatementFile.Largest))));

        Assert.Equal(["mail", "sent_by", "sent_on"], refusal.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(("sent_on", "mail"), (future.Fields.Single(), large.Fields.Single()));
    }

    [Fact]
    public async Task Send_AgainAfterTheDate_IsTheSameFilesWithAReason()
    {
        var statement = await StatementCase.StartAsync();
        await statement.Here.InspectionIsAsync(InspectionPhase.Published, [], "2024-03-04");
        await statement.SendAsync(request => request.SentOn = "2024-03-04");
        await statement.MoveDateAsync("2027-06-30");
        var silent = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.SendAsync());

        await statement.SendAsync(request => (request.AgainBecause, request.SentAnywayBecause) = ("It bounced.", ""));

        Assert.Equal("again_because", silent.Fields.Single());
        var record = await statement.RecordAsync();
        var (second, first) = (record.Sendings[0], record.Sendings[1]);
        Assert.Equal((first.ContentSha256, first.WordSha256, first.HtmlSha256), (second.ContentSha256, second.WordSha256, second.HtmlSha256));
        Assert.Equal((true, false, "It bounced."), (second.Current, first.Current, second.AgainBecause));
        // What the plan says is when it went out first.
        Assert.Equal("2024-03-04", (await statement.Here.As(statement.Here.Manager).GetActionPlanAsync(new() { PlanId = statement.PlanId })).StatementSentOn);
    }

    [Fact]
    public async Task Send_ACorrectedVersionBeforeTheDate_ReplacesItAndTheEarlierStays()
    {
        var statement = await StatementCase.StartAsync();
        await statement.Here.InspectionIsAsync(InspectionPhase.Published, [], Later);
        await statement.SendAsync();
        await statement.SignOffAsync(statement.PoliceDelegate);
        await statement.WriteAsync("Introduction", "We answer, corrected.");
        Assert.False((await statement.RecordAsync()).SignOffs.Single().Stands);

        await statement.SendAsync(request => request.AgainBecause = "A section was empty.");

        var record = await statement.RecordAsync();
        Assert.Equal([(2, true), (1, false)], record.Sendings.Select(one => (one.Number, one.Current)));
        Assert.NotEqual(record.Sendings[0].WordSha256, record.Sendings[1].WordSha256);
        var earlier = await statement.FileAsync(statement.As(statement.Sender).GetStatementFile(new() { PartId = record.Sendings[1].SendingId, Format = V1.DocumentFormat.Word }));
        Assert.Equal(record.Sendings[1].WordSha256, Hash(earlier.Content));
        await statement.As(statement.Here.Manager).RecordReplyAsync(
            new() { StatementId = statement.StatementId, Kind = V1.ReplyKind.Acknowledged, ReceivedOn = statement.Today(), From = "Ofsted" });
        // Now it is with them: nothing of it changes any more.
        var section = await statement.SectionAsync("Governance");
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(statement.Here.Manager).WriteSectionAsync(
            new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = "Late." }));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(statement.IcbDelegate).SignOffAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync() }));
    }

    [Fact]
    public async Task Reply_WithAFile_IsKeptAndMovesTheState()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        var request = new V1.RecordReplyRequest
        {
            StatementId = statement.StatementId, Kind = V1.ReplyKind.Accepted, ReceivedOn = statement.Today(), From = "Ofsted", Words = "Thank you.",
            FileName = "reply.pdf", File = ByteString.CopyFromUtf8("%PDF-1.7 " + new string('x', 150_000)),
        };
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RecordReplyAsync(request));
        await statement.SendAsync();
        var unknown = await Refusal.OfAsync(StatusCode.InvalidArgument, manager.RecordReplyAsync(
            new(request) { File = ByteString.CopyFrom(0, 1, 2), Kind = V1.ReplyKind.Unspecified, ReceivedOn = Later }));

        var reply = await manager.RecordReplyAsync(request);
        await manager.RecordReplyAsync(new() { StatementId = statement.StatementId, Kind = V1.ReplyKind.Acknowledged, ReceivedOn = statement.Today(), From = "Ofsted" });

        Assert.Equal(["file", "kind", "received_on"], unknown.Fields.Order(StringComparer.Ordinal));
        var record = await statement.RecordAsync(statement.PoliceLead);
        Assert.Equal((V1.StatementState.Replied, 2), (record.Statement.State, record.Replies.Count));
        var file = await statement.FileAsync(statement.As(statement.PoliceLead).GetStatementFile(new() { PartId = reply.PartId, Attachment = true }));
        Assert.Equal((record.Replies[0].FileSha256, "reply.pdf", "application/pdf", 3), (Hash(file.Content), file.First.FileName, file.First.MediaType, file.Parts));
        Assert.Equal(request.File, ByteString.CopyFrom(file.Content));
    }

    [Fact]
    public async Task Publication_OfASentStatement_IsRecordedAndTakenBack()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        var request = new V1.RecordPublicationRequest { StatementId = statement.StatementId, ExpectedVersion = 2, PublishedOn = statement.Today(), PublishedUrl = "https://haskermoor.example/statement" };
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RecordPublicationAsync(request));
        await statement.SendAsync();
        request.ExpectedVersion = 3;
        var odd = await Refusal.OfAsync(StatusCode.InvalidArgument, manager.RecordPublicationAsync(new(request) { PublishedUrl = "javascript:alert(1)" }));

        await manager.RecordPublicationAsync(request);
        var published = (await statement.RecordAsync(statement.SchoolsLead)).Statement;
        await manager.RecordPublicationAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 4 });

        Assert.Equal("published_url", odd.Fields.Single());
        Assert.Equal((statement.Today(), "https://haskermoor.example/statement"), (published.PublishedOn, published.PublishedUrl));
        Assert.Equal("", (await statement.RecordAsync()).Statement.PublishedUrl);
    }

    [Fact]
    public async Task ChangesSinceSent_OfThePlan_AreToldToWhoeverSeesTheActions()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var ofSchools = here.NewAction(statement.PlanId);
        (ofSchools.Lead, ofSchools.Title) = (new V1.Lead { AgencyId = here.Schools }, "Train designated leads");
        ofSchools.SupportingAgencyIds.Clear();
        var theirs = await here.As(here.Manager).AddActionAsync(ofSchools);
        Assert.Equal(new V1.ListChangesSinceSentReply(), await ChangesAsync(here.Manager));
        await statement.SendAsync();
        Assert.Empty((await ChangesAsync(here.Manager)).Changes);

        await statement.MoveDateAsync("2027-06-30");
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = theirs.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "No money." });

        var all = await ChangesAsync(statement.Sender);
        Assert.Equal(statement.Today(), all.SentOn);
        Assert.Equal(
            [(V1.ContentChangeKind.Closed, theirs.ActionId), (V1.ContentChangeKind.DateMoved, statement.Action.ActionId)],
            all.Changes.Select(change => (change.Kind, change.ActionId)).OrderBy(change => change.Kind));
        Assert.Equal(statement.Action.ActionId, Assert.Single((await ChangesAsync(statement.PoliceLead)).Changes).ActionId);
        Assert.Equal(theirs.ActionId, Assert.Single((await ChangesAsync(statement.SchoolsLead)).Changes).ActionId);

        async Task<V1.ListChangesSinceSentReply> ChangesAsync(TestPerson person) =>
            await statement.As(person).ListChangesSinceSentAsync(new() { PlanId = statement.PlanId });
    }

    [Fact]
    public async Task Render_TheStatementAsItIs_HasTheTablesAndTheMarking()
    {
        var statement = await StatementCase.StartAsync();
        await statement.WriteAsync("Governance", "The board oversees it.\n\n- Each month.\n- Each year.");
        var manager = statement.As(statement.Here.Manager);

        var html = await statement.FileAsync(manager.RenderStatement(new() { StatementId = statement.StatementId, Format = V1.DocumentFormat.Html }));
        var word = await statement.FileAsync(manager.RenderStatement(new() { StatementId = statement.StatementId, Format = V1.DocumentFormat.Word }));

        var page = System.Text.Encoding.UTF8.GetString(html.Content);
        Assert.All(
            ["OFFICIAL", "Haskermoor", "The board oversees it.", "<li>Each year.</li>", statement.Action.Reference, "Moorland Police", "With NHS Moorland", "Measured by: Quarterly multi-agency audit.", "31 March 2027"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal((StatementFile.Html, StatementFile.Word, word.First.Sha256), (html.First.MediaType, word.First.MediaType, Hash(word.Content)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.FileAsync(
            statement.As(statement.PoliceLead).RenderStatement(new() { StatementId = statement.StatementId, Format = V1.DocumentFormat.Html })));
        var unsaid = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.FileAsync(manager.RenderStatement(new() { StatementId = statement.StatementId })));
        Assert.Equal("format", unsaid.Fields.Single());
    }

    [Fact]
    public async Task Database_WhatWasSentAndSigned_IsNotRewrittenEvenBySql()
    {
        var statement = await StatementCase.StartAsync();
        await statement.SignOffAsync(statement.PoliceDelegate);
        await statement.SendAsync();
        await using var app = new Npgsql.NpgsqlConnection(statement.Here.Host.Database.App);
        await app.OpenAsync();
        await Dapper.SqlMapper.ExecuteAsync(app, "select set_config('app.tenants', @tenants, false)", new { tenants = $"{{{statement.Here.TenantId}}}" });
        foreach (var sql in new[]
        {
            "update statement_content set content = ''", "delete from statement_file", "update statement_draft set note = ''", "delete from statement_sending",
            "update statement_sending set sent_to = 'x'", "update statement_sign_off set content_sha256 = 'x'", "delete from statement_sign_off",
        })
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Dapper.SqlMapper.ExecuteAsync(app, sql));
        }

        await Dapper.SqlMapper.ExecuteAsync(app, "reset app.tenants");
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
