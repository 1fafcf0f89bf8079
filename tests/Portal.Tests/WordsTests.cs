using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Journeys.Information;
using Jtai.Portal.Shared;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Tests;

public class WordsTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData("2026-11-10T00:00:00Z", "10 November 2026 at midnight")]
    [InlineData("2026-11-10T12:00:00Z", "10 November 2026 at midday")]
    [InlineData("2026-07-01T13:05:00Z", "1 July 2026 at 2:05pm")]
    [InlineData("2026-07-01T23:30:00Z", "2 July 2026 at 12:30am")]
    [InlineData("2026-11-10T09:00:00Z", "10 November 2026 at 9am")]
    public void WithTime_OfAMomentInUtc_IsLondonsTime(string moment, string words) =>
        Assert.Equal(words, Dates.WithTime(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(-41, "41 days late")]
    [InlineData(-1, "1 day late")]
    [InlineData(0, "due today")]
    [InlineData(1, "due tomorrow")]
    [InlineData(28, "due in 28 days")]
    public void Distance_ToADueDate_IsInDays(int days, string words) =>
        Assert.Equal(words, Dates.Distance(Today.AddDays(days), Today));

    [Theory]
    [InlineData("2026-11-26", "2026-11-10", "Thursday 26 November 2026, 12 working days left")]
    [InlineData("2026-11-28", "2026-11-26", "Saturday 28 November 2026, 1 working day left")]
    [InlineData("2026-11-28", "2026-11-27", "Saturday 28 November 2026, due tomorrow")]
    [InlineData("2026-11-29", "2026-11-27", "Sunday 29 November 2026, no working days left")]
    [InlineData("2026-11-28", "2026-11-28", "Saturday 28 November 2026, due today")]
    [InlineData("2026-11-28", "2026-11-29", "Saturday 28 November 2026, date passed", "not sent, 1 day late")]
    [InlineData("2026-11-28", "2027-01-08", "Saturday 28 November 2026, date passed", "not sent, 41 days late")]
    public void Deadline_OfTheStatement_IsInWorkingDaysAndUnsentToThoseWhoKnow(string due, string today, string words, string? unsent = null)
    {
        var (dueOn, on) = (LondonDates.TryFromIso(due)!.Value, LondonDates.TryFromIso(today)!.Value);
        Assert.Equal(words, StatementDeadline.WithWeekday(dueOn, on));
        Assert.Equal(unsent is null ? words : words.Replace("date passed", unsent, StringComparison.Ordinal), StatementDeadline.WithWeekday(dueOn, on, null));
        Assert.Equal(unsent is not null, StatementDeadline.Of(dueOn, on, null).EndsWith(unsent ?? "late", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-26", "28 November 2026, sent on time", "Sent on 26 November 2026, on time")]
    [InlineData("2026-11-28", "28 November 2026, sent on time", "Sent on 28 November 2026, on time")]
    [InlineData("2026-11-29", "28 November 2026, sent 1 day late", "Sent on 29 November 2026, 1 day late")]
    [InlineData("2026-12-02", "28 November 2026, sent 4 days late", "Sent on 2 December 2026, 4 days late")]
    public void Deadline_OfAStatementThatWasSent_SaysHowLate(string sentOn, string inTable, string sentence)
    {
        var (due, sent) = (new DateOnly(2026, 11, 28), LondonDates.TryFromIso(sentOn)!.Value);
        Assert.Equal((inTable, sentence), (StatementDeadline.Of(due, Today, sent), StatementDeadline.Sent(sent, due)));
    }

    [Theory]
    [InlineData("10", "11", "2026")]
    [InlineData(" 10 ", "November", "2026")]
    [InlineData("10", "nov", "2026")]
    public void Read_OfADateInAnySpelling_GivesIt(string day, string month, string year)
    {
        var errors = new ModelStateDictionary();
        Assert.Equal(Today, new DateEntry { Day = day, Month = month, Year = year }.Read(errors, "Due", "due date"));
        Assert.True(errors.IsValid);
    }

    [Theory]
    [InlineData(null, null, null, "Enter the due date")]
    [InlineData("10", "11", "", "Due date must include a year")]
    [InlineData("10", "", "", "Due date must include a month and year")]
    [InlineData("31", "2", "2027", "Due date must be a real date")]
    [InlineData("1", "13", "2027", "Due date must be a real date. Enter the month as a number or a name, like 9 or September")]
    [InlineData("1", "1", "27", "Year of the due date must have 4 numbers, like 2027")]
    public void Read_OfNoDate_SaysWhatIsWrongOfTheDateAsAWhole(string? day, string? month, string? year, string words)
    {
        var errors = new ModelStateDictionary();
        Assert.Null(new DateEntry { Day = day, Month = month, Year = year }.Read(errors, "Due", "due date"));
        var error = Assert.Single(errors);
        Assert.Equal("Due", error.Key);
        Assert.Equal(words, Assert.Single(error.Value!.Errors).ErrorMessage);
    }

    [Theory]
    [InlineData(0, 0, "0%")]
    [InlineData(1, 3, "33%")]
    [InlineData(1, 1000, "1%")]
    [InlineData(999, 1000, "99%")]
    [InlineData(3, 3, "100%")]
    public void Share_OfACount_IsNeverNothingOfSomethingNorAllOfLess(int part, int whole, string words) =>
        Assert.Equal(words, Numbers.Share(part, whole));

    [Fact]
    public void Bar_OfCounts_FillsTheWidthOnce()
    {
        var bar = ProgressChart.SegmentsOf(new ActionCounts(1, 0, 2, 0, 1), longest: 4).ToList();
        Assert.Equal([("0%", "25%"), ("25%", "50%"), ("75%", "25%")], bar.Select(part => (part.X, part.Width)));
        Assert.True(bar[0].Hatched);
        Assert.Equal("1 overdue, 2 on track, 1 complete", new ActionCounts(1, 0, 2, 0, 1).InWords());
    }

    [Fact]
    public void Bars_OfFewAndOfMany_AreAsLongAsTheyHaveActions()
    {
        var chart = new ProgressChart("c", "C", [new("few", new ActionCounts(0, 0, 1, 0, 0, Closed: 20)), new("many", new ActionCounts(4, 0, 4, 0, 4))]);
        Assert.Equal(
            ["8.333%", "33.333% 33.333% 33.333%"],
            chart.Bars.Select(bar => string.Join(' ', ProgressChart.SegmentsOf(bar.Counts, chart.Longest).Select(part => part.Width))));
    }

    [Fact]
    public void Glossary_HasTheFieldsTermsWithUniqueAnchors()
    {
        Assert.True(Terms.All.Count >= 60);
        Assert.Equal(Terms.All.Count, Terms.All.Select(term => term.Anchor).Distinct().Count());
        Assert.Equal("joint targeted area inspection", Terms.Find("jtai")?.StandsFor);
        Assert.All(Terms.All, term => Assert.EndsWith(".", term.Meaning, StringComparison.Ordinal));
    }
}
