using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Second checks and audits as the portal sees them: two actions that wait, and one audit.</summary>
public sealed partial class StandInAssurance : Actions.V1.Assurance.AssuranceBase
{
    public const string AuditId = "0198c0de-0000-7000-8000-0000000000d1";
    public const string DoneAuditId = "0198c0de-0000-7000-8000-0000000000d9";
    public const string OtherWaitingId = "0198c0de-0000-7000-8000-0000000000d2";

    /// <summary>What people did, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    /// <summary>True where another organisation has to confirm the one action.</summary>
    public bool CheckIsCompulsory { get; set; }

    /// <summary>Of the one action, beside its audit.</summary>
    public List<SecondCheck> Checks { get; } = [];

    /// <summary>Ids of the actions that this caller may not check, with the reason.</summary>
    public ConcurrentDictionary<string, string> MayNot { get; } = new();

    /// <summary>What the next check is refused with; null for nothing.</summary>
    public Exception? Refusing { get; set; }

    /// <summary>One that is done, which found its one action not embedded and is corrected.</summary>
    public Audit DoneAudit { get; } = new()
    {
        AuditId = DoneAuditId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Kind = AuditKind.MultiAgency, Title = "Ten plans of the front door",
        State = AuditState.Done, PlannedFor = "2026-10-01", DoneOn = "2026-10-02", By = "The quality group", SampleSize = 10, Summary = "Plans are followed.",
        Actions = { new AuditOfAction { ActionId = StandInActions.ActionId, Verdict = AuditVerdict.PartlyEmbedded, Reopened = true } }, PersonId = "manager", Version = 3,
    };

    public Audit Audit { get; } = new()
    {
        AuditId = AuditId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Kind = AuditKind.DipSample, Title = "Twenty files of the front door",
        State = AuditState.Planned, PlannedFor = "2020-11-10", Actions = { new AuditOfAction { ActionId = StandInActions.ActionId } }, Version = 1,
    };

    public static Actions.V1.Action Waiting(string actionId, string reference) => new()
    {
        ActionId = actionId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Reference = reference, Title = "Answer every referral within a working day",
        Lead = new Lead { AgencyId = "westmarch-police" }, Delivery = Delivery.AwaitingVerification, Version = 4,
        LastUpdate = new Update { Narrative = "The rota has run for a quarter.", PersonId = "officer", AgencyId = "westmarch-police", At = At },
    };

    public override Task<ListActionsToCheckReply> ListActionsToCheck(ListActionsToCheckRequest request, ServerCallContext context) => Task.FromResult(new ListActionsToCheckReply
    {
        Actions = { ToCheck(StandInActions.ActionId, "HSK-2026-A014", evidence: 1), ToCheck(OtherWaitingId, "HSK-2026-A015", evidence: 0) },
        Total = 2,
    });

    public override Task<CheckActionsReply> CheckActions(CheckActionsRequest request, ServerCallContext context)
    {
        if (Refusing is { } refusal)
        {
            throw refusal;
        }

        var check = new RequestCheck();
        foreach (var (place, one) in request.Actions.Index())
        {
            check.Text($"actions[{place}].words", one.Words, "What is missing", 1000, required: one.Verdict == CheckVerdict.Returned);
            check.That(
                one.Verdict != CheckVerdict.Confirmed || one.EvidenceIds.Count > 0 || one.NoEvidenceBecause.Length > 0, $"actions[{place}].evidence_ids",
                "Choose the evidence that was looked at, or say why there can be none.");
        }

        check.ThrowIfRefused();
        Acts.Enqueue(request);
        return Task.FromResult(new CheckActionsReply { SittingId = "sitting" });
    }

    public override Task<ActionAssurance> GetActionAssurance(GetActionAssuranceRequest request, ServerCallContext context) => Task.FromResult(new ActionAssurance
    {
        Checks = { Checks },
        Audits = { Audit },
        Proven = new ProvenSoFar
        {
            ActionId = request.ActionId, EvidenceItems = 1, CheckCompulsory = CheckIsCompulsory, Gaps = { ProofGap.NoMeasure, ProofGap.NoVoice },
        },
    });

    public override Task<ListAuditsReply> ListAudits(ListAuditsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAuditsReply { Audits = { Audit }, Total = 1 });

    public override Task<AuditRecord> GetAudit(GetAuditRequest request, ServerCallContext context) => Task.FromResult(new AuditRecord
    {
        Audit = request.AuditId switch { AuditId => Audit, DoneAuditId => DoneAudit, _ => throw new NotFound("audit") },
        Actions = { Waiting(StandInActions.ActionId, "HSK-2026-A014") },
        Changes =
        {
            request.AuditId == AuditId ? [] : new[]
            {
                new RecordedChange
                {
                    Version = 3, PersonId = "manager", At = At, Reason = "Typed wrongly.", Fields =
                    {
                        new FieldChange { Field = "sample_size", From = "100", To = "10" },
                        new FieldChange { Field = $"actions.{StandInActions.ActionId}.verdict", From = "3", To = "2" },
                    },
                },
            },
            new RecordedChange { Version = 1, PersonId = "manager", At = At, Fields = { new FieldChange { Field = "state", From = "0", To = "1" } } },
        },
    });

    public override Task<AssuranceReply> PlanAudit(PlanAuditRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().Known("kind", request.Kind, "what kind of audit it is").That(request.ActionIds.Count > 0, "action_ids", "Choose from 1 to 50 actions.");
        check.Text("title", request.Title, "The title", 200, required: true);
        check.ThrowIfRefused();
        return Acted(request);
    }

    public override Task<AssuranceReply> RecordAudit(RecordAuditRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        foreach (var (place, one) in request.Actions.Index())
        {
            check.Known($"actions[{place}].verdict", one.Verdict, "what was found");
        }

        check.ThrowIfRefused();
        return request.ExpectedVersion == Audit.Version ? Acted(request) : throw new Conflict(Audit.Version);
    }

    public override Task<AssuranceReply> CorrectAudit(CorrectAuditRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("reason", request.Reason, "The reason", 500, required: true);
        check.ThrowIfRefused();
        return Acted(request);
    }

    public override Task<AssuranceReply> CancelAudit(CancelAuditRequest request, ServerCallContext context) => Acted(request);

    private static Timestamp At => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 14, 5, 0, TimeSpan.Zero));

    private Task<AssuranceReply> Acted(IMessage request)
    {
        Acts.Enqueue(request);
        return Task.FromResult(new AssuranceReply { RecordId = AuditId, Version = 2 });
    }

    private ActionToCheck ToCheck(string actionId, string reference, int evidence) => new()
    {
        Action = Waiting(actionId, reference), ClaimedAt = At, EvidenceItems = evidence, Priority = evidence > 0, MayNotBecause = MayNot.GetValueOrDefault(actionId, ""),
    };
}
