using Jtai.Errors;

namespace Jtai.Actions.Tests;

/// <summary>What every service takes as text, tried on one that has the most of it.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Text_WithLineBreaks_CountsEachAsOne(int lines, bool taken)
    {
        var check = new RequestCheck();
        // As a browser sends them.
        var text = check.Text("narrative", string.Concat(Enumerable.Repeat("123456789\r\n", lines)) + "x", "What was done", 1001);
        Assert.Equal(taken, Record.Exception(check.ThrowIfRefused) is null);
        Assert.DoesNotContain('\r', text);
    }

    [Theory]
    [InlineData("", "Enter the title.")]
    [InlineData(" \r\n ", "Enter the title.")]
    [InlineData("\u200B\u2060", "The title holds only characters that cannot be seen. Type it again.")]
    [InlineData("\u3164", "The title holds only characters that cannot be seen. Type it again.")]
    [InlineData("Pay \u202Eyrots", "The title holds hidden characters that reverse the order of its letters. Type it again without them.")]
    [InlineData("A \u2067bidi\u2069", "The title holds hidden characters that reverse the order of its letters. Type it again without them.")]
    [InlineData("Beep\a", "The title holds characters that are not text.")]
    [InlineData("Zoë 👩‍👧 नमस्ते \u200Fשלום", null)]
    public void Text_ThatNobodyCanSeeOrThatReadsOtherwise_IsRefusedWithAReason(string typed, string? words)
    {
        var check = new RequestCheck();
        check.Text("title", typed, "The title", 200, required: true);
        Assert.Equal(words, (Record.Exception(check.ThrowIfRefused) as Invalid)?.Message);
    }
}
