using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The seals of the activity of the partnership.</summary>
public sealed class SealsModel(PartnershipCalls calls, PartnershipMembersReader members, CurrentPerson person, TimeProvider time)
    : ActivitySealsPage(new PartnershipActivity(calls, members, person), time);
