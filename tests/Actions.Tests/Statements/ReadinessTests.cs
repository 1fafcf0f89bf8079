using Google.Protobuf;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Actions.Tests;

/// <summary>What stands between a statement and its sending, in sentences.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Readiness_OfABareStatement_SaysEachThingWithItsRecord()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var priority = await here.FindingAsync("Strategy discussions are late.", kind: FindingKind.PriorityAction);
        await here.FindingAsync("Leaders know their services.", kind: FindingKind.Strength);
        var improvement = await here.FindingAsync("Records are thin.", kind: FindingKind.Improvement);
        var weak = here.NewAction(statement.PlanId);
        (weak.Title, weak.OutcomeSought, weak.SuccessMeasure, weak.DueOn) = ("Review and embed the pathway", "", "", "2029-01-31");
        var action = await here.As(here.Manager).AddActionAsync(weak);
        await statement.As(here.Manager).AddCommentAsync(new() { StatementId = statement.StatementId, ActionId = action.ActionId, Text = "By when?" });
        await statement.As(here.Manager).ArrangeStatementAsync(new()
        {
            StatementId = statement.StatementId, ExpectedVersion = 2, ReceivedOn = "2026-08-28", HorizonOn = "2027-12-31", SenderId = statement.Sender.Id.ToString(),
        });

        var readiness = await statement.As(statement.Sender).GetReadinessAsync(new() { StatementId = statement.StatementId });

        Assert.False(readiness.Blocked);
        Assert.Equal(await statement.HashAsync(), readiness.ContentSha256);
        Assert.Equal(readiness.Lines.OrderBy(line => line.Issue).Select(line => line.Sentence), readiness.Lines.Select(line => line.Sentence));
        Assert.All(readiness.Lines, line => Assert.EndsWith(".", line.Sentence, StringComparison.Ordinal));
        Assert.Equal(
            [
                (V1.ReadinessIssue.PriorityActionUnanswered, priority.ToString(), "No action answers the priority action HSK-2026-F01, and no reason is recorded why none does."),
                (V1.ReadinessIssue.FindingUnanswered, improvement.ToString(), "No action answers the finding HSK-2026-F01, and no reason is recorded why none does."),
                (V1.ReadinessIssue.NoOutcomeOrMeasure, action.ActionId, $"{action.Reference} says neither what will be different for children nor how the partnership will know."),
                (V1.ReadinessIssue.NotSmart, action.ActionId, $"{action.Reference}: It promises several things at once (review, embed): one action for each is easier to follow."),
                (V1.ReadinessIssue.BeyondHorizon, action.ActionId, $"{action.Reference} is due on 31 January 2029, after the horizon of 31 December 2027."),
            ],
            readiness.Lines.Where(line => line.Issue <= V1.ReadinessIssue.BeyondHorizon).Select(line => (line.Issue, line.RecordId, line.Sentence)));
        Assert.Equal(7, readiness.Lines.Count(line => line.Issue == V1.ReadinessIssue.SectionEmpty));
        Assert.Equal($"A comment on {action.Reference} is neither resolved nor declined.", Sentence(V1.ReadinessIssue.CommentOpen));
        Assert.Equal(3, readiness.Lines.Count(line => line.Issue == V1.ReadinessIssue.SignOffMissing));
        Assert.Equal(4, readiness.Lines.Count(line => line.Issue == V1.ReadinessIssue.ClearanceMissing));
        Assert.Equal("Nobody is named who sends the statement of action if the sender is away.", Sentence(V1.ReadinessIssue.NoDeputy));
        Assert.Equal("No address is recorded to which the statement of action is sent.", Sentence(V1.ReadinessIssue.NoAddress));
        // 70 working days from 28 August, over a bank holiday.
        Assert.Contains(readiness.Lines, line => line.Issue == V1.ReadinessIssue.Deadline
            && line.Sentence == "70 working days from the day of receipt, 28 August 2026, end on 7 December 2026; the letter prints 5 December 2026.");

        string Sentence(V1.ReadinessIssue issue) => readiness.Lines.Single(line => line.Issue == issue).Sentence;
    }

    [Fact]
    public async Task Readiness_TheLettersWarningsAndAPassedDate_AreSaid()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        await here.Host.Inspections.PublishAsync(here.TenantId, here.InspectionId.ToString(), 2, new InspectionChanged
        {
            Inspection = new()
            {
                InspectionId = here.InspectionId.ToString(), Phase = InspectionPhase.Published, StatementDueOn = "2024-03-09", Version = 2,
                Warnings =
                {
                    new LetterWarning { Code = "deadline_weekend", Message = "The deadline is a Saturday." },
                    new LetterWarning { Code = "addressee", Message = "An addressee is unknown." },
                },
            },
        });

        var lines = (await statement.As(here.Manager).GetReadinessAsync(new() { StatementId = statement.StatementId })).Lines
            .Where(line => line.Issue == V1.ReadinessIssue.Deadline).Select(line => line.Sentence).ToList();

        Assert.Equal("The deadline is a Saturday.", lines[0]);
        Assert.StartsWith("The date that counts, 9 March 2024, has passed: sent today, it is ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains("addressee", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_FromTheSameFacts_IsTheSameBytesForWhoeverAsks()
    {
        var statement = await StatementCase.StartAsync();
        var hashes = new HashSet<string>
        {
            await statement.HashAsync(), (await statement.RecordAsync(statement.Sender)).ContentSha256,
            (await statement.As(statement.Sender).GetReadinessAsync(new() { StatementId = statement.StatementId })).ContentSha256,
        };
        Assert.Single(hashes);
        await statement.DescribeAsync(action => action.Title = "Review the whole response");
        Assert.DoesNotContain(await statement.HashAsync(), hashes);
    }

    [Fact]
    public async Task Content_OfAnOwnersNewJobTitle_IsAnotherAndAWord()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        await statement.DescribeAsync(action => action.OwnerId = here.Officer.Id.ToString());
        await statement.SignOffAsync(statement.PoliceDelegate);
        await here.Host.Partners.PublishAsync("platform", here.Officer.Id.ToString(), 2, new PersonChanged
        {
            Person = new() { PersonId = here.Officer.Id.ToString(), AgencyId = here.Police, Name = "Ada Moss", JobTitle = "Chief inspector", Version = 2 },
        });

        var change = (await statement.RecordAsync()).SignOffs.Single().VoidedBy.Single();
        Assert.Equal((V1.ContentChangeKind.Reworded, "Name: Owner", "Ada Moss, Chief inspector"), (change.Kind, change.Field, change.To));
        await statement.As(here.Manager).CorrectEditoriallyAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync(), Reason = "Promoted." });
        Assert.True((await statement.RecordAsync()).SignOffs.Single().Stands);
    }
}
