using System.Text;

namespace Jtai.LetterTests;

/// <summary>What mail programs, printers and scanners do to a letter's characters, marks and pages.</summary>
public sealed class DamagedTextTests
{
    private static readonly string[] Improvements = ["The quality of records.", "The oversight of plans.", "The training of staff."];

    [Theory]
    [InlineData("¤")]
    [InlineData("»")]
    [InlineData("=>")]
    [InlineData("+")]
    [InlineData("~")]
    [InlineData("Ü")]
    [InlineData("l")]
    [InlineData("n")]
    [InlineData("u")]
    [InlineData("p")]
    [InlineData("o)")]
    [InlineData("\uFFFD")]
    [InlineData("☑")]
    public async Task Read_MarkPrintedAsAnotherSign_MarksItems(string mark)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve, LetterText.Improve.Replace("■", mark, StringComparison.Ordinal));

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
    }

    [Theory]
    [InlineData("▶")]
    [InlineData("\uF0A7")]
    [InlineData("·")]
    [InlineData("»")]
    public async Task Read_MarkThatTouchesTheWord_MarksItems(string mark)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve, LetterText.Improve.Replace("■ ", mark, StringComparison.Ordinal));

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
    }

    [Theory]
    [InlineData("A. ", "B. ", "C. ")]
    [InlineData("(a) ", "(b) ", "(c) ")]
    [InlineData("(i) ", "(ii) ", "(iii) ")]
    [InlineData("3.1 ", "3.2 ", "3.3 ")]
    [InlineData("1 ", "2 ", "3 ")]
    public async Task Read_Ordinals_MarkItems(string first, string second, string third)
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            $"What needs to improve?\n{first}The quality of records.\n{second}The oversight of plans.\n{third}The training of staff.");

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
    }

    [Fact]
    public async Task Read_LettersUnderNumbers_AreNestedPoints()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Priority,
            "Areas for priority action\n\n1. Nights\na) who is called\nb) who decides\n2. Weekends\na) who is called");

        Assert.Equal(["Nights", "Weekends"], letter.PriorityActions.Select(i => i.Text));
        Assert.Equal(["who is called", "who decides"], letter.PriorityActions[0].SubPoints);
        Assert.Equal(["who is called"], letter.PriorityActions[1].SubPoints);
    }

    [Theory]
    [InlineData("The quality of records.", "The qual\u00ADity of rec\u00AD\nords.")]
    [InlineData("The quality of records.", "The quality\u200B of\u200D records.")]
    [InlineData("The quality of briefing notes.", "The quality of brieﬁng notes.")]
    [InlineData("The quality of information.", "The quality of informaƟon.")]
    [InlineData("The quality of Siân’s records.", "The quality of Sia\u0302n’s records.")]
    [InlineData("The quality of records, of which 31 were late.", "The quality of records, of which\n31\nwere late.")]
    public async Task Read_BrokenCharacters_AreMended(string words, string printed)
    {
        var letter = await LetterText.ReadWithAsync("The quality of records.", printed);

        Assert.Equal(words, letter.Improvements[0].Text);
    }

    [Theory]
    [InlineData("\u0178")]
    [InlineData("")]
    public async Task Read_LetterWhoseFontLostFi_HasItsHeadings(string sign)
    {
        var text = LetterText.With("The quality of records.", "The quality of findings.").Replace("fi", sign, StringComparison.Ordinal);

        var letter = await LetterParser.ReadAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal((1, 3), (letter.Headline.Count, letter.Improvements.Count));
        Assert.Equal(sign.Length == 0 ? "The quality of ndings." : "The quality of findings.", letter.Improvements[0].Text);
    }

    [Fact]
    public async Task Read_TextEncodedTwice_IsMended()
    {
        var twice = Encoding.UTF8.GetBytes(LetterText.With("■ The quality of records.", "• The council’s records."));
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(twice);

        var letter = await LetterParser.ReadAsync(Encoding.UTF8.GetBytes(windows));

        Assert.Equal("The council’s records.", letter.Improvements[0].Text);
    }

    [Fact]
    public async Task Read_Utf16WithoutMark_IsRead()
    {
        var letter = await LetterParser.ReadAsync(new UnicodeEncoding(false, false).GetBytes(LetterText.With("■ The", "■ The")));

        Assert.Equal(3, letter.Improvements.Count);
    }

    [Theory]
    [InlineData("RESTRICTED: NOT FOR ONWARD CIRCULATION")]
    [InlineData("Strictly embargoed until 09.30 on Tuesday 2 September 2025")]
    [InlineData("Final draft – in confidence")]
    public async Task Read_MarkingsBetweenPages_AreNoPartOfTheLetter(string marking)
    {
        var text = $"{marking}\n\n{LetterText.With("■ The oversight of plans.", $"■ The oversight of\n\n{marking}\n7\n{marking}\n\nplans.")}\n\n{marking}";

        var letter = await LetterParser.ReadAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
        Assert.Equal(new DateOnly(2025, 7, 11), letter.LetterDate);
        Assert.DoesNotContain(letter.Paragraphs, p => p.Text.Contains(marking, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Read_Watermark_IsNoPartOfTheLetter()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            "What needs to improve?\n\n■ The quality of\n                  T\n  records.\n              AF\n\n■ The oversight of plans.\n        DR\n\n■ The training of staff.");

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
    }

    [Fact]
    public async Task Read_Acronyms_AloneOnTheirLines_Stay()
    {
        var letter = await LetterText.ReadWithAsync("The quality of records.", "The quality of records of the\nICB\nand of the\nYJS\nin schools.");

        Assert.Equal("The quality of records of the ICB and of the YJS in schools.", letter.Improvements[0].Text);
    }

    [Fact]
    public async Task Read_PageNumbersOfPastedText_DoNotTearItems()
    {
        var letter = await LetterText.ReadWithAsync(LetterText.Improve,
            "What needs to improve?\n\n■ The quality of\n\n1\n\nrecords.\n\n■ The oversight of\n\n2\n\nplans.\n\n■ The training of staff.");

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
    }

    [Fact]
    public async Task Read_TextWithFormFeeds_HasPages()
    {
        var letter = await LetterText.ReadWithAsync("■ The oversight of plans.", "■ The oversight of\n\n1\n\fplans.");

        Assert.Equal(Improvements, letter.Improvements.Select(i => i.Text));
        Assert.Equal((2, 1, 2), (letter.Pages, letter.Improvements[1].Page, letter.Improvements[2].Page));
    }

    [Fact]
    public async Task Read_FlatText_KeepsTheSentencesOfAnItem()
    {
        var text = LetterText.With("■ The oversight of plans.",
            "■ The oversight of plans.\nManagers sign what they have not had the time to read, and the minutes of their\nmeetings do not say so.\n■ The pace of change.");

        var letter = await LetterParser.ReadAsync(Encoding.UTF8.GetBytes(Wrapped(text)));

        Assert.Equal(4, letter.Improvements.Count);
        Assert.EndsWith("meetings do not say so.", letter.Improvements[1].Text, StringComparison.Ordinal);
    }

    private static string Wrapped(string text)
    {
        var wrapped = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var column = 0;
            foreach (var word in line.Split(' '))
            {
                var breaks = column > 0 && column + word.Length > 90;
                wrapped.Append(column == 0 ? "" : breaks ? "\n" : " ").Append(word);
                column = (breaks ? 0 : column) + word.Length + 1;
            }

            wrapped.Append('\n');
        }

        return wrapped.ToString();
    }
}
