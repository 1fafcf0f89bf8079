using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Who did what of the partnership.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader members, CurrentPerson person, TimeProvider time)
    : ActivityListPage(new PartnershipActivity(calls, members, person), time);
