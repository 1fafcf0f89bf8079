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

    private static async Task<ReadLetter> ReadAsync(DateOnly? received) =>
        ReadLetter.Of(await LetterParser.ReadAsync(FictionalLetter.Bytes), received);
}
