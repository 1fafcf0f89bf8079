using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Actions and plans in depth, kept as they are written; what managers do, managers alone may.</summary>
public sealed partial class StandInActions
{
    public const string MilestoneId = "0198c0de-0000-7000-8000-000000000021";
    public const string RequestId = "0198c0de-0000-7000-8000-000000000022";
    public const string ThemeId = "0198c0de-0000-7000-8000-000000000023";
    public const string CauseId = "0198c0de-0000-7000-8000-000000000024";

    private int parts = 100;

    /// <summary>Further actions of the plan.</summary>
    public List<ActionProto> Others { get; } = [];

    public PlanParts Parts { get; } = new()
    {
        Themes = { new Theme { ThemeId = ThemeId, PlanId = "plan", Name = "Identification of risk", Position = 1, LeadBodyId = "executive", Version = 1 } },
        Causes =
        {
            new SharedCause
            {
                CauseId = CauseId, PlanId = "plan", Name = "Pre-birth procedures are not agreed", Remedy = "A task and finish group",
                Lead = new Lead { AgencyId = "moors-icb" }, DueOn = "2027-03-31", Version = 1,
            },
        },
    };

    /// <summary>An action of the plan beside the one.</summary>
    public static ActionProto Another(int number, System.Action<ActionProto>? besides = null)
    {
        var action = new ActionProto
        {
            ActionId = $"0198c0de-0000-7000-8000-{number + 5000:d12}", PlanId = "plan", InspectionId = StandInInspections.InspectionId,
            Reference = $"HSK-2026-A{number}", Title = $"Action number {number}", Description = "What is done.", FindingIds = { StandInInspections.FindingId },
            Lead = new Lead { AgencyId = "moors-icb" }, OriginalDueOn = "2999-03-31", DueOn = "2999-03-31", Delivery = Delivery.InProgress, Version = 1,
            AddedAt = At(1),
        };
        besides?.Invoke(action);
        return action;
    }

