using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>What is written of the plan and of many actions at once.</summary>
public sealed partial class StandInActions
{
    public override Task<PlanPartReply> SaveTheme(SaveThemeRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        new RequestCheck()
            .That(request.Name.Length > 0, "name", "Enter what the theme is called.")
            .That(Parts.Themes.All(one => one.ThemeId == request.ThemeId || one.Name != request.Name), "name", "Another theme of the plan is called so.")
            .ThrowIfRefused();
        var theme = Parts.Themes.FirstOrDefault(one => one.ThemeId == request.ThemeId);
        Expect(theme?.Version ?? 0, request.ExpectedVersion);
        theme ??= new Theme { ThemeId = NextId(), PlanId = request.PlanId };
        (theme.Name, theme.LeadBodyId, theme.Version) = (request.Name, request.LeadBodyId, theme.Version + 1);
        Parts.Themes.Remove(theme);
        Parts.Themes.Insert(request.Position is > 0 and var place && place <= Parts.Themes.Count ? place - 1 : Parts.Themes.Count, theme);
        NumberThemes();
        Acts.Enqueue(request);
        return new PlanPartReply { PartId = theme.ThemeId, Version = theme.Version, PlanId = request.PlanId };
    });

    public override Task<PlanPartReply> RemoveTheme(RemoveThemeRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        var theme = Parts.Themes.FirstOrDefault(one => one.ThemeId == request.ThemeId) ?? throw new NotFound("theme");
        Expect(theme.Version, request.ExpectedVersion);
        if (All.Any(action => action.ThemeId == request.ThemeId))
        {
            throw new Refused("Actions stand under this theme.");
        }

        Parts.Themes.Remove(theme);
        NumberThemes();
        return new PlanPartReply { PartId = theme.ThemeId, PlanId = "plan" };
    });

    public override Task<PlanPartReply> SaveSharedCause(SaveSharedCauseRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        new RequestCheck().That(request.Name.Length > 0, "name", "Enter what holds the actions back.").ThrowIfRefused();
        var cause = Parts.Causes.FirstOrDefault(one => one.CauseId == request.CauseId);
        Expect(cause?.Version ?? 0, request.ExpectedVersion);
        if (cause is null)
        {
            Parts.Causes.Add(cause = new SharedCause { CauseId = NextId(), PlanId = request.PlanId });
        }

        (cause.Name, cause.Remedy, cause.Lead, cause.DueOn, cause.ResolvedOn, cause.Version) =
            (request.Name, request.Remedy, request.Lead, request.DueOn, request.ResolvedOn, cause.Version + 1);
        return new PlanPartReply { PartId = cause.CauseId, Version = cause.Version, PlanId = request.PlanId };
    });

    public override Task<PlanPartReply> SetHeldBack(SetHeldBackRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        var cause = Parts.Causes.FirstOrDefault(one => one.CauseId == request.CauseId) ?? throw new NotFound("cause");
        Expect(cause.Version, request.ExpectedVersion);
        foreach (var action in All)
        {
            action.SharedCauseId = request.ActionIds.Contains(action.ActionId) ? request.CauseId
                : action.SharedCauseId == request.CauseId ? "" : action.SharedCauseId;
        }

        cause.Version++;
        return new PlanPartReply { PartId = cause.CauseId, Version = cause.Version, PlanId = "plan" };
    });

    public override Task<PlanPartReply> RespondToFinding(RespondToFindingRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        new RequestCheck()
            .That(request.Position != default, "position", "Say whether it is accepted.")
            .That(request.Position == FindingPosition.Accepted || request.Words.Length > 0, "words", "Say which part is not accepted, and why.")
            .That(!request.KnownBefore || request.KnownFrom.Length > 0, "known_from", "Say what shows it.")
            .ThrowIfRefused();
        var response = Parts.Responses.FirstOrDefault(one => one.FindingId == request.FindingId);
        Expect(response?.Version ?? 0, request.ExpectedVersion);
        if (response is null)
        {
            Parts.Responses.Add(response = new FindingResponse { FindingId = request.FindingId, PlanId = request.PlanId });
        }

        (response.Position, response.By, response.Words, response.KnownBefore, response.KnownFrom, response.NoActionBecause, response.RoutedNote, response.Version) =
            (request.Position, request.By, request.Words, request.KnownBefore, request.KnownFrom, request.NoActionBecause, request.RoutedNote, response.Version + 1);
        Replace(response.RoutedToBodyIds, request.RoutedToBodyIds);
        return new PlanPartReply { PartId = request.FindingId, Version = response.Version, PlanId = request.PlanId };
    });

    public override Task<ActionPlanReply> SetCollatingBodies(SetCollatingBodiesRequest request, ServerCallContext context) => ChangePlan(context, request.ExpectedVersion, () =>
    {
        new RequestCheck().That(request.BodyIds.Count <= 2, "body_ids", "Choose at most two bodies.").ThrowIfRefused();
        Replace(Plan.CollatingBodyIds, request.BodyIds);
    });

    public override Task<ActionPlanReply> CloseActionPlan(CloseActionPlanRequest request, ServerCallContext context) => ChangePlan(context, request.ExpectedVersion, () =>
    {
        new RequestCheck()
            .That(request.ClosedOn.Length > 0, "closed_on", "Enter the day of the decision.")
            .That(request.DecidedBy.Length > 0, "decided_by", "Enter who decided.")
            .That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        var open = All.Count(action => action.Delivery is not (Delivery.Complete or Delivery.ClosedWithoutCompletion));
        Plan.Closing = open == 0
            ? new PlanClosing { ClosedOn = request.ClosedOn, DecidedBy = request.DecidedBy, Reason = request.Reason }
            : throw new Refused($"{open} actions are open. Complete, close or transfer them first.");
    });

    public override Task<ActionPlanReply> ReopenActionPlan(ReopenActionPlanRequest request, ServerCallContext context) => ChangePlan(context, request.ExpectedVersion, () =>
    {
        new RequestCheck().That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        Plan.Closing = null;
    });

    public override Task<ChangeManyActionsReply> ChangeManyActions(ChangeManyActionsRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        var chosen = ReadChosen(request.Actions);
        var moves = request.DueOn.Length > 0;
        var check = new RequestCheck()
            .That(!moves || request.DateReason != default, "date_reason", "Choose why the date moves.")
            .That(moves || request.Lead is not null || request.OwnerId.Length + request.OwnerPostId.Length > 0, "lead", "Say what changes.")
            .That((request.Lead is null && request.OwnerId.Length + request.OwnerPostId.Length == 0) || request.Note.Length > 0, "note", "Enter a note that hands the actions over.");
        foreach (var (place, action) in chosen.Index())
        {
            check.That(!moves || action.DueOn.Length > 0, $"actions[{place}]", $"{action.Reference} is ongoing and has no due date to move.");
        }

        check.ThrowIfRefused();
        foreach (var action in chosen)
        {
            action.Lead = request.Lead ?? action.Lead;
            if (request.OwnerId.Length + request.OwnerPostId.Length > 0)
            {
                (action.OwnerId, action.OwnerPostId) = (request.OwnerId, request.OwnerPostId);
            }

            action.DueOn = moves ? request.DueOn : action.DueOn;
            action.Version++;
        }

        Acts.Enqueue(request);
        return ReplyOf(chosen);
    });

    public override Task<ChangeManyActionsReply> TransferActions(TransferActionsRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        var chosen = ReadChosen(request.Actions);
        new RequestCheck()
            .That(request.TransferredTo.Length > 0, "transferred_to", "Enter which plan or body takes them over.")
            .That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        foreach (var action in chosen)
        {
            action.Delivery = Delivery.ClosedWithoutCompletion;
            action.Closing = new Closing { As = ClosedAs.Transferred, TransferredTo = request.TransferredTo, Reason = request.Reason, ClosedOn = "2026-11-10" };
            action.Version++;
        }

        return ReplyOf(chosen);
    });

    public override Task<ChangeManyActionsReply> AllotActions(AllotActionsRequest request, ServerCallContext context) => Write(context, managerAlone: true, () =>
    {
        var chosen = ReadChosen(request.Actions);
        new RequestCheck().That(request.ToPartnershipIds.Count > 0 || request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        foreach (var action in chosen)
        {
            action.Allotment = new Allotment { SuccessionId = request.SuccessionId, ToPartnershipIds = { request.ToPartnershipIds }, Reason = request.Reason };
            action.Version++;
        }

        return ReplyOf(chosen);
    });

    public override Task<ActionPlanReply> HandPlanOver(HandPlanOverRequest request, ServerCallContext context) => ChangePlan(context, request.ExpectedVersion, () =>
    {
        new RequestCheck()
            .That(request.DecidedBy.Length > 0, "decided_by", "Enter who decided.")
            .That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        var left = All.Count(action => action.Allotment is null);
        Plan.Closing = left == 0
            ? new PlanClosing { ClosedOn = "2026-11-10", DecidedBy = request.DecidedBy, Reason = request.Reason }
            : throw new Refused($"{left} open action of this plan is not allotted.");
        Plan.HandedOverIn = request.SuccessionId;
    });

    private IReadOnlyList<ActionProto> ReadChosen(IEnumerable<ActionVersion> asked)
    {
        var chosen = asked.Select(one => (Action: All.FirstOrDefault(action => action.ActionId == one.ActionId) ?? throw new NotFound("action"), one.ExpectedVersion)).ToList();
        new RequestCheck().That(chosen.Count > 0, "actions", "Choose at least one action.").ThrowIfRefused();
        foreach (var (action, version) in chosen)
        {
            Expect(action.Version, version);
        }

        return [.. chosen.Select(one => one.Action)];
    }

    private static ChangeManyActionsReply ReplyOf(IEnumerable<ActionProto> changed) => new()
    {
        Actions = { changed.Select(action => new ActionReply { ActionId = action.ActionId, Reference = action.Reference, Version = action.Version }) },
    };

    private static void Expect(long current, long expected)
    {
        if (current != expected)
        {
            throw new Conflict(current);
        }
    }

    private void NumberThemes()
    {
        foreach (var (place, theme) in Parts.Themes.Index())
        {
            theme.Position = place + 1;
        }
    }

    private Task<ActionPlanReply> ChangePlan(ServerCallContext context, long expected, System.Action change) => Write(context, managerAlone: true, () =>
    {
        Expect(Plan.Version, expected);
        change();
        Plan.Version++;
        return new ActionPlanReply { PlanId = Plan.PlanId, Version = Plan.Version };
    });
}
