using Jtai.Errors;

namespace Jtai.Files.Tests;

public class NameTests
{
    [Theory]
    [InlineData("Minutes of 3 March.docx", "Minutes of 3 March.docx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\plan.pdf", "plan.pdf")]
    [InlineData("a\u202Efdp.exe", "afdp.exe")]
    [InlineData("a\u0000b\r\nc\u0007.txt", "abc.txt")]
    [InlineData("wh<a>t:is|this?*.txt", "wh-a-t-is-this--.txt")]
    [InlineData("CON.txt", "file CON.txt")]
    [InlineData(" . hidden. ", "hidden")]
    [InlineData("half\uD800.txt", "half.txt")]
    [InlineData("Cafe\u0301.txt", "Café.txt")]
    public void Name_WithWhatSteersScreensOrDisks_LosesIt(string given, string kept) => Assert.Equal(kept, FileName.Clean(given));

    [Theory]
    [InlineData("", "needs a name")]
    [InlineData("///", "needs a name")]
    [InlineData("\u202E", "needs a name")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890.txt", "shorter")]
    public void Name_ThatIsNone_IsRefusedInWords(string given, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<Invalid>(() => FileName.Clean(given)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plan.PDF", FileKind.Pdf, "plan.PDF")]
    [InlineData("plan.pdf", FileKind.Word, "plan.docx")]
    [InlineData("plan", FileKind.Word, "plan.docx")]
    [InlineData("Plan v2.3 of March", FileKind.Pdf, "Plan v2.3 of March.pdf")]
    [InlineData("photo.jpeg", FileKind.Jpeg, "photo.jpeg")]
    public void Ending_ThatContentContradicts_IsCorrected(string given, FileKind kind, string kept) => Assert.Equal(kept, FileName.WithEnding(given, kind));
}
