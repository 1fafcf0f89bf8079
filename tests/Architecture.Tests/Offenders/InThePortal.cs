using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Design;

/// <summary>Design must know nobody; this one asks who is signed in, and in the body of a method alone.</summary>
public static class PlantedOffender
{
    public static string Greeting() => new CurrentPerson().AgencyName;
}
