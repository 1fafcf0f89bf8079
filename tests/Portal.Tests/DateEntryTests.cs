using Jtai.Portal.Design;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Tests;

/// <summary>Dates as people type them.</summary>
public class DateEntryTests
{
    [Theory]
    [InlineData("1", "9", "2027")]
    [InlineData(" 01 ", " 09 ", " 2027 ")]
    [InlineData("1st", "Sep", "2027")]
    [InlineData("1 ST", "sept", "2027")]
    [InlineData("1", "Sept.", "2027")]
    [InlineData("1", "SEPTEMBER", "2027")]
    public void Date_AsPeopleTypeIt_IsRead(string day, string month, string year)
    {
        var errors = new ModelStateDictionary();
        Assert.Equal("2027-09-01", new DateEntry { Day = day, Month = month, Year = year }.ReadIso(errors, "DueOn", "due date"));
        Assert.True(errors.IsValid);
    }

    [Theory]
    [InlineData("31", "2", "2027", "Due date must be a real date")]
    [InlineData("1", "Se", "2027", "Due date must be a real date. Enter the month as a number or a name, like 9 or September")]
    [InlineData("1", "9", "27", "Year of the due date must have 4 numbers, like 2027")]
    [InlineData("", "9", "", "Due date must include a day and year")]
    public void Date_ThatIsNone_HasOneErrorForTheWholeAndIsSentAsNone(string day, string month, string year, string words)
    {
        var errors = new ModelStateDictionary();
        Assert.Equal("unreadable", new DateEntry { Day = day, Month = month, Year = year }.ReadIso(errors, "DueOn", "due date"));
        var (key, entry) = Assert.Single(errors);
        Assert.Equal(("DueOn", words), (key, Assert.Single(entry!.Errors).ErrorMessage));
    }

    [Theory]
    [InlineData(true, "unreadable", 1)]
    [InlineData(false, "", 0)]
    public void Date_LeftEmpty_IsAnErrorWhereOneIsNeeded(bool required, string sent, int count)
    {
        var errors = new ModelStateDictionary();
        Assert.Equal((sent, count), (new DateEntry { Day = " " }.ReadIso(errors, "DueOn", "due date", required), errors.ErrorCount));
    }
}
