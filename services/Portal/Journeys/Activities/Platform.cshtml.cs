using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Who did what of the platform itself.</summary>
public sealed class PlatformModel(OperatorCalls calls, CurrentPerson person, TimeProvider time)
    : ActivityListPage(new PlatformActivity(calls, person), time);
