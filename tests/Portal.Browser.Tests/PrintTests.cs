using System.Diagnostics;
using Jtai.Inspections.V1;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.Conformance;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;
using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests;

/// <summary>What a committee's clerk prints: read back from the PDF that the browser makes, which stays in artifacts/prints.</summary>
[Collection(nameof(Browser))]
public class PrintTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const string Partnership = "/partnerships/haskermoor";
    private const int Findings = 60;

    public static TheoryData<string, string, string[]> Pages => new()
    {
        { "overview", Partnership, ["Overdue or at risk", "HSK-2026-A014", "Latest changes", "Due date moved", "By agency"] },
        { "plan", Partnership + "/plan/plan", ["Youth violence", "HSK-2026-F03", "Referrals wait too long.", "HSK-2026-A014", "Finding number 40."] },
        { "actions", Partnership + "/actions", ["1 action", "HSK-2026-A014", "Answer every referral", "41 days late"] },
        { "action", $"{Partnership}/actions/{StandInActions.ActionId}", ["HSK-2026-A014", "First agreed for 31 August 2020", "History", "Clearer so."] },
        { "inspection", $"{Partnership}/inspections/{StandInInspections.InspectionId}", ["HSK-2026-I01", "Serious youth violence", "Addressed to somebody", "Typed wrongly."] },
        {
            "receipt", $"{Partnership}/statements/{StandInStatements.SentId}/sendings/{StandInStatements.Sending}",
            ["Receipt of sending 1", "Sent anyway, because: The deadline comes first.", new string('d', 20)]
        },
        { "thread", Partnership + "/plan/plan/thread", ["Golden thread", "From findings to actions", "From actions to findings", "HSK-2026-F03", "HSK-2026-A014"] },
        { "findings", Partnership + "/findings", [.. Enumerable.Range(1, Findings - 1).Select(number => $"Finding number {number}.")] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Print_OfAPage_HasItsRowsMarkingAndPositionAndNoControls(string name, string address, string[] rows)
    {
        Fill();
        var sheets = await PrintAsync(name, address);
        var text = string.Join('\n', sheets);

        Assert.All(rows, row => Assert.Contains(row, text, StringComparison.Ordinal));
        Assert.Contains("Haskermoor Safeguarding Children Partnership", sheets[0], StringComparison.Ordinal);
        Assert.Matches(@"Position as read on \d+ \w+ 20\d\d at .+ by Mina Okafor, partnership manager", sheets[0]);
        Assert.Matches("Only the 2 named readers may see this|only its named readers may see", sheets[0]);
        Assert.All(sheets.Index(), sheet =>
        {
            Assert.Contains("OFFICIAL-SENSITIVE: not to be shared before publication", sheet.Item, StringComparison.Ordinal);
            Assert.Contains($"Page {sheet.Index + 1} of {sheets.Count}", sheet.Item, StringComparison.Ordinal);
        });
        Assert.All(
            ["http", "/partnerships", "Skip to", "Sign out", "Glossary", "Change partnership", "Add an action", "Add an update", "Show these actions", "Download", "Put something right", "Change the named list", "Earlier history", "Record that"],
            control => Assert.DoesNotContain(control, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Print_OfALongTable_RepeatsItsHeadingsAndSplitsNoRow()
    {
        Fill();
        var sheets = await PrintAsync("findings-long", Partnership + "/findings");

        Assert.True(sheets.Count > 2, "it is long");
        Assert.All(sheets, sheet => Assert.Matches(@"Reference\s+Finding\s+Where", sheet));
        // Each row ends on the sheet on which it begins.
        Assert.All(Enumerable.Range(1, Findings - 1), number => Assert.Contains(sheets, sheet =>
            sheet.Contains($"Finding number {number}. ", StringComparison.Ordinal) && sheet.Contains($"the end of {number}.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("scale-overview", Partnership)]
    [InlineData("scale-plan", Partnership + "/plan/plan")]
    [InlineData("scale-actions", Partnership + "/actions")]
    [InlineData("scale-action", $"{Partnership}/actions/{StandInActions.ActionId}")]
    public async Task Print_UnderAScale_HasWhatEachOfItsStepsMeans(string name, string address)
    {
        Fill();
        var settings = platform.StandIns.Settings.Settings;
        settings.Scale = ReadyScales.All["brag"].Clone();
        try
        {
            var text = string.Join('\n', await PrintAsync(name, address));
            Assert.All(settings.Scale.Steps, step => Assert.Contains(step.Definition, text, StringComparison.Ordinal));
        }
        finally
        {
            settings.Scale = null;
        }
    }

    [Fact]
    public async Task Print_OfWhatIsPublished_IsNotMarked()
    {
        Fill();
        platform.StandIns.Inspections.Inspection.Phase = InspectionPhase.Published;
        Assert.DoesNotContain("OFFICIAL", string.Join('\n', await PrintAsync("published", $"{Partnership}/inspections/{StandInInspections.InspectionId}")), StringComparison.Ordinal);
    }

    private void Fill()
    {
        var inspections = platform.StandIns.Inspections;
        (inspections.Inspection.Phase, inspections.Inspection.LetterSha256) = (InspectionPhase.PrePublication, "00ff");
        inspections.Inspection.ReaderIds.Clear();
        inspections.Inspection.ReaderIds.Add(["manager", "officer"]);
        inspections.Inspection.Addressees.Clear();
        inspections.Inspection.Addressees.Add("Addressed to somebody, folded away on the screen");
        inspections.Others.Clear();
        inspections.Others.AddRange(Enumerable.Range(1, Findings - 1).Select(number => new Finding
        {
            FindingId = $"0198c0de-0000-7000-8000-00000001{number:0000}", InspectionId = StandInInspections.InspectionId, Reference = $"HSK-2026-F{number:000}",
            Kind = FindingKind.PriorityAction, Paragraph = 2, Page = 3,
            Text = $"Finding number {number}. {string.Concat(Enumerable.Repeat("Children wait, and nobody tells them why. ", 5))}This is the end of {number}.",
        }));
    }

    /// <returns>The words of each sheet.</returns>
    private async Task<IReadOnlyList<string>> PrintAsync(string name, string address)
    {
        var folder = Directory.CreateDirectory(Path.Combine(DesignPackages.Repository, "artifacts/prints")).FullName;
        var file = Path.Combine(folder, name + ".pdf");
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await platform.SignInAsync(window, "manager");
        await window.Page.GotoAsync(address);
        await window.Page.PdfAsync(new PagePdfOptions { Path = file, Format = "A4", PreferCSSPageSize = true });
        using var reader = Process.Start(new ProcessStartInfo("pdftotext", ["-raw", file, "-"]) { RedirectStandardOutput = true })!;
        var text = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        // In the order of the page: a cell after the other, each whole.
        return [.. text.TrimEnd('\f').Split('\f').Select(sheet => string.Join(' ', sheet.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    }
}
