using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Jtai.LetterTests;

/// <summary>What a letter may cost, however it is written: time and memory grow with its size, and both end.</summary>
public sealed class CostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Each of them cost the square of its size before.
    public static TheoryData<string> Masses => [.. Documents.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Documents = new()
    {
        ["lines before Dear"] = () => Letter(LetterText.Addressee, LetterText.Addressee + "\n" + Lines("and a council of the north, and also of", 480_000)),
        ["paragraphs before a list"] = () => Letter("■ Children trust", Lines("A few words.\n", 480_000) + "■ Children trust"),
        ["titles"] = () => Letter(LetterText.Dates, Lines("Joint targeted area inspection of A B C D E F G", 480_000)),
        ["letters in one file"] = () => Letter("Yours sincerely", Lines($"Dear partnership\n{LetterText.Title}\nStrengths\n■ A.", 480_000)),
        ["dates"] = () => Letter(LetterText.Send, "We should send the statement by " + Lines("12 May 2025 and 1.1.25, 2 to 3 May,", 480_000)),
        ["columns of one long row"] = () => Letter("■ The quality of records.", Lines("a   b", 100_000) + string.Concat(Enumerable.Repeat("c   ", 80_000)) + "\n"),
        ["headings in a list"] = () => Letter("■ The quality of records.", Lines("Matters to put right\n\n■ A.\n", 100_000)),
        ["addresses"] = () => Letter(LetterText.Send, "We should send the statement to " + Lines("a@b. c@ d.e -F@g.", 480_000)),
        ["ordinals"] = () => Letter("■ The quality of records.", Lines("1.1 A\na) b\nii. c\n3 D", 480_000)),
        ["signs"] = () => Letter("■ The quality of records.", Lines("¤ » ÿ =>", 480_000)),
        ["page numbers"] = () => Letter("■ The quality of records.", string.Concat(Enumerable.Range(1, 60_000).Select(n => $"{n}\n\n"))),
        ["footnotes that are none"] = () => PdfOf(99, "/F 9 Tf 10 TL 9 3900 Td " + string.Concat(Enumerable.Repeat("(1) Tj T* T* ", 180)) + "(Strengths) Tj "),
    };

    [Theory]
    [MemberData(nameof(Masses))]
    public async Task Read_MassOfOneKind_EndsInTime(string mass)
    {
        var bytes = Documents[mass]();
        var clock = Stopwatch.StartNew();

        var error = await Record.ExceptionAsync(() => LetterParser.ReadAsync(bytes).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.True(clock.Elapsed < Patience, $"Took {clock.Elapsed}.");
        Assert.True(error is null or NotALetterException or UnreadableLetterException, $"{error}");
    }

    [Theory]
    [InlineData("lines", 20_100, "A few words\n", "20,000 lines")]
    [InlineData("paragraphs", 5_100, "A few words.\n\n", "5,000 paragraphs")]
    [InlineData("items", 1_100, "■ A few words.\n", "1,000 items")]
    [InlineData("item", 4_000, "a few words\n", "40,000 characters in one item")]
    [InlineData("lead-in", 2_000, "A few words.\n", "20,000 characters before the items")]
    public async Task Read_MoreThanALetterHolds_IsRefusedInWords(string what, int times, string words, string why)
    {
        var mass = string.Concat(Enumerable.Repeat(words, times));
        var bytes = what switch
        {
            "lead-in" => Letter("■ Children trust", mass + "\n■ Children trust"),
            "item" => Letter("■ Children trust", "■ Children " + mass),
            "items" => Letter("■ Children trust", mass + "■ Children trust"),
            _ => Letter("Records are brief.", "Records are brief.\n\n" + mass),
        };

        var error = await Assert.ThrowsAsync<UnreadableLetterException>(() => LetterParser.ReadAsync(bytes));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A lead-in of 9,000 characters belongs to 1,000 items: written with each, it would be 9 MB.</summary>
    [Fact]
    public async Task Read_LongLeadInOverManyItems_IsRefusedInWords()
    {
        var bytes = Letter("■ Children trust", Lines("words", 9_000).ReplaceLineEndings(" ") + "\n\n" + Lines("■ A.", 4_500) + "■ Children trust");

        var error = await Assert.ThrowsAsync<UnreadableLetterException>(() => LetterParser.ReadAsync(bytes));

        Assert.Contains("1,000,000 characters in its lists", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Up to 250 KB of lists, prose and headings in any order: what is read and written never outgrows it without end.</summary>
    [Fact]
    public void Read_AnyMixOfLines_StaysWithinItsMemory()
    {
        string[] kinds =
        [
            "words and words ", "Words end.\n\n", "■ A.\n", "   − a point\n", "The partnership should:\n\n", "Strengths\n\n", "What needs to improve?\n\n",
            "Areas for priority action\n\n", "Headline findings\n\n", "Practice study\n\n", "Leadership and management\n\n", "1 A note.\n", "\n",
        ];
        var piece = from kind in Gen.Elements(kinds)
                    from length in Gen.OneOf(Gen.Constant(kind.Length), Gen.Choose(1, 120_000))
                    select string.Concat(Enumerable.Repeat(kind, Math.Max(1, length / kind.Length)));
        var mixes = from pieces in Gen.ListOf(piece, 6)
                    select string.Concat(pieces) is { Length: > 250_000 } long_ ? long_[..250_000] : string.Concat(pieces);
        Prop.ForAll(mixes.ToArbitrary(), mix =>
        {
            var allocated = AllocatedBy(Letter("■ Children trust", $"{mix}\n■ Children trust"));
            return (allocated < 250_000_000).Label($"{mix.Length:N0} characters took {allocated:N0} bytes: {mix[..Math.Min(200, mix.Length)]}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(new Replay(new Rnd(20261129, 1), null)));
    }

    private static long AllocatedBy(byte[] letter)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            // Text is read without leaving this thread.
            var read = LetterParser.ReadAsync(letter);
            Assert.True(read.IsCompleted);
            LetterJson.Write(read.GetAwaiter().GetResult());
        }
        catch (Exception refusal) when (refusal is UnreadableLetterException or NotALetterException)
        {
            // Refused in words.
        }
        catch (OutOfMemoryException)
        {
            return long.MaxValue;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Letter(string part, string instead) => Encoding.UTF8.GetBytes(LetterText.With(part, instead));

    private static string Lines(string line, int characters) =>
        string.Concat(Enumerable.Repeat(line + "\n", characters / (line.Length + 1)));

    private static byte[] PdfOf(int pages, string content)
    {
        var kids = string.Concat(Enumerable.Repeat("3 0 R ", pages));
        return Encoding.Latin1.GetBytes(
            $"""
            %PDF-1.4
            1 0 obj
            << /Type /Catalog /Pages 2 0 R >>
            endobj
            2 0 obj
            << /Type /Pages /Kids [{kids}] /Count {pages} >>
            endobj
            3 0 obj
            << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 4000] /Contents 4 0 R
            /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >> >>
            endobj
            4 0 obj
            << /Length {content.Length + 6} >>
            stream
            BT {content}ET
            endstream
            endobj
            trailer
            << /Root 1 0 R >>
            %%EOF
            """);
    }
}