    public override Task<PlanParts> GetPlanParts(GetPlanPartsRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            foreach (var cause in Parts.Causes)
            {
                cause.Actions = All.Count(action => action.SharedCauseId == cause.CauseId);
            }

            return Task.FromResult(Parts.Clone());
        }
    }

    public override Task<ListDateRequestsReply> ListDateRequests(ListDateRequestsRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var waiting = Record.DateRequests.Where(one => one.State == DateRequestState.Waiting && (IsManager(context) || one.PersonId == PersonOf(context)));
            return Task.FromResult(new ListDateRequestsReply { Requests = { waiting.Select(one => one.Clone()) }, Actions = { Record.Action.Clone() } });
        }
    }

    public override Task<ActionReply> AddAction(AddActionRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        new RequestCheck()
            .That(request.Title.Length > 0, "title", "Enter what the action is called.")
            .That(request.Resources is null or { OneOffPounds: >= 0, YearlyPounds: >= 0 }, "resources.one_off_pounds", "Enter whole pounds.")
            .That(request.Links.All(link => link.Reference.Length > 0), "links.reference", "Enter the reference of the link.")
            .ThrowIfRefused();
        Acts.Enqueue(request);
        var action = Another(Others.Count + 15, added =>
        {
            (added.Title, added.Description, added.Lead, added.ThemeId, added.OwnerId, added.OwnerPostId) =
                (request.Title, request.Description, request.Lead, request.ThemeId, request.OwnerId, request.OwnerPostId);
            (added.DueOn, added.NextReviewOn, added.Resources, added.QuickWin) = (request.DueOn, request.NextReviewOn, request.Resources, request.QuickWin);
            added.JointLeads.Add(request.JointLeads);
            added.Links.Add(request.Links);
        });
        Others.Add(action);
        return new ActionReply { ActionId = action.ActionId, Reference = action.Reference, Version = 1 };
    });

    public override Task<ActionReply> DescribeAction(DescribeActionRequest request, ServerCallContext context) => Change(context, request, managerAlone: true, action =>
    {
        new RequestCheck()
            .That(request.Title.Length > 0, "title", "Enter what the action is called.")
            .That(request.Links.All(link => link.Reference.Length > 0), "links.reference", "Enter the reference of the link.")
            .ThrowIfRefused();
        (action.Title, action.Description, action.Theme, action.ThemeId, action.Lead, action.OwnerId, action.OwnerPostId) =
            (request.Title, request.Description, request.Theme, request.ThemeId, request.Lead, request.OwnerId, request.OwnerPostId);
        (action.OutcomeSought, action.SuccessMeasure, action.Resources, action.QuickWin) =
            (request.OutcomeSought, request.SuccessMeasure, request.Resources, request.QuickWin);
        (action.BeganBeforePublication, action.AnsweringBodyId) = (request.BeganBeforePublication, request.AnsweringBodyId);
        Replace(action.JointLeads, request.JointLeads);
        Replace(action.Links, request.Links);
        Replace(action.FindingIds, request.FindingIds);
        Replace(action.SupportingAgencyIds, request.SupportingAgencyIds);
        return (ActionChangeKind.DescribedAnew, request.Reason);
    });

    public override Task<ActionPartReply> SaveMilestone(SaveMilestoneRequest request, ServerCallContext context) => ChangePart(context, request, action =>
    {
        new RequestCheck().That(request.Title.Length > 0, "title", "Enter what will be done.").ThrowIfRefused();
        var milestone = Record.Milestones.FirstOrDefault(one => one.MilestoneId == request.MilestoneId);
        if (milestone is null)
        {
            Record.Milestones.Add(milestone = new Milestone { MilestoneId = NextId(), ActionId = action.ActionId });
        }

        (milestone.Title, milestone.DueOn, milestone.DoneOn) = (request.Title, request.DueOn, request.DoneOn);
        milestone.DoneBy = request.DoneOn.Length > 0 ? PersonOf(context) : "";
        CountMilestones();
        return ActionChangeKind.MilestonesChanged;
    });

    public override Task<ActionReply> RemoveMilestone(RemoveMilestoneRequest request, ServerCallContext context) => Change(context, request, managerAlone: true, action =>
    {
        new RequestCheck().That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        Record.Milestones.Remove(Record.Milestones.FirstOrDefault(one => one.MilestoneId == request.MilestoneId) ?? throw new NotFound("milestone"));
        CountMilestones();
        return (ActionChangeKind.MilestonesChanged, request.Reason);
    });

    public override Task<ActionReply> SetDependencies(SetDependenciesRequest request, ServerCallContext context) => Change(context, request, managerAlone: false, action =>
    {
        if (request.DependsOn.Any(one => Others.Any(other => other.ActionId == one.ActionId && other.DependsOn.Any(back => back.ActionId == action.ActionId))))
        {
            throw new Refused("The action would wait for itself.");
        }

        Replace(action.DependsOn, request.DependsOn);
        return (ActionChangeKind.DependenciesChanged, "");
    });

    public override Task<ActionPartReply> RecordCoverage(RecordCoverageRequest request, ServerCallContext context) => ChangePart(context, request, action =>
    {
        new RequestCheck()
            .That(request.Done >= 0 && request.Done <= request.Of, "done", "Enter how many are done, at most as many as there are.")
            .That(request.Of > 0, "of", "Enter how many there are in all.")
            .That(request.What.Length > 0, "what", "Enter what is counted.")
            .ThrowIfRefused();
        action.Coverage = new CoverageReading
        {
            ReadingId = NextId(), ActionId = action.ActionId, Done = request.Done, Of = request.Of, What = request.What,
            On = request.On.Length > 0 ? request.On : "2026-11-10", PersonId = PersonOf(context),
        };
        Record.Coverage.Insert(0, action.Coverage);
        return ActionChangeKind.CoverageRecorded;
    });

    public override Task<ActionReply> PauseAction(PauseActionRequest request, ServerCallContext context) => Change(context, request, managerAlone: true, action =>
    {
        new RequestCheck()
            .That(request.Reason.Length > 0, "reason", "Enter why it is paused.")
            .That(request.ReviewOn.Length > 0, "review_on", "Enter when it is looked at again.").ThrowIfRefused();
        action.Pause = new Pause { Reason = request.Reason, Since = "2026-11-10", ReviewOn = request.ReviewOn };
        return (ActionChangeKind.Paused, request.Reason);
    });

    public override Task<ActionReply> ResumeAction(ResumeActionRequest request, ServerCallContext context) => Change(context, request, managerAlone: true, action =>
    {
        action.Pause = null;
        return (ActionChangeKind.Resumed, request.Reason);
    });

    public override Task<ActionPartReply> AskForDate(AskForDateRequest request, ServerCallContext context) => ChangePart(context, request, action =>
    {
        new RequestCheck()
            .That(request.Reason != default, "reason", "Choose why it is needed.")
            .That(action.DateAskedFor.Length == 0, "to", "A request for this action waits for a decision already.").ThrowIfRefused();
        Record.DateRequests.Insert(0, new DateRequest
        {
            RequestId = NextId(), ActionId = action.ActionId, From = action.DueOn, To = request.To, Reason = request.Reason, Explanation = request.Explanation,
            PersonId = PersonOf(context), At = At(6), State = DateRequestState.Waiting, Version = 1,
        });
        action.DateAskedFor = request.To;
        return ActionChangeKind.DateAskedFor;
    });

    public override Task<ActionReply> DecideDate(DecideDateRequest request, ServerCallContext context)
    {
        return Settle(context, request.RequestId, request.ExpectedVersion, managerAlone: true, asked =>
        {
            new RequestCheck().That(request.Approved || request.Words.Length > 0, "words", "Say why you decline it.").ThrowIfRefused();
            (asked.State, asked.Decision, asked.DecidedBy, asked.DecidedAt) =
                (request.Approved ? DateRequestState.Approved : DateRequestState.Declined, request.Words, PersonOf(context), At(7));
            if (request.Approved)
            {
                Record.DateChanges.Insert(0, new DateChange { From = asked.From, To = asked.To, Reason = asked.Reason, PersonId = PersonOf(context), At = At(7) });
                Record.Action.DueOn = asked.To;
            }
        });
    }

    public override Task<ActionReply> WithdrawDateRequest(WithdrawDateRequestRequest request, ServerCallContext context) => Settle(
        context, request.RequestId, request.ExpectedVersion, managerAlone: false, asked =>
        {
            if (asked.PersonId != PersonOf(context))
            {
                throw new Forbidden("Only who asked takes it back.");
            }

            asked.State = DateRequestState.TakenBack;
        });

    private IEnumerable<ActionProto> All => Others.Prepend(Record.Action);

    private static bool IsManager(ServerCallContext context) => PersonOf(context) == "manager";

    private static string PersonOf(ServerCallContext context) => StandInPartners.Bearer(context).Split(' ')[0];

    private static void Replace<T>(Google.Protobuf.Collections.RepeatedField<T> kept, IEnumerable<T> written)
    {
        var copy = written.ToList();
        kept.Clear();
        kept.Add(copy);
    }

    private string NextId() => $"0198c0de-0000-7000-8000-{++parts + 7000:d12}";

    private void CountMilestones()
    {
        var open = Record.Milestones.Where(one => one.DoneOn.Length == 0).ToList();
        (Record.Action.Milestones, Record.Action.MilestonesDone) = (Record.Milestones.Count, Record.Milestones.Count - open.Count);
        Record.Action.NextMilestoneDueOn = open.Select(one => one.DueOn).Order(StringComparer.Ordinal).FirstOrDefault() ?? "";
    }

    private Task<TReply> Write<TReply>(ServerCallContext context, bool managerAlone, Func<TReply> write)
    {
        if (managerAlone && !IsManager(context))
        {
            throw new Forbidden("You may not do this.");
        }

        lock (gate)
        {
            return Plan.Closing is null || context.Method.EndsWith("/ReopenActionPlan", StringComparison.Ordinal)
                ? Task.FromResult(write())
                : throw new Refused("The action plan is closed.");
        }
    }

    private Task<ActionReply> Change(
        ServerCallContext context, Google.Protobuf.IMessage request, bool managerAlone, Func<ActionProto, (ActionChangeKind Kind, string Reason)> change) =>
        Write(context, managerAlone, () =>
        {
            var fields = request.Descriptor;
            var id = (string)fields.FindFieldByName("action_id").Accessor.GetValue(request);
            var action = All.FirstOrDefault(one => one.ActionId == id) ?? throw new NotFound("action");
            if ((long)fields.FindFieldByName("expected_version").Accessor.GetValue(request) != action.Version)
            {
                throw new Conflict(action.Version);
            }

            var (kind, reason) = change(action);
            action.Version++;
            Acts.Enqueue(request);
            Tell(kind, reason, context);
            return new ActionReply { ActionId = id, Reference = action.Reference, Version = action.Version };
        });

    private async Task<ActionPartReply> ChangePart(ServerCallContext context, Google.Protobuf.IMessage request, Func<ActionProto, ActionChangeKind> change)
    {
        var reply = await Change(context, request, managerAlone: false, action => (change(action), ""));
        return new ActionPartReply { ActionId = reply.ActionId, ActionVersion = reply.Version };
    }

    private Task<ActionReply> Settle(ServerCallContext context, string requestId, long version, bool managerAlone, Action<DateRequest> settle) =>
        Write(context, managerAlone, () =>
        {
            var asked = Record.DateRequests.FirstOrDefault(one => one.RequestId == requestId) ?? throw new NotFound("request");
            if (asked.State != DateRequestState.Waiting)
            {
                throw new Refused("The request is settled already.");
            }

            if (asked.Version != version)
            {
                throw new Conflict(asked.Version);
            }

            settle(asked);
            asked.Version++;
            Record.Action.DateAskedFor = "";
            Record.Action.Version++;
            Tell(asked.State == DateRequestState.Approved ? ActionChangeKind.DueDateMoved : ActionChangeKind.DateNotMoved, asked.Decision, context);
            return new ActionReply { ActionId = asked.ActionId, Version = Record.Action.Version };
        });

    private void Tell(ActionChangeKind kind, string reason, ServerCallContext context) => Record.Changes.Insert(0, new RecordedChange
    {
        Version = Record.Action.Version, Kind = kind, Reason = reason, PersonId = PersonOf(context), AgencyId = "haskermoor-council", At = At(8),
    });

    private IEnumerable<Neighbour> NeighboursOf(ActionProto action) => All.Where(other => other.ActionId != action.ActionId).SelectMany(other => new[]
    {
        (Waits: action, For: other, Neighbour: other, WaitedFor: true), (Waits: other, For: action, Neighbour: other, WaitedFor: false),
    }).Where(pair => pair.Waits.DependsOn.Any(one => one.ActionId == pair.For.ActionId)).Select(pair => new Neighbour
    {
        ActionId = pair.Neighbour.ActionId, Reference = pair.Neighbour.Reference, Title = pair.Neighbour.Title, DueOn = pair.Neighbour.DueOn,
        Delivery = pair.Neighbour.Delivery, WaitedFor = pair.WaitedFor, TooLate = string.CompareOrdinal(pair.For.DueOn, pair.Waits.DueOn) > 0,
    });
}
