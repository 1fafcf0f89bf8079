using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>As <see cref="IsolationTests"/>, of statements.</summary>
public sealed class StatementIsolationTests
{
    private static readonly IsolationSweep Sweep = new(V1.Statements.Descriptor);

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((42, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var (ours, theirs) = (await StatementCase.StartAsync(), await StatementCase.StartAsync());
        var faults = await Sweep.FaultsAsync(
            ours.Here.Host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(ours, id), await TenantAsync(theirs, id));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<SweptTenant> TenantAsync(StatementCase statement, string id)
    {
        var rpc = id.Split(' ')[0];
        var here = statement.Here;
        var caller = TestPerson.Of(here.Council, Capacity.PartnershipManager, Capacity.DelegatedSafeguardingPartner, Capacity.AgencyLead) with { Id = statement.CouncilDelegate.Id };
        var manager = statement.As(here.Manager);
        var part = "";
        switch (rpc)
        {
            case "StartStatement":
                await statement.SendAsync();
                await manager.RecordReplyAsync(new() { StatementId = statement.StatementId, Kind = V1.ReplyKind.AsksForChanges, ReceivedOn = statement.Today(), From = "Ofsted" });
                break;
            case "AddMissingSections":
                var request = here.NewAction(statement.PlanId);
                request.Lead = new() { BodyId = here.Board };
                await here.As(here.Manager).AddActionAsync(request);
                break;
            case "GiveReturn" or "SettleReturn":
                await manager.AskForReturnsAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 2, DueOn = "2099-01-31", From = { new V1.Lead { AgencyId = here.Council } } });
                part = (await statement.RecordAsync()).Returns.Single().ReturnId;
                break;
            case "RemindReturns":
                await manager.AskForReturnsAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 2, DueOn = "2099-01-31", From = { new V1.Lead { AgencyId = here.Police } } });
                break;
            case "AnswerComment":
                part = (await manager.AddCommentAsync(new() { StatementId = statement.StatementId, Text = "Words." })).PartId;
                break;
            case "CompareDrafts":
                await manager.CirculateDraftAsync(new() { StatementId = statement.StatementId, To = { new V1.Lead { AgencyId = here.Police } } });
                break;
            case "TakeBackSignOff":
                part = (await statement.SignOffAsync(statement.CouncilDelegate)).PartId;
                break;
            case "CorrectEditorially":
                await statement.SignOffAsync(statement.PoliceDelegate);
                await statement.WriteAsync("Introduction", "We answer.");
                break;
            case "RecordReply" or "RecordPublication" or "GetStatementFile":
                part = (await statement.SendAsync()).PartId;
                break;
        }

        var section = (await statement.RecordAsync()).Sections[0];
        return new()
        {
            Caller = _ => caller.In(here),
            Sent = new()
            {
                ["plan_id"] = statement.PlanId,
                ["statement_id"] = statement.StatementId,
                ["section_id"] = section.SectionId,
                ["return_id"] = part,
                ["comment_id"] = part,
                ["sign_off_id"] = part,
                ["part_id"] = part,
                ["author_id"] = here.Officer.Id.ToString(),
                ["sender_id"] = here.Officer.Id.ToString(),
                ["from.agency_id"] = here.Police,
                ["to.agency_id"] = here.Police,
                ["content_sha256"] = await statement.HashAsync(),
                ["format"] = V1.DocumentFormat.Html,
                ["name"] = "Monitoring officer",
                ["given_on"] = statement.Today(),
                ["given_by"] = "Words.",
                ["step"] = V1.BackPlanStep.Sending,
                ["on"] = "2099-01-31",
                ["due_on"] = "2099-01-31",
                ["text"] = "Words.",
                ["answer"] = "Words.",
                ["reason"] = "Words.",
                ["note"] = "Words.",
                ["from"] = "Ofsted",
                ["kind"] = V1.ReplyKind.Acknowledged,
                ["received_on"] = statement.Today(),
                ["from_number"] = 1,
                ["sent_anyway_because"] = "Words.",
                ["own_mailbox"] = true,
                ["sent_on"] = statement.Today(),
                ["sent_by"] = "Words.",
                ["published_on"] = statement.Today(),
                ["published_url"] = "https://haskermoor.example/statement",
                ["AnswerComment state"] = V1.CommentState.Resolved,
                ["SettleReturn state"] = V1.ReturnState.NoneReceived,
                ["expected_version"] = rpc is "RecordPublication" ? 3L
                    : rpc is "ArrangeStatement" or "AddMissingSections" or "RecordClearance" or "MoveBackPlanDate" or "AskForReturns" ? 2L : 1L,
            },
            SentAlone = new()
            {
                ["deputy_sender_id"] = here.Manager.Id.ToString(),
                ["action_id"] = statement.Action.ActionId,
                ["from.body_id"] = here.Board,
                ["to.body_id"] = here.Board,
            },
        };
    }
}
