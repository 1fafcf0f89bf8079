using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What each role can do in a partnership today, and what this service cannot yet do for it.</summary>
public static class RoleWords
{
    public static string Of(Capacity capacity) => capacity switch
    {
        Capacity.PartnershipManager =>
            "You run inspections, letters, findings, the action plan and what is shared. This service tells people by mail of what is due and overdue. It does not yet run monitoring rounds or make papers.",
        Capacity.LeadSafeguardingPartner or Capacity.DelegatedSafeguardingPartner =>
            "You read the whole plan, see with whom it is shared, and sign off the statement of action where your partnership asks for it. You cannot yet approve a new date here.",
        Capacity.PartnershipChair =>
            "You read the whole plan and see with whom it is shared. You cannot yet approve a completion or a new date here.",
        Capacity.IndependentScrutineer =>
            "You read the whole plan and see with whom it is shared. You raise challenges, and change nothing else.",
        Capacity.AgencyLead =>
            "You read what your agency leads or supports, and record its progress. You ask for a new date where your agency leads. You cannot yet hand an action to a colleague here: ask the partnership manager.",
        Capacity.ActionOwner =>
            "You record the progress of what you own and of what your agency leads or supports, and ask for a new date of what you own.",
        Capacity.Contributor =>
            "You record progress on what your agency leads or supports, and add evidence of it. You ask for a new date of what you own.",
        Capacity.Verifier =>
            "You read what your agency leads or supports, and what waits for a second check. You confirm or return the actions of other organisations, and add evidence of your own agency’s.",
        Capacity.SubGroupChair =>
            "You read the whole plan, record the sittings in which your group checks actions, and raise and answer challenges. This service does not yet prepare the papers of your meetings.",
        Capacity.BoardMember =>
            "You read the whole plan, and raise and answer challenges. This service does not yet prepare the papers of your meetings.",
        Capacity.InformationGovernanceReader =>
            "You read the whole plan, each sharing grant, and who looked at what and when. You change nothing.",
        Capacity.Councillor =>
            "You hold the partnership to account. This service does not yet prepare papers for scrutiny committees: until it does, ask the committee’s clerk for them.",
        Capacity.CommitteeClerk =>
            "You prepare the scrutiny committee’s papers. This service does not yet prepare them: until it does, ask the partnership manager for the figures.",
        Capacity.Adviser =>
            "You read what the partnership opens to you, for a time. This service cannot yet open parts of a plan to an adviser: until it can, ask the partnership manager.",
        _ => "",
    };

    /// <summary>What a role can do in the agency's own workspace; empty for one that has nothing to do there yet.</summary>
    public static string InWorkspace(Capacity capacity) => capacity switch
    {
        Capacity.PartnershipManager =>
            "You invite and appoint people for the agency as a whole, read the workspace’s activity, export it, and can call its closing off. What partnerships share is seen and agreed by others.",
        Capacity.CrossPartnershipLead =>
            "You see all partnerships that share with your agency side by side, agree to what they offer, and can export the workspace.",
        Capacity.LeadSafeguardingPartner =>
            "You agree to what partnerships offer to share with your agency, and can appoint the manager of its workspace.",
        _ => "",
    };
}
