using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The seals of the activity of the platform itself.</summary>
public sealed class PlatformSealsModel(OperatorCalls calls, CurrentPerson person, TimeProvider time)
    : ActivitySealsPage(new PlatformActivity(calls, person), time);
