using System.Globalization;
using Jtai.Field;
using Jtai.Inspections.V1;

using static Jtai.Actions.V1.ReadinessIssue;

namespace Jtai.Actions;

/// <summary>
/// What stands between a statement and its sending, each in a sentence that says how it is mended. Only that nobody is named to
/// send it blocks: a real deadline beats every rule.
/// </summary>
public sealed class ReadinessCheck(WholeStatement whole, DateOnly today)
{
    public const int Most = 500;

    private readonly Statement statement = whole.Statement;
    private readonly PlanFacts facts = whole.Facts;

    public V1.Readiness ToProto()
    {
        var lines = Lines();
        return new V1.Readiness { Lines = { lines }, Blocked = lines.Any(line => line.Blocks), ContentSha256 = whole.LiveSha256 };
    }

    /// <summary>By issue, then in the plan's order.</summary>
    public IReadOnlyList<V1.ReadinessLine> Lines() =>
    [
        .. new[]
        {
            OfFindings(), OfActions(), OfReturns(), OfSections(), OfComments(), OfSignOffs(), OfClearances(), OfSending(), OfDeadline(),
        }.SelectMany(lines => lines).OrderBy(line => line.Issue).Take(Most),
    ];

    private IEnumerable<V1.ReadinessLine> OfFindings()
    {
        var answered = facts.Actions.SelectMany(action => action.FindingIds).ToHashSet();
        return
            from finding in facts.Findings
            where finding.Kind != FindingKind.Strength && !answered.Contains(finding.FindingId)
                && string.IsNullOrEmpty(facts.Responses.GetValueOrDefault(finding.FindingId)?.NoActionBecause)
            let priority = finding.Kind == FindingKind.PriorityAction
            select Line(
                priority ? PriorityActionUnanswered : FindingUnanswered,
                $"No action answers the {(priority ? "priority action" : "finding")} {finding.Reference}, and no reason is recorded why none does.",
                finding.FindingId.ToString(), finding.Reference);
    }

    private IEnumerable<V1.ReadinessLine> OfActions()
    {
        foreach (var content in whole.LiveContent.Actions)
        {
            var action = facts.Actions.First(one => one.ActionId.ToString() == content.ActionId);
            if (action.IsClosed)
            {
                continue;
            }

            var missing = (action.OutcomeSought.Length, action.SuccessMeasure.Length) switch
            {
                (0, 0) => "says neither what will be different for children nor how the partnership will know.",
                (0, _) => "does not say what will be different for children.",
                (_, 0) => "does not say how the partnership will know that it worked.",
                _ => "",
            };
            if (missing.Length > 0)
            {
                yield return Of(NoOutcomeOrMeasure, missing);
            }

            var doubts = SmartCheck.Of(
                action.Title, action.OutcomeSought, action.SuccessMeasure, action.DueOn is not null || facts.Milestones[action.ActionId].Any());
            if (doubts.Count > 0)
            {
                yield return Line(NotSmart, $"{content.Reference}: {string.Join(' ', doubts)}", content.ActionId, content.Reference);
            }

            if (statement.HorizonOn is { } horizon && action.DueOn is { } due && due > horizon)
            {
                yield return Of(BeyondHorizon, $"is due on {due.InWords()}, after the horizon of {horizon.InWords()}.");
            }

            V1.ReadinessLine Of(V1.ReadinessIssue issue, string words) =>
                Line(issue, $"{content.Reference} {words}", content.ActionId, content.Reference);
        }
    }

    private IEnumerable<V1.ReadinessLine> OfReturns() =>
        from asked in whole.Returns
        where !asked.IsSettled || asked.State == V1.ReturnState.NoneReceived
        let name = facts.NameOf(asked.From)
        select Line(
            ReturnOutstanding,
            asked.State switch
            {
                V1.ReturnState.Returned => $"The return of {name} waits to be accepted or sent back.",
                V1.ReturnState.SentBack => $"The return of {name} was sent back and has not come again.",
                V1.ReturnState.NoneReceived => $"No return came from {name}: {asked.Note}",
                _ => asked.DueOn < today
                    ? $"{name} was asked for its return by {asked.DueOn.InWords()} and has not given it."
                    : $"{name} is asked for its return by {asked.DueOn.InWords()}.",
            },
            asked.ReturnId.ToString(), name);

