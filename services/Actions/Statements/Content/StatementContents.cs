using System.Globalization;
using Google.Protobuf;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>
/// Builds what a statement says from what the database holds: the same facts give the same bytes, whoever asks and whenever.
/// </summary>
public static class StatementContents
{
    public static V1.StatementContent Of(
        ActionPlan plan, Partnership partnership, Inspection inspection, IEnumerable<StatementSection> sections, PlanFacts facts)
    {
        var place = facts.Findings.Index().ToDictionary(one => one.Item.FindingId, one => one.Index);
        var references = facts.Actions.ToDictionary(action => action.ActionId, action => action.ShownReference);
        return new V1.StatementContent
        {
            Title = plan.Title,
            Partnership = partnership.Name,
            InspectionReference = inspection.Reference,
            InspectionTheme = inspection.Theme,
            LetterDated = inspection.LetterDated.ToIso(),
            StatementDueOn = inspection.StatementDueOn.ToIso(),
            Sections = { sections.OrderBy(section => section.Position).ThenBy(section => section.SectionId).Select(section => SectionOf(section, facts)) },
            Findings = { facts.Findings.Select(finding => FindingOf(finding, facts)) },
            Actions =
            {
                facts.Actions
                    .OrderBy(action => action.FindingIds.Min(id => place.GetValueOrDefault(id, int.MaxValue)))
                    .ThenBy(action => action.Reference.Length == 0)
                    .ThenBy(action => action.Reference, ReferenceSeries.ByNumber)
                    .ThenBy(action => action.Draft)
                    .ThenBy(action => action.ActionId)
                    .Select(action => ActionOf(action, facts, place, references)),
            },
        };
    }

    /// <summary>Its bytes, which are what is signed: protobuf writes fields in their order, and there are no maps in it.</summary>
    public static byte[] ToBytes(V1.StatementContent content) => content.ToByteArray();

    private static V1.ContentSection SectionOf(StatementSection section, PlanFacts facts) => new()
    {
        SectionId = section.SectionId.ToString(),
        Heading = section.Heading,
        Text = section.Text,
        Of = LeadText.Of(section.Of),
        OfName = section.Of is { } of ? facts.NameOf(of) : "",
    };

    private static V1.ContentFinding FindingOf(LetterFinding finding, PlanFacts facts) => new()
    {
        FindingId = finding.FindingId.ToString(),
        Reference = finding.Reference,
        Kind = finding.Kind,
        Text = finding.Words,
        Response = { facts.Responses.GetValueOrDefault(finding.FindingId) is { } response ? ResponseOf(response, facts) : [] },
    };

    private static IEnumerable<string> ResponseOf(FindingResponse response, PlanFacts facts)
    {
        var by = LeadText.Of(response.ByAgencyId, response.ByBodyId) is { Length: > 0 } one ? facts.NameOf(one) : "all partners";
        var position = response.Position switch
        {
            V1.FindingPosition.Accepted => $"Accepted by {by}",
            V1.FindingPosition.PartlyAccepted => $"Accepted in part by {by}",
            V1.FindingPosition.Disputed => $"Disputed by {by}",
            _ => "",
        };
        if (position.Length > 0)
        {
            yield return response.Words.Length > 0 ? $"{position}: {response.Words}" : $"{position}.";
        }

        if (response.KnownBefore)
        {
            yield return response.KnownFrom.Length > 0 ? $"Known before the inspection: {response.KnownFrom}" : "Known before the inspection.";
        }

        if (response.NoActionBecause.Length > 0)
        {
            yield return $"No action answers it: {response.NoActionBecause}";
        }

        if (response.RoutedToBodyIds.Length > 0)
        {
            var bodies = string.Join(", ", response.RoutedToBodyIds.Select(body => facts.NameOf(LeadText.Of(null, body))).Order(StringComparer.Ordinal));
            yield return response.RoutedNote.Length > 0 ? $"Brought before {bodies}: {response.RoutedNote}" : $"Brought before {bodies}.";
        }
    }

    private static V1.ContentAction ActionOf(
        Action action, PlanFacts facts, Dictionary<Guid, int> place, Dictionary<Guid, string> references) => new()
        {
            ActionId = action.ActionId.ToString(),
            Reference = references[action.ActionId],
            Title = action.Title,
            Description = action.Description,
            Theme = facts.ThemeOf(action),
            FindingIds = { action.FindingIds.OrderBy(id => place.GetValueOrDefault(id, int.MaxValue)).ThenBy(id => id).Select(id => id.ToString()) },
            Leads = { action.AllLeads.Select(lead => new V1.ContentName { Id = lead, Name = facts.NameOf(lead) }) },
            Supporting =
            {
                action.SupportingAgencyIds.Order(StringComparer.Ordinal)
                    .Select(agency => new V1.ContentName { Id = LeadText.Of(agency, null), Name = facts.NameOfAgency(agency) }),
            },
            Owner = (action.OwnerId ?? action.OwnerPostId) is { } owner ? facts.Owners.GetValueOrDefault(owner, "") : "",
            OwnerId = (action.OwnerId ?? action.OwnerPostId)?.ToString() ?? "",
            OutcomeSought = action.OutcomeSought,
            SuccessMeasure = action.SuccessMeasure,
            DueOn = action.DueOn.ToIso(),
            NextReviewOn = action.NextReviewOn.ToIso(),
            BeganBeforePublication = action.BeganBeforePublication,
            QuickWin = action.QuickWin,
            Resources = ResourcesOf(action),
            Milestones = { facts.Milestones[action.ActionId].Select(one => new V1.ContentMilestone { Title = one.Title, DueOn = one.DueOn.ToIso() }) },
            Closed = action.IsClosed ? ClosingOf(action, references) : "",
        };

    private static string ResourcesOf(Action action)
    {
        var from = action.MoneyFrom.Length > 0 ? $", from {action.MoneyFrom}" : "";
        return action.ResourceKind switch
        {
            V1.ResourceKind.WithinExistingMeans => "Within existing means",
            V1.ResourceKind.NotKnownYet => action.ResourcesReviewOn is { } review ? $"Not known yet; looked at by {review.InWords()}" : "Not known yet",
            V1.ResourceKind.Costed => (action.OneOffPounds, action.YearlyPounds) switch
            {
                (var once, 0) => string.Create(CultureInfo.InvariantCulture, $"£{once:N0} once{from}"),
                (0, var yearly) => string.Create(CultureInfo.InvariantCulture, $"£{yearly:N0} a year{from}"),
                var (once, yearly) => string.Create(CultureInfo.InvariantCulture, $"£{once:N0} once and £{yearly:N0} a year{from}"),
            },
            _ => "",
        };
    }

    private static string ClosingOf(Action action, Dictionary<Guid, string> references)
    {
        var how = action.ClosedAs switch
        {
            V1.ClosedAs.Superseded => action.SupersededBy is { } by && references.TryGetValue(by, out var successor) ? $"superseded by {successor}" : "superseded",
            V1.ClosedAs.Transferred => $"transferred to {action.TransferredTo}",
            _ => "not pursued",
        };
        return action.ClosedOn is { } on
            ? $"Closed on {on.InWords()}, {how}: {action.ClosingReason}"
            : $"Closed, {how}: {action.ClosingReason}";
    }
}
