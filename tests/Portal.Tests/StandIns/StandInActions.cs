using Google.Protobuf.WellKnownTypes;
using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Actions as the portal sees it: one action with a plan around it, whose version a test may move on as a second person would.</summary>
public sealed partial class StandInActions : Actions.V1.Actions.ActionsBase
{
    public const string ActionId = "0198c0de-0000-7000-8000-000000000014";
    public const string ClosedId = "0198c0de-0000-7000-8000-000000000015";

    /// <summary>The same action with a date that is still far ahead.</summary>
    public const string AheadId = "0198c0de-0000-7000-8000-000000000016";

    private readonly Lock gate = new();
    private readonly List<UpdateProgressRequest> taken = [];

    /// <summary>The updates that were accepted, in order.</summary>
    public IReadOnlyList<UpdateProgressRequest> Taken
    {
        get
        {
            lock (gate)
            {
                return [.. taken];
            }
        }
    }

    public ActionRecord Record { get; } = new()
    {
        MayUpdate = true,
        MayAskForDate = true,
        Action = new Actions.V1.Action
        {
            ActionId = ActionId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Reference = "HSK-2026-A014",
            Title = "Answer every referral within a working day", Description = "A rota of <b>three</b> officers.",
            FindingIds = { StandInInspections.FindingId }, Lead = new Lead { AgencyId = "westmarch-police" }, OwnerId = "officer",
            OriginalDueOn = "2020-08-31", DueOn = "2020-09-30", DateChanges = 1, Delivery = Delivery.InProgress, Version = 3,
            AddedAt = At(1), Milestones = 1, NextMilestoneDueOn = "2999-06-30", DateAskedFor = "2999-12-31", ThemeId = ThemeId, Theme = "Identification of risk",
        },
        Milestones = { new Milestone { MilestoneId = MilestoneId, ActionId = ActionId, Title = "The rota is agreed", DueOn = "2999-06-30", Version = 1 } },
        DateRequests =
        {
            new DateRequest
            {
                RequestId = RequestId, ActionId = ActionId, From = "2020-09-30", To = "2999-12-31", Reason = DateChangeReason.CapacityOrStaffing,
                Explanation = "Two posts are vacant.", PersonId = "officer", At = At(4), State = DateRequestState.Waiting, Version = 1,
            },
        },
        Changes =
        {
            new RecordedChange
            {
                Version = 3, Kind = ActionChangeKind.DescribedAnew, PersonId = "manager", AgencyId = "haskermoor-council", At = At(3), Reason = "Clearer so.",
                Fields = { new FieldChange { Field = "title", From = "Answer referrals", To = "Answer every referral within a working day" } },
            },
        },
        DateChanges = { new DateChange { From = "2020-08-31", To = "2020-09-30", Reason = DateChangeReason.Dependency, PersonId = "manager", At = At(2) } },
    };

    /// <summary>What somebody else does in the meantime.</summary>
    public void UpdateAsSomebodyElse(string narrative)
    {
        lock (gate)
        {
            Add(new Update { Narrative = narrative, Delivery = Delivery.InProgress, PersonId = "manager", AgencyId = "haskermoor-council", At = At(3) });
        }
    }

