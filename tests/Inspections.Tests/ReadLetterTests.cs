using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Letters;

namespace Jtai.Inspections.Tests;

/// <summary>From the reader's result to what is reviewed; the deadline is checked against the day of receipt.</summary>
public sealed class ReadLetterTests
{
    [Fact]
    public async Task Read_FictionalLetter_HasItsListsInOrder()
    {
        var reading = await ReadAsync(null);

        Assert.Equal(
            [
                FindingKind.PriorityAction,
                FindingKind.Improvement, FindingKind.Improvement, FindingKind.Improvement,
                FindingKind.Strength, FindingKind.Strength,
            ],
            reading.Items.Select(item => item.Kind));
        Assert.Equal([1, 2, 3, 4, 5, 6], reading.Items.Select(item => item.ItemId));
        Assert.Equal(new DateOnly(2024, 12, 16), reading.StatementDueOn);
        Assert.Equal("Haskermoor", reading.Area);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("2024-09-09", false)]
    [InlineData("2024-09-02", true)]
    [InlineData("2024-09-10", true)]
    public async Task Read_ReceivedOnAnotherDay_IsCountedFromThere(string? received, bool warned)
    {
        var reading = await ReadAsync(LondonDates.FromIso(received ?? ""));

        Assert.Equal(warned, reading.Warnings.Any(warning => warning.Code == WarningCodes.DeadlineNot70WorkingDays));
    }

    [Fact]
    public async Task Read_ReceivedAfterTheDeadline_SaysSo()
    {
        var reading = await ReadAsync(new DateOnly(2024, 12, 16));

        var warning = Assert.Single(reading.Warnings, warning => warning.Code == WarningCodes.DeadlineBeforeLetter);
        Assert.Contains("16 December 2024", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9 September 2024", "3 July 2024", DateWarnings.LetterBeforeFieldwork, "The letter is dated 3 July 2024, before its fieldwork ended on 5 July 2024.")]
    [InlineData("16 December 2024", "2 September 2024", WarningCodes.DeadlineBeforeLetter, "")]
    public async Task Read_DaysThatContradictEachOther_AreNamed(string day, string other, string code, string message)
    {
        var letter = await LetterParser.ReadAsync(System.Text.Encoding.UTF8.GetBytes(FictionalLetter.With((day, other))));

        var warning = Assert.Single(ReadLetter.Of(letter, null).Warnings, warning => warning.Code == code);
        Assert.Contains(message, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FieldworkThatEndsBeforeItStarts_IsNamed()
    {
        var letter = await LetterParser.ReadAsync(FictionalLetter.Bytes);
        var reversed = letter with { InspectionStart = letter.InspectionEnd, InspectionEnd = letter.InspectionStart };

        Assert.Equal(
            "By the letter fieldwork ended on 1 July 2024, before it started on 5 July 2024.",
            Assert.Single(ReadLetter.Of(reversed, null).Warnings, warning => warning.Code == DateWarnings.FieldworkReversed).Message);
    }

    [Fact]
    public async Task Read_ReceivedBeforeItsDate_IsNamed() => Assert.Contains(
        (await ReadAsync(new DateOnly(2024, 9, 6))).Warnings,
        warning => warning.Message == "The letter was received on 6 September 2024, before the day that it is dated, 9 September 2024.");

    // The column outlives the code that wrote it.
    [Fact]
    public void Kept_ByTheNamesOfTheFirstVersion_IsReadWhole()
    {
        const string kept =
            """
            {"sha256":"ab","area":"Haskermoor","theme":"","letter_dated":"2024-09-09","fieldwork_starts_on":null,"fieldwork_ends_on":null,
             "statement_due_on":"2024-12-16","statement_due_as_printed":"","statement_prepared_by":"","statement_sent_by":"",
             "statement_sent_to":"","addressees":["Ada Moss"],"warnings":[{"code":"deadline_weekend","message":"A Sunday."}],
             "items":[{"item_id":1,"kind":2,"text":"Wait less.","lead_in":"They should:","sub_points":["one","two"],"heading":"What?","page":3,"paragraph":9}],
             "paragraphs":[{"number":9,"page":3,"heading":"What?","text":"Wait less.","bullet":true}]}
            """;

        var reading = new JsonColumn<ReadLetter>().Parse(kept)!;

        Assert.Equal((new DateOnly(2024, 12, 16), "Ada Moss", "A Sunday."), (reading.StatementDueOn, reading.Addressees.Single(), reading.Warnings.Single().Message));
        Assert.Equal(
            new FoundItem
            {
                ItemId = 1, Kind = (FindingKind)2, Text = "Wait less.", LeadIn = "They should:", SubPoints = { "one", "two" }, Heading = "What?", Page = 3, Paragraph = 9,
            },
            reading.Items.Single());
        Assert.Equal(new Paragraph { Number = 9, Page = 3, Heading = "What?", Text = "Wait less.", Bullet = true }, reading.Paragraphs.Single());
        Assert.Equal((0, 0), (reading.LeftOvers.Count, reading.Likeness.Count));
    }

    private static async Task<ReadLetter> ReadAsync(DateOnly? received) =>
        ReadLetter.Of(await LetterParser.ReadAsync(FictionalLetter.Bytes), received);
}
