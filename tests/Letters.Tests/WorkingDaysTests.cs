using Jtai.Field;

namespace Jtai.LetterTests;

public sealed class WorkingDaysTests
{
    [Theory]
    [InlineData(2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27")]
    [InlineData(2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26")]
    [InlineData(2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData(2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData(2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26")]
    [InlineData(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26")]
    public void BankHoliday_Year_GivesTheBankHolidaysOfEnglandAndWales(int year, string days) =>
        Assert.Equal(
            days.Split(' ').Select(d => DateOnly.Parse($"{year}-{d}", null)),
            Enumerable.Range(0, 366).Select(new DateOnly(year, 1, 1).AddDays).Where(day =>
                day.Year == year && WorkingDays.BankHoliday(day) is not null && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));

    [Theory]
    [InlineData("2024-07-18", "2024-10-25", 70)]
    [InlineData("2018-08-24", "2018-12-03", 70)]
    [InlineData("2019-08-02", "2019-11-11", 70)]
    [InlineData("2024-12-24", "2024-12-27", 1)]
    [InlineData("2025-06-06", "2025-06-08", 0)]
    [InlineData("2025-06-09", "2025-06-06", -1)]
    public void Between_TwoDays_CountsWorkingDaysAfterTheFirst(string from, string to, int count) =>
        Assert.Equal(count, WorkingDays.Between(DateOnly.Parse(from, null), DateOnly.Parse(to, null)));

    [Theory]
    [InlineData("2024-07-18", 70, "2024-10-25")]
    [InlineData("2025-04-17", 1, "2025-04-22")]
    [InlineData("2025-04-19", 0, "2025-04-19")]
    public void After_Count_IsTheInverseOfBetween(string from, int count, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, null), WorkingDays.After(DateOnly.Parse(from, null), count));

    [Theory]
    [InlineData("2021-12-25", false)]
    [InlineData("2021-12-27", false)]
    [InlineData("2022-12-26", false)]
    [InlineData("2020-05-04", true)]
    [InlineData("2022-05-30", true)]
    public void Includes_Day_FollowsTheRegulations(string day, bool working) =>
        Assert.Equal(working, WorkingDays.Includes(DateOnly.Parse(day, null)));
}
