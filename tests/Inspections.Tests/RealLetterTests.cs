using Jtai.Inspections.V1;

namespace Jtai.Inspections.Tests;

/// <summary>A real letter, where the folder of them is beside the repository.</summary>
[Collection(InspectionsService.Name)]
public sealed class RealLetterTests(InspectionsHost host)
{
    [RealLetterFact("somerset-2024.pdf")]
    public async Task Confirm_RealPdf_MakesItsCountedFindings()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync();
        var content = await File.ReadAllBytesAsync(RealLetterFactAttribute.PathOf("somerset-2024.pdf"));

        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, content));
        await host.Client.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId }, partnership.By(partnership.Manager));

        var after = await partnership.GetAsync(inspection);
        Assert.Equal((2, 10, 4), (after.PriorityActions, after.Improvements, after.Strengths));
        Assert.Equal("2024-10-25", after.StatementDueOn);
        var findings = await host.Client.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = inspection.InspectionId }, partnership.By(partnership.Manager));
        Assert.All(findings.Findings, finding => Assert.True(finding.Page > 0 && finding.Paragraph > 0));
    }
}

/// <summary>Skipped, and said to be, without the folder; in CI the test then runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealLetterFactAttribute : FactAttribute
{
    public RealLetterFactAttribute(string file)
    {
        if (!File.Exists(PathOf(file)) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "The real letters are not beside this repository (../shared/letters).";
        }
    }

    internal static string PathOf(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "JtaiPlatform.sln")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "letters", file);
            }
        }

        return file;
    }
}
