using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Who did what of the agency’s own workspace.</summary>
public sealed class AgencyModel(AgencyCalls calls, CurrentPerson person, TimeProvider time)
    : ActivityListPage(new AgencyActivity(calls, person), time);
