using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What agencies return, what is said in comments, and who sees of it what.</summary>
public sealed class ReturnTests
{
    [Fact]
    public async Task Return_AskedGivenSentBackAndAccepted_IsSeenByItsAgencyAndTheWholePlansReaders()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var manager = statement.As(here.Manager);
        await AskAsync(statement, here.Police, here.Schools);

        var seen = (await statement.RecordAsync(statement.PoliceLead)).Returns;
        var asked = Assert.Single(seen);
        var given = await statement.As(statement.PoliceLead).GiveReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = 1, Text = "Our part." });
        var unexplained = await Refusal.OfAsync(StatusCode.InvalidArgument, manager.SettleReturnAsync(
            new() { ReturnId = asked.ReturnId, ExpectedVersion = given.Version, State = V1.ReturnState.SentBack }));
        await manager.SettleReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = 2, State = V1.ReturnState.SentBack, Note = "Dates are missing." });
        await statement.As(statement.PoliceLead).GiveReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = 3, Text = "Our part, with dates." });
        await manager.SettleReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = 4, State = V1.ReturnState.Accepted });

        Assert.Equal("note", unexplained.Fields.Single());
        Assert.Equal((V1.ReturnState.Asked, here.Police), (asked.State, asked.From.AgencyId));
        var record = (await statement.RecordAsync(statement.Sender)).Returns.Single(one => one.ReturnId == asked.ReturnId);
        Assert.Equal((V1.ReturnState.Accepted, "Our part, with dates.", false, 5L), (record.State, record.Text, record.TypedIn, record.Version));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(statement.PoliceLead).GiveReturnAsync(
            new() { ReturnId = asked.ReturnId, ExpectedVersion = 5, Text = "More." }));
        await Refusal.OfAsync(StatusCode.NotFound, statement.As(statement.SchoolsLead).GiveReturnAsync(
            new() { ReturnId = asked.ReturnId, ExpectedVersion = 5, Text = "Theirs." }));
    }

    [Fact]
    public async Task Return_TypedInDraftedOrNeverCome_SaysSo()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var manager = statement.As(here.Manager);
        await AskAsync(statement, here.Police, here.Schools, here.Icb);
        var asked = (await statement.RecordAsync()).Returns.ToDictionary(one => one.From.AgencyId);

        await manager.GiveReturnAsync(new() { ReturnId = asked[here.Police].ReturnId, ExpectedVersion = 1, Text = "As their e-mail says." });
        await manager.SettleReturnAsync(new() { ReturnId = asked[here.Schools].ReturnId, ExpectedVersion = 1, State = V1.ReturnState.DraftedForThem, Text = "Written after a call." });
        await manager.SettleReturnAsync(new() { ReturnId = asked[here.Icb].ReturnId, ExpectedVersion = 1, State = V1.ReturnState.NoneReceived, Note = "Asked twice since May; their chief nurse was told." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.SettleReturnAsync(
            new() { ReturnId = asked[here.Icb].ReturnId, ExpectedVersion = 2, State = V1.ReturnState.Accepted }));

        var now = (await statement.RecordAsync()).Returns.ToDictionary(one => one.From.AgencyId);
        Assert.Equal((V1.ReturnState.Returned, true), (now[here.Police].State, now[here.Police].TypedIn));
        Assert.Equal((V1.ReturnState.DraftedForThem, "Written after a call."), (now[here.Schools].State, now[here.Schools].Text));
        var lines = (await manager.GetReadinessAsync(new() { StatementId = statement.StatementId })).Lines
            .Where(line => line.Issue == V1.ReadinessIssue.ReturnOutstanding).Select(line => line.Sentence);
        Assert.Equal(
            ["No return came from NHS Moorland: Asked twice since May; their chief nurse was told.", "The return of Moorland Police waits to be accepted or sent back."],
            lines.Order(StringComparer.Ordinal));

        await AskAsync(statement, here.Icb);
        Assert.Equal(V1.ReturnState.Asked, (await statement.RecordAsync()).Returns.Single(one => one.From.AgencyId == here.Icb).State);
    }

    [Fact]
    public async Task Ask_StrangersOrWithoutADate_IsRefused()
    {
        var statement = await StatementCase.StartAsync();
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(statement.Here.Manager).AskForReturnsAsync(
            new() { StatementId = statement.StatementId, ExpectedVersion = 2, From = { new V1.Lead { AgencyId = "somebody-else" } } }));
        Assert.Equal(["due_on", "from"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Comments_OnOwnPartsAndOthers_AreSeenAndAnsweredByWhomTheyConcern()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var police = statement.As(statement.PoliceLead);
        var ofPolice = await statement.SectionAsync("Moorland Police");
        var introduction = await statement.SectionAsync("Introduction");

        var onAction = await police.AddCommentAsync(new() { StatementId = statement.StatementId, ActionId = statement.Action.ActionId, Text = "Name response officers too." });
        await police.AddCommentAsync(new() { StatementId = statement.StatementId, SectionId = ofPolice.SectionId, Text = "Our board meets in May." });
        var onWhole = await statement.As(here.Manager).AddCommentAsync(new() { StatementId = statement.StatementId, Text = "Too long." });
        await Refusal.OfAsync(StatusCode.NotFound, police.AddCommentAsync(new() { StatementId = statement.StatementId, SectionId = introduction.SectionId, Text = "Words." }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, police.AddCommentAsync(new() { StatementId = statement.StatementId, Text = "Words." }));
        await Refusal.OfAsync(StatusCode.NotFound, statement.As(statement.SchoolsLead).AddCommentAsync(
            new() { StatementId = statement.StatementId, ActionId = statement.Action.ActionId, Text = "Words." }));

        Assert.Equal(2, (await statement.RecordAsync(statement.PoliceLead)).Comments.Count);
        Assert.Empty((await statement.RecordAsync(statement.SchoolsLead)).Comments);
        await Refusal.OfAsync(StatusCode.PermissionDenied, police.AnswerCommentAsync(
            new() { CommentId = onAction.PartId, ExpectedVersion = 1, State = V1.CommentState.Resolved, Answer = "Done." }));
        await Refusal.OfAsync(StatusCode.NotFound, police.AnswerCommentAsync(
            new() { CommentId = onWhole.PartId, ExpectedVersion = 1, State = V1.CommentState.Resolved, Answer = "Done." }));
        var wordless = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(here.Manager).AnswerCommentAsync(
            new() { CommentId = onAction.PartId, ExpectedVersion = 1, State = V1.CommentState.Declined }));
        await statement.As(here.Manager).AnswerCommentAsync(
            new() { CommentId = onAction.PartId, ExpectedVersion = 1, State = V1.CommentState.Declined, Answer = "They are meant already." });

        Assert.Equal("answer", wordless.Fields.Single());
        var comments = (await statement.RecordAsync()).Comments;
        Assert.Equal([V1.CommentState.Open, V1.CommentState.Open, V1.CommentState.Declined], comments.Select(comment => comment.State));
        Assert.Equal(("They are meant already.", statement.PoliceLead.AgencyId), (comments[^1].Answer, comments[^1].AgencyId));
    }

    [Fact]
    public async Task Statement_BeingPrepared_ShowsOtherAgenciesTheirOwnPartAlone()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        await AskAsync(statement, here.Police, here.Schools);
        await statement.As(here.Manager).CirculateDraftAsync(new() { StatementId = statement.StatementId, To = { new V1.Lead { AgencyId = here.Schools } } });

        var ofPolice = await statement.RecordAsync(statement.PoliceLead);
        var ofSchools = await statement.RecordAsync(statement.SchoolsLead);

        Assert.Equal(("Moorland Police", 1, 0, ""), (ofPolice.Sections.Single().Heading, ofPolice.Returns.Count, ofPolice.Drafts.Count, ofPolice.ContentSha256));
        Assert.Equal((0, 1, 1), (ofSchools.Sections.Count, ofSchools.Returns.Count, ofSchools.Drafts.Count));
        await statement.SendAsync();
        var sent = await statement.RecordAsync(statement.SchoolsLead);
        Assert.Equal((7, 1, 1, 0), (sent.Sections.Count, sent.Returns.Count, sent.Sendings.Count, sent.Sendings[0].Shortfalls.Count));
    }

    private static async Task AskAsync(StatementCase statement, params string[] agencies) => await statement.As(statement.Here.Manager).AskForReturnsAsync(new()
    {
        StatementId = statement.StatementId,
        ExpectedVersion = (await statement.RecordAsync()).Statement.Version,
        DueOn = "2099-01-31",
        From = { agencies.Select(agency => new V1.Lead { AgencyId = agency }) },
    });
}
