using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Jtai.Errors;
using Jtai.Field;
using MimeKit;
using Sheets = DocumentFormat.OpenXml.Spreadsheet;

namespace Jtai.Files.Tests;

/// <summary>What is found in the text of documents that other programs' libraries made. The NHS number is a published example.</summary>
public sealed class ReadingTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string NhsNumber = "943 476 5919";
    private const string LookYourself = "Make sure yourself that no child can be known by it.";
    private const string NotAll = $"Not all of this file could be read. {LookYourself}";

    private FilesHost Host => shared.Host;

    public static TheoryData<string> EachKind => ["a.pdf", "a.docx", "a.xlsx", "a.pptx", "a.csv", "a.txt", "a.eml"];

    [Theory]
    [MemberData(nameof(EachKind))]
    public async Task Text_WithADateOfBirth_NeedsAReasonBeforeAnybodyOpensIt(string name)
    {
        var caller = Host.NewCaller();
        var file = await Host.PutInAsync(caller, name, FileOf(name, "Jo was born on 12 March 2014."));

        Assert.Equal((FileState.NeedsReason, ChildIdentifier.DateOfBirth, ""), (file.State, file.Found, file.Why));
        Assert.Contains("waits for a reason", (await Assert.ThrowsAsync<Refused>(() => Host.ReadAsync(caller, file.FileId))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EachKind))]
    public async Task Text_WithAnNhsNumber_IsRefused(string name)
    {
        var file = await Host.PutInAsync(Host.NewCaller(), name, FileOf(name, $"Seen: {NhsNumber}."));

        Assert.Equal(
            (FileState.Refused, "This file seems to hold an NHS number. Take it out: no child's details are kept here."), (file.State, file.Why));
    }

    [Theory]
    [MemberData(nameof(EachKind))]
    public async Task Text_OfAPlan_IsClean(string name)
    {
        var file = await Host.PutInAsync(Host.NewCaller(), name, FileOf(name, "Action 3 is due by 12 March 2027. Police (4), health (3)."));

        Assert.Equal((FileState.Clean, ChildIdentifier.None, ""), (file.State, file.Found, file.Why));
    }

    public static TheoryData<string, ChildIdentifier, string> Hidden => new()
    {
        { "words in several runs", ChildIdentifier.NameWithAge, "runs.docx" },
        { "a table's columns", ChildIdentifier.NameWithAge, "table.docx" },
        { "a comment", ChildIdentifier.CaseId, "comment.docx" },
        { "a workbook within", ChildIdentifier.CaseId, "within.docx" },
        { "a column of dates under its heading", ChildIdentifier.DateOfBirth, "dates.xlsx" },
        { "columns of names and ages", ChildIdentifier.NameWithAge, "ages.xlsx" },
        { "columns of a CSV file", ChildIdentifier.NameWithAge, "ages.csv" },
        { "a text in UTF-16", ChildIdentifier.HomePostcode, "wide.txt" },
        { "a mail in HTML", ChildIdentifier.DateOfBirth, "html.eml" },
        { "a document attached to a mail", ChildIdentifier.CaseId, "attached.eml" },
        { "a PDF attached to a mail", ChildIdentifier.CaseId, "attachedpdf.eml" },
        { "a long text, far behind", ChildIdentifier.HomePostcode, "long.txt" },
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public async Task Identifier_WhereverItStands_IsFound(string where, ChildIdentifier kind, string name)
    {
        var bytes = name switch
        {
            "runs.docx" => Word(new Paragraph(Run("Ja"), Run("mie (7"), Run(") was seen."))),
            "table.docx" => Word(TableOf(["Name", "Age"], ["Jamie", "7"])),
            "comment.docx" => Word(new Paragraph(Run("Agreed.")), comment: "See LCS 123456."),
            "within.docx" => Samples.Word(("word/embeddings/a.xlsx", Workbook(["Note"], ["LCS 123456"]))),
            "dates.xlsx" => Workbook(["Child", "DOB"], ["Jamie", new DateOnly(2014, 3, 12)]),
            "ages.xlsx" => Workbook(["Name", "Age"], ["Jamie", 7]),
            "ages.csv" => "\"Name\",Age,School\r\nJamie,7,\"Elm, Upper\"\r\n"u8.ToArray(),
            "wide.txt" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("She lives at TA1 4DY.\r\n")],
            "html.eml" => Mail("<table><tr><th>DOB</th><td>12/<b>03</b>/2014</td></tr></table>", "html"),
            "attached.eml" => Mail("Attached.", attached: ("a.docx", Word(new Paragraph(Run("LCS 123456"))))),
            "attachedpdf.eml" => Mail("Attached.", attached: ("a.pdf", Samples.TextPdf("LCS 123456"))),
            _ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("No child is named here.\n", 80_000)) + "She lives at TA1 4DY.\n"),
        };

        Assert.True((await SearchAsync(name, bytes)).Found == kind, where);
    }

    [Theory]
    [InlineData("a.png", $"Nothing is read in a picture. {LookYourself}")]
    [InlineData("scan.pdf", $"No text was found in this file: it may be a scan. {LookYourself}")]
    [InlineData("broken.pdf", NotAll)]
    [InlineData("broken.docx", NotAll)]
    [InlineData("deep.docx", NotAll)]
    [InlineData("names.docx", NotAll)]
    [InlineData("attribute.docx", NotAll)]
    [InlineData("parts.eml", NotAll)]
    [InlineData("headers.eml", NotAll)]
    [InlineData("macros.eml", NotAll)]
    [InlineData("long.csv", $"Only the first 2 million characters of this file were looked through. {LookYourself}")]
    public async Task Text_ThatCannotAllBeRead_IsKeptAndSaysSo(string name, string note)
    {
        var bytes = name switch
        {
            "a.png" => Samples.Png,
            "scan.pdf" => Samples.TextPdf(""),
            "broken.pdf" => Samples.Pdf(),
            "broken.docx" => Samples.Word(("a.xml", Samples.Xml("<a><b>"))),
            "deep.docx" => Samples.Word(("a.xml", Samples.Xml(string.Concat(Enumerable.Repeat("<a>", 5_000))))),
            "names.docx" => Samples.Word(("a.xml", Samples.Xml($"<a>{string.Concat(Enumerable.Range(0, 200_000).Select(n => $"<n{n}/>"))}</a>"))),
            "attribute.docx" => Samples.Word(("a.xml", Samples.Xml($"<a><b c=\"{Convert.ToHexString(Samples.Random(2_000_000, 5))}\"/></a>"))),
            "parts.eml" => Encoding.ASCII.GetBytes("Subject: A\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nA\n", 100_000)) + "--b--\n"),
            "headers.eml" => Encoding.ASCII.GetBytes("Subject: A\n" + string.Concat(Enumerable.Repeat("a: b\n", 500_000)) + "\nA\n"),
            "macros.eml" => Mail("Attached.", attached: ("a.docx", Samples.Word(("word/vbaProject.bin", [1])))),
            _ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Action,Police,Done\n", 120_000))),
        };

        Assert.Equal((ChildIdentifier.None, note), await SearchAsync(name, bytes));
    }

    [Fact]
    public async Task Counts_InTables_AreNoNhsNumbers()
    {
        var counts = Workbook(["Red", "Amber", "Green"], [943, 476, 5919]);
        Assert.Equal((ChildIdentifier.None, ""), await SearchAsync("a.xlsx", counts));
        Assert.Equal((ChildIdentifier.None, ""), await SearchAsync("a.csv", "9,4,3,4,7,6,5,9,1,9\n"u8.ToArray()));
        await Assert.ThrowsAsync<FileRefused>(() => SearchAsync("a.csv", "NHS no,9,4,3,4,7,6,5,9,1,9\n"u8.ToArray()));
    }

    [Fact]
    public async Task Names_AcrossThePiecesThatAreSearched_AreFoundWhereverTheyAreCut()
    {
        for (var before = 32_600; before < 32_800; before += 7)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("abcd ", before / 5)) + new string('x', before % 5) + " Jamie S (14) " + new string('y', 3_000));
            Assert.Equal(ChildIdentifier.NameWithAge, (await SearchAsync("a.txt", text)).Found);
        }
    }

    private static async Task<(ChildIdentifier Found, string Note)> SearchAsync(string name, byte[] bytes) =>
        await DocumentText.SearchAsync(new MemoryStream(bytes), await FileRecognition.RecogniseAsync(new MemoryStream(bytes), name, default), default);

    private static byte[] FileOf(string name, string text) => Path.GetExtension(name) switch
    {
        ".pdf" => Samples.TextPdf(text),
        ".docx" => Word(new Paragraph(Run(text))),
        ".xlsx" => Workbook(["Note"], [text]),
        ".pptx" => Samples.Office(Samples.PowerPointType, ("ppt/slides/slide1.xml", Samples.Xml(
            $"<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sld>"))),
        ".eml" => Mail(text),
        _ => Encoding.UTF8.GetBytes(text + "\r\n"),
    };

    private static Run Run(string text) => new(new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    private static Table TableOf(params string[][] rows) => new(rows.Select(row => new TableRow(row.Select(cell => new TableCell(new Paragraph(Run(cell)))))));

    private static byte[] Word(OpenXmlElement content, string? comment = null)
    {
        using var made = new MemoryStream();
        using (var document = WordprocessingDocument.Create(made, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new Document(new Body(content));
            if (comment is not null)
            {
                main.AddNewPart<WordprocessingCommentsPart>().Comments = new Comments(new Comment(new Paragraph(Run(comment))) { Id = "0", Author = "Ada Pole" });
            }
        }

        return made.ToArray();
    }

    private static byte[] Workbook(object[] heading, object[] row)
    {
        using var made = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(made, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            var texts = new Sheets.SharedStringTable();
            Sheets.Cell CellOf(object value)
            {
                switch (value)
                {
                    case string text:
                        texts.Append(new Sheets.SharedStringItem(new Sheets.Text(text)));
                        return new() { DataType = Sheets.CellValues.SharedString, CellValue = new(texts.ChildElements.Count - 1) };
                    case DateOnly day:
                        return new() { StyleIndex = 1, CellValue = new(day.ToDateTime(default).ToOADate().ToString(CultureInfo.InvariantCulture)) };
                    default:
                        return new() { CellValue = new((int)value) };
                }
            }

            sheet.Worksheet = new(new Sheets.SheetData(new Sheets.Row(heading.Select(CellOf)), new Sheets.Row(row.Select(CellOf))));
            book.AddNewPart<SharedStringTablePart>().SharedStringTable = texts;
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(
                new Sheets.NumberingFormats(new Sheets.NumberingFormat { NumberFormatId = 164, FormatCode = "dd/mm/yyyy" }),
                new Sheets.CellFormats(new Sheets.CellFormat(), new Sheets.CellFormat { NumberFormatId = 164 }));
            book.Workbook = new(new Sheets.Sheets(new Sheets.Sheet { Name = "A", SheetId = 1, Id = book.GetIdOfPart(sheet) }));
        }

        return made.ToArray();
    }

    private static byte[] Mail(string text, string format = "plain", (string Name, byte[] Bytes)? attached = null)
    {
        var body = new TextPart(format) { Text = text, ContentTransferEncoding = ContentEncoding.Base64 };
        var message = new MimeMessage([new MailboxAddress("Ada Pole", "ada@northshire.example")], [], "Minutes", body);
        if (attached is { } file)
        {
            message.Body = new Multipart("mixed")
            {
                body,
                new MimePart("application", "octet-stream")
                {
                    Content = new MimeContent(new MemoryStream(file.Bytes)), FileName = file.Name, ContentTransferEncoding = ContentEncoding.Base64,
                },
            };
        }

        using var made = new MemoryStream();
        message.WriteTo(made);
        return made.ToArray();
    }
}
