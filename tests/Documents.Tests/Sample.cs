namespace Jtai.DocumentTests;

internal static class Sample
{
    /// <summary>One of everything that a document may hold, with a wide table between two narrow ones.</summary>
    public static Document Everything() => new("Statement of action: Haskermoor", "In answer to the letter of 4 August 2026", "OFFICIAL", "Version 2, 10 November 2026",
    [
        new Heading(1, "Introduction"),
        .. PlainText.ToBlocks("The partnership welcomes the letter.\nIt accepts all findings.\n\nChildren told us:\n- be on time\n- tell us what changed"),
        new KeyFacts([new("Received on", "4 August 2026"), new("Sent to", "protectionofchildren@example.org")]),
        new Heading(2, "Who answers for what"),
        new Table("Agencies", [new("Agency", 2), new("Lead", 3)], [["Council", "Director of children’s services"], ["Police", "DCI Public Protection"]]),
        new Heading(2, "Finding 1"),
        new Paragraph("Thresholds are not understood across the partnership."),
        new Table("Actions on finding 1", [new("Reference", 3), new("Action", 8), new("Lead", 2), new("Due", 3), new("Outcome", 6), new("Measure", 3)],
            [.. Enumerable.Range(1, 40).Select(n => (IReadOnlyList<string>)[$"HSK-2026-A{n:000}", $"Train every front door practitioner in the new thresholds, round {n}", "Council", "31 March 2027", "Children are seen by the right team at once", "9 of 10 contacts"])]),
        new Heading(2, "Finding 2"),
        new Heading(4, "Why it matters"),
        new Paragraph("Police see children late."),
        new PageBreak(),
        new Heading(1, "Glossary"),
        new Table("Words", [new("Word"), new("Meaning")], [["ICB", "Integrated care board"]]),
    ]);

    /// <summary>Text that somebody might type or paste to break a document out of its form.</summary>
    public static Document Hostile()
    {
        string[] texts =
        [
            "<script>alert(1)</script> & \"quoted\" 'single'", "]]> <!-- --> <?xml version='1.0'?>", "\u0000\u0001\u0008\u000B\u001F\uFFFE\uFFFF and \uD800 half",
            new string('x', 10_000), "שלום עולם مرحبا", "tab\there\r\nnext line\u2028separated", "= HYPERLINK(\"http://x\") PAGE \\* MERGEFORMAT", "👩‍👧 family", "",
        ];
        return new Document(texts[0], texts[1], texts[2] + texts[0], texts[5],
        [
            .. texts.Select(text => new Paragraph(text)), .. texts.Select(text => new Heading(4, text)), new BulletList(texts), new BulletList([]), new KeyFacts([]),
            new KeyFacts([.. texts.Select(text => new KeyFact(text, text))]),
            new Table(string.Concat(texts), [.. texts.Select(heading => new Column(heading, 0))], [texts, texts]), new PageBreak(),
        ]);
    }

    public static byte[] InWord(Document document)
    {
        using var stream = new MemoryStream();
        Word.Write(document, stream);
        return stream.ToArray();
    }

    public static string InHtml(Document document)
    {
        using var page = new StringWriter();
        Html.Write(document, page);
        return page.ToString();
    }
}