    public override Task<ActionRecord> GetAction(GetActionRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            return request.ActionId switch
            {
                ActionId => Task.FromResult(RecordOf(Record.Action)),
                ClosedId => Task.FromResult(new ActionRecord { Action = Record.Action.Clone(), MayUpdate = false }),
                AheadId => Task.FromResult(Ahead()),
                _ => Task.FromResult(RecordOf(Others.FirstOrDefault(other => other.ActionId == request.ActionId) ?? throw new NotFound("action"))),
            };
        }
    }

    private ActionRecord RecordOf(Actions.V1.Action action)
    {
        var record = action == Record.Action ? Record.Clone() : new ActionRecord { Action = action.Clone(), MayUpdate = true };
        record.Neighbours.Add(NeighboursOf(action));
        return record;
    }

    /// <summary>The plan of the one action.</summary>
    public ActionPlan Plan { get; } = new()
    {
        PlanId = "plan", InspectionId = StandInInspections.InspectionId, Title = "Youth violence", StatementDueOn = "2026-11-28", Actions = 1, Version = 2,
        CollatingBodyIds = { "executive", "community-safety" },
    };

    /// <summary>What managers did to actions and to the plan, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    public override Task<ActionPlan> GetActionPlan(GetActionPlanRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            return Task.FromResult(Plan.Clone());
        }
    }

    public override Task<ListActionPlansReply> ListActionPlans(ListActionPlansRequest request, ServerCallContext context) =>
        Task.FromResult(new ListActionPlansReply { Plans = { Plan.Clone() } });

    public override Task<ListActionsReply> ListActions(ListActionsRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var found = All.Where(action => !request.Withdrawn
                && (request.Lead is null || action.JointLeads.Prepend(action.Lead).Contains(request.Lead))
                && (!request.OpenOnly || action.Delivery is not (Delivery.Complete or Delivery.ClosedWithoutCompletion))
                && request.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .All(word => $"{action.Reference} {action.Title}".Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
            var size = request.PageSize > 0 ? request.PageSize : request.InShort ? 1000 : 100;
            return Task.FromResult(new ListActionsReply
            {
                Actions = { found.Skip((Math.Max(1, request.Page) - 1) * size).Take(size).Select(action => action.Clone()) },
                Total = found.Count,
            });
        }
    }

    public override Task<ListPlanHistoryReply> ListPlanHistory(ListPlanHistoryRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPlanHistoryReply
        {
            Changes =
            {
                new RecordedChange
                {
                    Version = 2, PersonId = "manager", AgencyId = "haskermoor-council", At = At(5),
                    Fields = { new FieldChange { Field = "statement_sent_on", From = "", To = "2026-11-24" } },
                },
            },
        });

    public override Task<ActionPlanReply> RecordStatementSent(RecordStatementSentRequest request, ServerCallContext context)
    {
        if (request.SentBy.Length == 0)
        {
            throw new Invalid("sent_by", "Enter the name and role of who sent it.");
        }

        Acts.Enqueue(request);
        return Task.FromResult(new ActionPlanReply { PlanId = request.PlanId, Version = request.ExpectedVersion + 1 });
    }

    public override Task<ActionReply> CloseAction(CloseActionRequest request, ServerCallContext context)
    {
        if (request.As == ClosedAs.Unspecified)
        {
            throw new Invalid("as", "Say whether the action is superseded, transferred or not pursued.");
        }

        return DidAsync(request, request.ActionId);
    }

    public override Task<ActionReply> WithdrawAction(WithdrawActionRequest request, ServerCallContext context) => DidAsync(request, request.ActionId);

    public override Task<ActionReply> ReopenAction(ReopenActionRequest request, ServerCallContext context) => DidAsync(request, request.ActionId);

    private Task<ActionReply> DidAsync(IMessage act, string actionId)
    {
        Acts.Enqueue(act);
        return Task.FromResult(new ActionReply { ActionId = actionId });
    }

    private ActionRecord Ahead()
    {
        var record = Record.Clone();
        (record.Action.ActionId, record.Action.DueOn) = (AheadId, "2999-09-30");
        return record;
    }

    public override Task<UpdateProgressReply> UpdateProgress(UpdateProgressRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            if (request.ExpectedVersion != Record.Action.Version)
            {
                throw new Conflict(Record.Action.Version);
            }

            if (request.Narrative.Length == 0)
            {
                throw new Invalid("narrative", "Enter what was done.");
            }

            if (request.Delivery == Delivery.NotStarted)
            {
                throw new Invalid("delivery", "Work on this action has begun: say in progress or awaiting verification.");
            }

            taken.Add(request);
            Add(new Update { Narrative = request.Narrative, Delivery = request.Delivery, PersonId = "officer", AgencyId = "westmarch-police", At = At(4) });
            return Task.FromResult(new UpdateProgressReply { ActionId = request.ActionId, Version = Record.Action.Version, UpdateId = "u" });
        }
    }

    private void Add(Update update)
    {
        Record.Updates.Insert(0, update);
        Record.Action.LastUpdate = update;
        Record.Action.Updates++;
        Record.Action.Version++;
    }

    private static Timestamp At(int day) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2020, 10, day, 9, 0, 0, TimeSpan.Zero));
}
