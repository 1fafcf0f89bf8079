using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The seals of the activity of the agency’s own workspace.</summary>
public sealed class AgencySealsModel(AgencyCalls calls, CurrentPerson person, TimeProvider time)
    : ActivitySealsPage(new AgencyActivity(calls, person), time);
