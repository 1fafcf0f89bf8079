using System.Reflection;
using System.Xml.Linq;
using ArchUnitNET.Loader;

namespace Jtai.Architecture.Tests;

/// <summary>The rooms of the shared code, and services that know one another by their protos alone (docs/architecture.md).</summary>
public class PlatformTests
{
    private static readonly Rooms Platform = new("Jtai", new Dictionary<string, string[]>
    {
        ["Field"] = [],
        ["Reading"] = [],
        ["Documents"] = ["Field"],
        ["Errors"] = ["Field"],
        ["Access"] = ["Field", "Errors"],
        ["Hosting"] = ["Field", "Errors", "Access"],
        ["Store"] = ["Field", "Errors", "Access"],
        ["Streams"] = ["Field", "Errors", "Access", "Store"],
        ["Files"] = ["Field", "Reading", "Errors", "Access", "Store"],
        ["Activities"] = ["Field", "Errors", "Access", "Store"],
        ["Exporting"] = ["Field", "Errors", "Access", "Store", "Files", "Activities"],
    });

    private static readonly Assembly[] Assemblies =
    [
        typeof(Field.TenantId).Assembly, typeof(Errors.NotFound).Assembly, typeof(Access.Caller).Assembly,
        typeof(Hosting.ServiceDefaults).Assembly, typeof(Store.Database).Assembly, typeof(Streams.Consumer).Assembly, typeof(Documents.Document).Assembly,
        typeof(Files.StoredFile).Assembly, typeof(Reading.ChildProcess).Assembly, typeof(Activities.ActivityReading).Assembly,
        typeof(Exporting.TenantExport).Assembly,
    ];

    [Fact]
    public void Rooms_OfThePlatform_UseOneAnotherInOneDirection()
    {
        var platform = new ArchLoader().LoadAssemblies(Assemblies).Build();
        Assert.Equal(["Access", "Activities", "Documents", "Errors", "Exporting", "Field", "Files", "Hosting", "Reading", "Store", "Streams"], Platform.FoundIn(platform));
        var offences = Platform.OffencesIn(platform);
        Assert.True(offences.Count == 0, string.Join('\n', offences));
    }

    [Fact]
    public void Offender_PlantedInARoomOfThePlatform_IsReported()
    {
        var withOffender = new ArchLoader().LoadAssemblies([.. Assemblies, typeof(Field.PlantedOffender).Assembly]).Build();
        Assert.Equal(["Jtai.Field.PlantedOffender uses Jtai.Access.Caller"], Platform.OffencesIn(withOffender));
    }

    [Fact]
    public void Service_OfThePlatform_RefersToNoOtherService()
    {
        string[] services = ["Partners", "Inspections", "Actions", "Reporting", "Portal"];
        foreach (var service in services)
        {
            var project = XDocument.Load(Path.Combine(Root(), "services", service, $"{service}.csproj"));
            var references = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
            Assert.Empty(references.Intersect(services));
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "JtaiPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
