using System.Diagnostics;
using Jtai.Letters;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>One letter in two kinds of file is one, and two letters of one round of inspections are two.</summary>
public sealed class LikenessTests
{
    // All 24 in all forms of text: at least 0.96 with themselves, and at most 0.09 with another (November 2026).
    [RealLetterFact]
    public async Task Between_RealLettersAsPdfAndAsText_TellsThemApart()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "..", "shared", "letters"), "*.pdf").Order(StringComparer.Ordinal).Where((_, place) => place % 4 == 0);
        var letters = new List<IReadOnlyList<long>>();
        foreach (var file in files)
        {
            var pdf = await SketchAsync(await File.ReadAllBytesAsync(file));
            Assert.True(Likeness.Between(pdf, await SketchAsync(await TextOfAsync(file))) >= Likeness.OfOneLetter, file);
            Assert.All(letters, other => Assert.True(Likeness.Between(pdf, other) < 0.2, file));
            letters.Add(pdf);
        }
    }

    private static async Task<IReadOnlyList<long>> SketchAsync(byte[] file) => ReadLetter.Of(await LetterParser.ReadAsync(file), null).Likeness;

    private static async Task<byte[]> TextOfAsync(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("pdftotext", [file, "-"]) { RedirectStandardOutput = true })!;
        using var text = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(text);
        await process.WaitForExitAsync();
        return text.ToArray();
    }
}
