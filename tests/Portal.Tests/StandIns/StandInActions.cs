using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Actions as the portal sees it: one action, whose version a test may move on as a second person would.</summary>
public sealed class StandInActions : Actions.V1.Actions.ActionsBase
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
        Action = new Actions.V1.Action
        {
            ActionId = ActionId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Reference = "HSK-2026-A014",
            Title = "Answer every referral within a working day", Description = "A rota of <b>three</b> officers.",
            FindingIds = { StandInInspections.FindingId }, Lead = new Lead { AgencyId = "westmarch-police" }, OwnerId = "officer",
            OriginalDueOn = "2020-08-31", DueOn = "2020-09-30", DateChanges = 1, Delivery = Delivery.InProgress, Version = 3,
            AddedAt = At(1),
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
                ActionId => Task.FromResult(Record.Clone()),
                ClosedId => Task.FromResult(new ActionRecord { Action = Record.Action.Clone(), MayUpdate = false }),
                AheadId => Task.FromResult(Ahead()),
                _ => throw new NotFound("action"),
            };
        }
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
                throw new Invalid("narrative", "What was done is missing.");
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