    private IEnumerable<V1.ReadinessLine> OfSections() =>
        from section in whole.Sections
        where section.Text.Length == 0
        select Line(SectionEmpty, $"The section “{section.Heading}” is empty.", section.SectionId.ToString(), section.Heading);

    private IEnumerable<V1.ReadinessLine> OfComments() =>
        from comment in whole.Comments
        where comment.State == V1.CommentState.Open
        let called = whole.Sections.FirstOrDefault(section => section.SectionId == comment.SectionId)?.Heading
            ?? whole.LiveContent.Actions.FirstOrDefault(action => action.ActionId == comment.ActionId?.ToString())?.Reference
            ?? "the whole"
        select Line(CommentOpen, $"A comment on {called} is neither resolved nor declined.", comment.CommentId.ToString(), called);

    private IEnumerable<V1.ReadinessLine> OfSignOffs()
    {
        if (StatementSignOff.AskedFor(statement.SignOffRule) == Partners.V1.Capacity.Unspecified)
        {
            yield break;
        }

        var who = statement.SignOffRule == Partners.V1.SignOffRule.Leads ? "lead" : "delegated";
        if (whole.Partnership.SafeguardingPartnerIds.Length == 0)
        {
            yield return Line(SignOffMissing, "The three safeguarding partners are not recorded, so nobody can sign off for them.");
        }

        foreach (var agency in whole.Partnership.SafeguardingPartnerIds)
        {
            var given = whole.SignOffs.Where(one => one.AgencyId == agency && one.TakenBackBecause.Length == 0).ToList();
            if (!given.Any(one => one.Stands(whole.LiveSha256, whole.Corrections)))
            {
                var name = facts.NameOfAgency(agency);
                yield return Line(
                    SignOffMissing,
                    given.Count > 0
                        ? $"{name} signed off an earlier text, which has changed since."
                        : $"The {who} safeguarding partner of {name} has not signed off.",
                    agency, name);
            }
        }
    }

    private IEnumerable<V1.ReadinessLine> OfClearances() =>
        from clearance in Columns.ListFromJson<V1.Clearance>(statement.Clearances)
        where clearance.GivenOn.Length == 0
        select Line(ClearanceMissing, $"The clearance “{clearance.Name}” is not recorded.", called: clearance.Name);

    private IEnumerable<V1.ReadinessLine> OfSending()
    {
        if (statement.SenderId is null)
        {
            yield return Line(NoSender, "Nobody is named who sends the statement of action. It cannot be sent until somebody is.", blocks: true);
        }

        if (statement.DeputySenderId is null)
        {
            yield return Line(NoDeputy, "Nobody is named who sends the statement of action if the sender is away.");
        }

        if (statement.SendTo.Length == 0)
        {
            yield return Line(NoAddress, "No address is recorded to which the statement of action is sent.");
        }
    }

    private IEnumerable<V1.ReadinessLine> OfDeadline()
    {
        foreach (var warning in Columns.ListFromJson<LetterWarning>(whole.Inspection.Warnings).Where(one => one.Code.StartsWith("deadline", StringComparison.Ordinal)))
        {
            yield return Line(Deadline, warning.Message);
        }

        if (statement.CountsOn(whole.Inspection) is not { } counts)
        {
            yield return Line(Deadline, "No date is known by which the statement of action must be sent.");
        }
        else if (today > counts)
        {
            yield return Line(Deadline, string.Create(
                CultureInfo.InvariantCulture, $"The date that counts, {counts.InWords()}, has passed: sent today, it is {Days(today.DayNumber - counts.DayNumber)} late."));
        }

        if (statement.ReceivedOn is { } received && whole.Inspection.StatementDueOn is { } printed
            && WorkingDays.After(received, WorkingDays.ForStatement) is var last && last != printed)
        {
            yield return Line(
                Deadline,
                $"{WorkingDays.ForStatement} working days from the day of receipt, {received.InWords()}, end on {last.InWords()}; the letter prints {printed.InWords()}.");
        }
    }

    private static string Days(int count) => count == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{count} days");

    private static V1.ReadinessLine Line(V1.ReadinessIssue issue, string sentence, string record = "", string called = "", bool blocks = false) =>
        new() { Issue = issue, Blocks = blocks, RecordId = record, Called = called, Sentence = sentence };
}
