namespace Jtai.DocumentTests;

public class PlainTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("One line", "p:One line")]
    [InlineData("One\r\ntwo\r\n\r\nThree", "p:One|two p:Three")]
    [InlineData("Before\n- a\n- b\nafter", "p:Before l:a,b p:after")]
    [InlineData("• pasted\n  - typed", "l:pasted,typed")]
    [InlineData("-5 degrees\n-\n - ", "p:-5 degrees|-|-")]
    [InlineData("<b>no</b>\n\n\n\n# no", "p:<b>no</b> p:# no")]
    public void Text_AsTyped_BecomesParagraphsAndLists(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', PlainText.ToBlocks(text).Select(block => block switch
        {
            Paragraph paragraph => $"p:{paragraph.Text.Replace('\n', '|')}",
            BulletList list => $"l:{string.Join(',', list.Items)}",
            _ => block.GetType().Name,
        })));
}
