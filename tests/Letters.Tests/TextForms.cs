using System.Diagnostics;

namespace Jtai.LetterTests;

/// <summary>A PDF as people paste it: its text in reading order (no form), <c>-raw</c> or <c>-layout</c>.</summary>
internal static class TextForms
{
    public static async Task<byte[]> OfAsync(string pdf, string form)
    {
        string[] arguments = form.Length == 0 ? [pdf, "-"] : [form, pdf, "-"];
        using var pdftotext = Process.Start(new ProcessStartInfo("pdftotext", arguments) { RedirectStandardOutput = true })!;
        using var text = new MemoryStream();
        await pdftotext.StandardOutput.BaseStream.CopyToAsync(text);
        await pdftotext.WaitForExitAsync();
        return text.ToArray();
    }

    /// <summary>In reading order the hyphens at the ends of lines are lost.</summary>
    public static string OnlyLetters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
