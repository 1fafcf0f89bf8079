using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What an action may say: within itself, and of its partnership and plan.</summary>
public sealed partial record ActionDescription
{
    internal const string EndedLead = "This board or group has ended. Choose one that goes on, or an agency.";
    internal const string EndedPost = "This post is no more. Choose another post, or a person.";

    private IEnumerable<string> AllLeads => JointLeads.Prepend(LeadText.Of(LeadAgencyId, LeadBodyId));

    /// <summary>Refuses leads, supporters, owners, findings, themes and bodies that have no part in this plan.</summary>
    /// <param name="check">Collects what is refused.</param>
    /// <param name="choices">The partnership's.</param>
    /// <param name="plan">The action's.</param>
    /// <param name="standing">The action as it is; null for a new one.</param>
    /// <returns>The same under the theme that it names.</returns>
    public ActionDescription CheckAgainst(RequestCheck check, ActionChoices choices, ActionPlan plan, Action? standing = null)
    {
        var partnership = choices.Partnership;
        if (FindingIds.Except(choices.Findings[plan.InspectionId]).Any())
        {
            check.Refuse("finding_ids", "A finding must be one of this plan's inspection.");
        }

        if (LeadAgencyId is { } agency && !partnership.AgencyIds.Contains(agency))
        {
            check.Refuse("lead", "The lead must be an agency of this partnership.");
        }

        if (LeadBodyId is { } body && !partnership.BodyIds.Contains(body))
        {
            check.Refuse("lead", "The lead must be a board or group that follows this partnership's plan.");
        }

        if (!JointLeads.All(partnership.HasLead))
        {
            check.Refuse("joint_leads", "A joint lead must be an agency of this partnership, or a board or group that follows its plan.");
        }

        if (SupportingAgencyIds.Except(partnership.AgencyIds).Any())
        {
            check.Refuse("supporting_agency_ids", "A supporting agency must be one of this partnership.");
        }

        CheckOwner(check, choices);
        CheckEnded(check, choices, standing);
        if (AnsweringBodyId.Length > 0 && !plan.CollatingBodyIds.Contains(AnsweringBodyId))
        {
            check.Refuse("answering_body_id", "The body that answers for the action must be one of those that collate this plan.");
        }

        return UnderItsTheme(check, choices.Themes.Where(theme => theme.PlanId == plan.PlanId && !theme.Removed).ToArray(), standing);
    }

    private void CheckOwner(RequestCheck check, ActionChoices choices)
    {
        if (OwnerId is not null && !Action.MayOwn(AllLeads, choices.Partnership, choices.OwnersAgency))
        {
            check.Refuse("owner_id", AllLeads.Any(lead => LeadText.AgencyOf(lead) is null)
                ? "The owner must be a person of an agency of this partnership."
                : "The owner must be a person of the leading agency.");
        }

        if (OwnerPostId is not null && !Action.MayOwn(AllLeads, choices.Partnership, choices.PostsAgency)
            && !SupportingAgencyIds.Contains(choices.PostsAgency))
        {
            check.Refuse("owner_post_id", "The post must be one of an agency that takes part in this action.");
        }
    }

    // What an action has may stay: whoever changes its title need not find another lead at once.
    private void CheckEnded(RequestCheck check, ActionChoices choices, Action? standing)
    {
        var ended = AllLeads.Except(standing?.AllLeads ?? []).Where(choices.Partnership.HasEnded).ToArray();
        check.That(!ended.Contains(LeadText.Of(LeadAgencyId, LeadBodyId)), "lead", EndedLead);
        check.That(!ended.Intersect(JointLeads).Any(), "joint_leads", EndedLead);
        check.That(!choices.PostHasEnded || OwnerPostId == standing?.OwnerPostId, "owner_post_id", EndedPost);
    }

    // Clients that know no themes yet send a word: that of a theme stands for it. A plan without themes takes any word, as it
    // always did, and the word that an action has may stay.
    private ActionDescription UnderItsTheme(RequestCheck check, Theme[] themes, Action? standing)
    {
        if (ThemeId is { } id)
        {
            var chosen = themes.FirstOrDefault(theme => theme.ThemeId == id);
            check.That(chosen is not null, "theme_id", "Choose a theme of this plan.");
            return this with { Theme = chosen?.Name ?? "" };
        }

        if (Theme.Length == 0)
        {
            return this;
        }

        var named = themes.FirstOrDefault(theme => theme.Name.Equals(Theme, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            return this with { Theme = named.Name, ThemeId = named.ThemeId };
        }

        if (standing is not null && standing.Theme.Equals(Theme, StringComparison.OrdinalIgnoreCase))
        {
            return this with { Theme = standing.Theme, ThemeId = standing.ThemeId };
        }

        check.That(themes.Length == 0, "theme", "This plan has no theme of that name. Choose one of its themes, or add the theme to the plan first.");
        return this;
    }

    private void CheckItself(RequestCheck check)
    {
        if (FindingIds.Length == 0)
        {
            check.Refuse("finding_ids", "Choose at least one finding that this action answers.");
        }

        if (LeadAgencyId is null && LeadBodyId is null)
        {
            check.Refuse("lead", "Choose the agency or the group that leads this action.");
        }

        if (JointLeads.Length > MostJointLeads)
        {
            check.Refuse("joint_leads", "An action can have at most 5 joint leads.");
        }
        else if (AllLeads.Distinct().Count() <= JointLeads.Length)
        {
            check.Refuse("joint_leads", "Name each lead once: a joint lead leads besides the lead.");
        }

        if (LeadAgencyId is { } agency && SupportingAgencyIds.Contains(agency))
        {
            check.Refuse("supporting_agency_ids", "The leading agency cannot support its own action.");
        }
        else if (JointLeads.Select(LeadText.AgencyOf).Intersect(SupportingAgencyIds).Any())
        {
            check.Refuse("supporting_agency_ids", "An agency that leads jointly cannot support its own action.");
        }

        if (OwnerId is not null && OwnerPostId is not null)
        {
            check.Refuse("owner_post_id", "Name a person or a post as the owner, not both.");
        }
    }
}
