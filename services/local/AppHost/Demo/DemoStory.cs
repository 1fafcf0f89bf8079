using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;

namespace Jtai.Local;

/// <summary>One inspection of the demo region from notification to today, each act on its own day.</summary>
internal sealed class DemoStory(
    DemoPartnership partnership, DemoInspection inspection, DateOnly today, DemoClock clock, GatewayClient gateway, CallInvoker manager, IReadOnlyDictionary<string, string> people)
{
    private readonly Dictionary<string, ActionReply> added = [];
    private readonly Dictionary<string, string> themes = [];
    private readonly Inspections.V1.Inspections.InspectionsClient inspections = new(manager);
    private readonly Actions.V1.Actions.ActionsClient actions = new(manager);
    private readonly DemoProofStory proof = new(partnership, inspection, today, clock, gateway, manager, people);

    public async Task MakeAsync()
    {
        await GoToAsync(inspection.FieldworkDay - 14);
        var recorded = await Until.KnownAsync(async () => await inspections.RecordInspectionAsync(new RecordInspectionRequest
        {
            Theme = $"Multi-agency response to {inspection.Theme}",
            Phase = InspectionPhase.PrePublication,
            NotifiedOn = On(inspection.FieldworkDay - 14),
            FieldworkStartsOn = On(inspection.FieldworkDay),
            FieldworkEndsOn = On(inspection.FieldworkDay + 4),
        }));
        await NameReadersAsync(recorded);
        await GoToAsync(inspection.LetterDay);
        var confirmed = await ImportAsync(recorded.InspectionId);
        if (inspection.Phase != InspectionPhase.Published)
        {
            return;
        }

        await GoToAsync(inspection.LetterDay + 3);
        await inspections.PublishInspectionAsync(new PublishInspectionRequest
        {
            InspectionId = recorded.InspectionId, PublishedOn = On(inspection.LetterDay + 3), ExpectedVersion = confirmed.InspectionVersion,
            PublishedUrl = $"https://reports.inspectorate.example/{partnership.Id}",
        });
        var findings = (await inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = recorded.InspectionId })).Findings
            .Where(finding => finding.Kind is FindingKind.PriorityAction or FindingKind.Improvement)
            .OrderBy(finding => finding.Position)
            .ToArray();
        if (inspection.Correction is { } correction)
        {
            var finding = findings[correction.Finding - 1];
            await inspections.CorrectFindingAsync(new CorrectFindingRequest
            {
                FindingId = finding.FindingId, ExpectedVersion = finding.Version, Kind = finding.Kind, Text = correction.Text, Reason = correction.Reason,
            });
        }

        if (inspection.Actions.Count > 0)
        {
            await PlanAsync(recorded.InspectionId, findings);
        }
    }

    private async Task NameReadersAsync(InspectionReply recorded)
    {
        string[] readers =
        [
            $"{partnership.Id}-manager", $"{partnership.Id}-director", "police-lead", "chief-constable", "hospitals-lead", "probation-lead", "scrutineer",
            .. partnership.Icb == DemoRegion.MoorsIcb ? ["moors-icb-lead"] : (string[])[],
        ];
        await Until.KnownAsync(async () => await inspections.NameReadersAsync(new NameReadersRequest
        {
            InspectionId = recorded.InspectionId, ReaderIds = { readers.Select(reader => people[reader]) }, ExpectedVersion = recorded.Version,
        }));
    }

    private async Task<ConfirmFindingsReply> ImportAsync(string inspectionId)
    {
        var import = await Until.ReadAsync(inspections, new ImportLetterRequest
        {
            InspectionId = inspectionId,
            Content = ByteString.CopyFromUtf8(DemoLetter.Write(partnership, inspection, today)),
            FileName = $"{partnership.Id}-letter.txt",
            ReceivedOn = On(inspection.LetterDay),
        }, CancellationToken.None);
        return await inspections.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId });
    }

    private async Task PlanAsync(string inspectionId, Finding[] findings)
    {
        var plan = await Until.KnownAsync(async () =>
            await actions.MakeActionPlanAsync(new MakeActionPlanRequest { InspectionId = inspectionId }));
        await GoToAsync(inspection.Actions.Min(action => action.AddedDay));
        foreach (var theme in inspection.Actions.Select(action => action.Theme).Where(theme => theme.Length > 0).Distinct())
        {
            themes[theme] = (await Until.KnownAsync(async () => await actions.SaveThemeAsync(new() { PlanId = plan.PlanId, Name = theme }))).PartId;
        }

        foreach (var action in inspection.Actions)
        {
            await MakeAsync(action, plan.PlanId, findings[action.Finding - 1].FindingId);
        }

        foreach (var cause in inspection.Causes)
        {
            await GoToAsync(cause.DueDay - 60);
            var saved = await actions.SaveSharedCauseAsync(new()
            {
                PlanId = plan.PlanId, Name = cause.Name, Remedy = cause.Remedy, Lead = new Lead { AgencyId = cause.Lead }, DueOn = On(cause.DueDay),
            });
            await actions.SetHeldBackAsync(new()
            {
                CauseId = saved.PartId, ExpectedVersion = saved.Version, ActionIds = { cause.Actions.Select(title => added[title].ActionId) },
            });
        }

        if (inspection.Sent is var (day, by))
        {
            await GoToAsync(day);
            var now = await actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = plan.PlanId });
            await actions.RecordStatementSentAsync(new RecordStatementSentRequest
            {
                PlanId = plan.PlanId, ExpectedVersion = now.Version, SentOn = On(day), SentBy = by, Note = "Sent from the partnership's own mailbox.",
            });
        }

        if (inspection.Statement is { } statement)
        {
            await new DemoStatementStory(partnership, statement, today, clock, gateway, manager, people).MakeAsync(plan.PlanId);
        }

        await proof.MakeAsync(plan.PlanId, added.ToDictionary(one => one.Key, one => one.Value.ActionId));
        foreach (var (title, act) in inspection.Afterwards)
        {
            var current = await actions.GetActionAsync(new() { ActionId = added[title].ActionId });
            await DoAsync(current.Action.ActionId, current.Action.Version, act);
        }

        if (inspection.Closed is var (closedDay, decidedBy, reason))
        {
            await GoToAsync(closedDay);
            var now = await actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = plan.PlanId });
            await actions.CloseActionPlanAsync(new CloseActionPlanRequest
            {
                PlanId = plan.PlanId, ExpectedVersion = now.Version, ClosedOn = On(closedDay), DecidedBy = decidedBy, Reason = reason,
            });
        }
    }

    private async Task MakeAsync(DemoAction action, string planId, string findingId)
    {
        await GoToAsync(action.AddedDay);
        var reply = added[action.Title] = await Until.KnownAsync(async () => await actions.AddActionAsync(new AddActionRequest
        {
            PlanId = planId,
            Title = action.Title,
            Description = action.Description,
            ThemeId = themes.GetValueOrDefault(action.Theme, ""),
            FindingIds = { findingId },
            Lead = action.Lead == DemoRegion.ViolenceReduction ? new Lead { BodyId = action.Lead } : new Lead { AgencyId = action.Lead },
            SupportingAgencyIds = { action.Supporting },
            OwnerId = OwnerOf(action.Lead),
            OutcomeSought = "Children are seen, heard and protected sooner.",
            SuccessMeasure = action.Measure,
            DueOn = action.DueDay is { } due ? On(due) : "",
            NextReviewOn = action.DueDay is null ? On(60) : "",
        }));
        var version = reply.Version;
        foreach (var act in action.Acts)
        {
            version = await DoAsync(reply.ActionId, version, act);
        }
    }

    private async Task<long> DoAsync(string actionId, long version, DemoAct act)
    {
        await GoToAsync(act.Day);
        return act switch
        {
            DemoUpdate update => await UpdateAsync(actionId, version, update),
            DemoDateChange change => await MoveAsync(actionId, version, change),
            DemoWithdrawal withdrawal => await WithdrawAsync(actionId, version, withdrawal),
            DemoTransfer transfer => await TransferAsync(actionId, version, transfer),
            DemoEvidence evidence => await proof.AddAsync(actionId, version, evidence),
            DemoCheck check => await proof.CheckAsync(actionId, version, check),
            _ => version,
        };
    }

    private async Task<long> UpdateAsync(string actionId, long version, DemoUpdate update) =>
        (await actions.UpdateProgressAsync(new UpdateProgressRequest
        {
            ActionId = actionId,
            ExpectedVersion = version,
            Narrative = update.Narrative,
            Delivery = update.Delivery,
            DifferenceForChildren = update.Difference,
            Assessment = new StatusAssessment
            {
                Progress = update.Progress, DateAchievable = update.Unachievable is null, Reason = update.Unachievable ?? "",
            },
        })).Version;

    private async Task<long> MoveAsync(string actionId, long version, DemoDateChange change) =>
        (await actions.ChangeDueDateAsync(new ChangeDueDateRequest
        {
            ActionId = actionId, ExpectedVersion = version, DueOn = On(change.DueDay), Reason = change.Reason, Explanation = change.Explanation,
        })).Version;

    private async Task<long> WithdrawAsync(string actionId, long version, DemoWithdrawal withdrawal) =>
        (await actions.WithdrawActionAsync(new WithdrawActionRequest
        {
            ActionId = actionId, ExpectedVersion = version, Reason = withdrawal.Reason,
        })).Version;

    private async Task<long> TransferAsync(string actionId, long version, DemoTransfer transfer) =>
        (await actions.CloseActionAsync(new CloseActionRequest
        {
            ActionId = actionId, ExpectedVersion = version, As = ClosedAs.Transferred, TransferredTo = transfer.To, Reason = transfer.Reason,
        })).Version;

    private string OwnerOf(string lead) => lead switch
    {
        DemoRegion.Force => people["police-lead"],
        DemoRegion.MoorsIcb => people["moors-icb-lead"],
        DemoRegion.Hospitals => people["hospitals-lead"],
        DemoRegion.Probation => people["probation-lead"],
        _ when lead == partnership.Council => people[$"{partnership.Id}-director"],
        _ => "",
    };

    private Task GoToAsync(int day) => clock.GoToAsync(today.AddDays(day));

    private string On(int day) => today.AddDays(day).ToIso();
}
