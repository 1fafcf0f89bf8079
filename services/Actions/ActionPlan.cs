using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The action plan that answers one inspection's letter.</summary>
public sealed partial record ActionPlan
{
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }
    public string Title { get; init; } = "";

    /// <summary>Without those that were withdrawn.</summary>
    public int Actions { get; init; }

    /// <summary>Null while nobody has said that the statement of action was sent.</summary>
    public DateOnly? StatementSentOn { get; init; }
    public string StatementSentBy { get; init; } = "";
    public string StatementSentNote { get; init; } = "";

    /// <summary>Bodies that collate it; none: the partnership itself.</summary>
    public string[] CollatingBodyIds { get; init; } = [];
    public long Version { get; init; }

    /// <summary>A new plan.</summary>
    /// <param name="inspection">That it answers.</param>
    /// <param name="title">Empty: the inspection's theme.</param>
    /// <param name="findings">How many confirmed findings the inspection has.</param>
    /// <param name="plans">How many plans it has already.</param>
    /// <exception cref="Refused">There is nothing to answer yet, or a plan that does, or one to come from the predecessor.</exception>
    public static ActionPlan Make(Inspection inspection, string title, int findings, int plans) => (findings, plans) switch
    {
        (_, > 0) => throw new Refused("This inspection has an action plan already."),
        _ when inspection.TakenOverFrom.Length > 0 => throw new Refused(
            $"This inspection was taken over from {inspection.TakenOverFrom}. Its plan comes when they hand it over; where they have none, ask them to make one and hand it over as it is."),
        (0, _) => throw new Refused("Confirm the findings of this inspection first: an action plan answers findings."),
        _ => new ActionPlan
        {
            PlanId = Guid.CreateVersion7(),
            InspectionId = inspection.InspectionId,
            Title = title.Length > 0 ? title : inspection.Theme,
            Version = 1,
        },
    };

    public ActionPlan WithOneMoreAction() => this with { Actions = Actions + 1, Version = Version + 1 };

    public ActionPlan WithOneActionLess() => this with { Actions = Actions - 1, Version = Version + 1 };

    /// <summary>Says that the statement was sent, or corrects what was said of it.</summary>
    /// <param name="request">As it came; without a date it takes back what was said.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public ActionPlan SaySent(V1.RecordStatementSentRequest request, DateOnly today, RequestCheck check)
    {
        var on = check.Date("sent_on", request.SentOn, "The day of sending");
        check.That(!(on > today), "sent_on", "The day of sending cannot be in the future.");
        check.That(
            request.SentOn.Length > 0 || StatementSentOn is not null, "sent_on", "Enter the day on which the statement of action was sent.");
        var said = this with
        {
            StatementSentOn = on,
            StatementSentBy = check.Text("sent_by", request.SentBy, "The name and role of who sent it", 200, request.SentOn.Length > 0),
            StatementSentNote = check.Text("note", request.Note, "The note", RecordedChange.LongestReason),
        };
        check.ThrowIfRefused();
        said = on is null ? said with { StatementSentBy = "", StatementSentNote = "" } : said;
        return said != this
            ? said with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: this was recorded already.");
    }

    /// <summary>Collated by these bodies from now on; by none: by the partnership itself.</summary>
    /// <exception cref="Invalid">One is not of the partnership, or there are too many.</exception>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public ActionPlan CollatedBy(IEnumerable<string> bodyIds, Partnership partnership)
    {
        string[] bodies = [.. bodyIds.Distinct().Order(StringComparer.Ordinal)];
        new RequestCheck()
            .That(bodies.Length <= 2, "body_ids", "A plan can be collated by at most 2 bodies.")
            .That(!bodies.Except(partnership.BodyIds).Any(), "body_ids", "Choose boards or groups that follow this partnership's plan.")
            .ThrowIfRefused();
        return bodies.SequenceEqual(CollatingBodyIds)
            ? throw new Refused("Nothing is changed: these bodies collate the plan already.")
            : this with { CollatingBodyIds = bodies, Version = Version + 1 };
    }

    /// <summary>What the plan has become, for audit and event.</summary>
    public Change Changed(Inspection inspection) =>
        new(PlanId.ToString(), Version, new V1.ActionPlanChanged { Plan = ToProto(inspection) });

    /// <param name="inspection">The plan's, whose printed deadline is shown with it.</param>
    public V1.ActionPlan ToProto(Inspection inspection) => new()
    {
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Title = Title,
        StatementDueOn = inspection.StatementDueOn.ToIso(),
        Actions = Actions,
        StatementSentOn = StatementSentOn.ToIso(),
        StatementSentBy = StatementSentBy,
        StatementSentNote = StatementSentNote,
        CollatingBodyIds = { CollatingBodyIds },
        Closing = ClosingToProto(),
        TakenOver = Columns.FromJson<Partners.V1.TakenOver>(TakenOver),
        HandedOverIn = HandedOverIn?.ToString() ?? "",
        Version = Version,
    };
}
