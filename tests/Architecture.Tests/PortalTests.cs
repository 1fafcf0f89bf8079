using ArchUnitNET.Loader;

namespace Jtai.Architecture.Tests;

/// <summary>The portal's rooms, each of which may use those before it (docs/architecture.md).</summary>
public class PortalTests
{
    private static readonly Rooms Portal = new("Jtai.Portal", new Dictionary<string, string[]>
    {
        ["Design"] = [],
        ["Words"] = [],
        ["Calls"] = ["Design", "Words"],
        ["SigningIn"] = ["Design", "Words", "Calls"],
        ["Hosting"] = ["Design", "Words", "Calls", "SigningIn"],
        ["Shared"] = ["Design", "Words", "Calls", "SigningIn", "Hosting"],
        ["Journeys"] = ["Design", "Words", "Calls", "SigningIn", "Hosting", "Shared"],
    });

    private static readonly System.Reflection.Assembly Assembly = typeof(Program).Assembly;

    [Fact]
    public void Rooms_OfThePortal_UseOneAnotherInOneDirection()
    {
        var portal = new ArchLoader().LoadAssemblies(Assembly).Build();
        Assert.Equal(["Calls", "Design", "Hosting", "Journeys", "Shared", "SigningIn", "Words"], Portal.FoundIn(portal));
        Assert.Empty(Portal.OffencesIn(portal));
    }

    [Fact]
    public void Journeys_OfThePortal_UseNoOtherJourney()
    {
        var journeys = Assembly.GetTypes()
            .Select(type => type.Namespace?.Split('.') is ["Jtai", "Portal", "Journeys", var journey, ..] ? journey : null)
            .OfType<string>().Distinct().ToList();
        Assert.Contains("Actions", journeys);
        var apart = new Rooms("Jtai.Portal.Journeys", journeys.ToDictionary(journey => journey, _ => Array.Empty<string>()));
        Assert.Empty(apart.OffencesIn(new ArchLoader().LoadAssemblies(Assembly).Build()));
    }

    [Fact]
    public void Offender_PlantedInARoom_IsReported()
    {
        var withOffender = new ArchLoader().LoadAssemblies(Assembly, typeof(Jtai.Portal.Design.PlantedOffender).Assembly).Build();
        Assert.Equal(["Jtai.Portal.Design.PlantedOffender uses Jtai.Portal.SigningIn.CurrentPerson"], Portal.OffencesIn(withOffender));
    }
}
