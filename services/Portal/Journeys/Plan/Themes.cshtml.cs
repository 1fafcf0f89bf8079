using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>The themes of a plan in their order, each with its actions.</summary>
public sealed class ThemesModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanPartsPage(calls, membersReader, person, time);
