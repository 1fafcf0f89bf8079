using System.Diagnostics;

namespace Jtai.DocumentTests;

/// <summary>What a program that is not ours makes of a document: LibreOffice's pages, read by poppler.</summary>
public sealed class RenderingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("jtai-documents-");

    [Fact]
    public async Task Document_InLibreOffice_ShowsItsWordsAndPages()
    {
        var pages = await PagesOf(Sample.Everything());
        Assert.Contains("Statement of action: Haskermoor", pages[0], StringComparison.Ordinal);
        Assert.Contains("Director of children’s services", pages[0], StringComparison.Ordinal);
        Assert.All(pages, (page, index) =>
        {
            Assert.Contains($"Page {index + 1} of {pages.Count}", page, StringComparison.Ordinal);
            Assert.Contains("OFFICIAL", page, StringComparison.Ordinal);
        });
        // The header row stands on each page of the long table.
        var ofActions = pages.Where(page => page.Contains("HSK-2026-A0", StringComparison.Ordinal)).ToList();
        Assert.True(ofActions.Count > 1);
        Assert.All(ofActions, page => Assert.Contains("Outcome", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HostileText_InLibreOffice_IsShown()
    {
        var pages = await PagesOf(Sample.Hostile());
        Assert.Contains("<script>alert(1)</script>", string.Concat(pages), StringComparison.Ordinal);
        Assert.Contains($"Page {pages.Count} of {pages.Count}", pages[^1], StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<List<string>> PagesOf(Document document)
    {
        var word = Path.Combine(folder.FullName, "document.docx");
        await File.WriteAllBytesAsync(word, Sample.InWord(document));
        // A profile of its own: a second LibreOffice would otherwise hand its work to the first.
        await Run("soffice", $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder.FullName, word);
        var text = await Run("pdftotext", "-layout", Path.ChangeExtension(word, "pdf"), "-");
        return [.. text.TrimEnd('\f').Split('\f')];
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return output;
    }
}
