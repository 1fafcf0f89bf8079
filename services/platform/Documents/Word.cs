using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Jtai.Documents;

/// <summary>Writes a document for Word (Office Open XML). The same document gives the same bytes.</summary>
public static class Word
{
    internal const string HeaderId = "header";
    internal const string FooterId = "footer";

    public static void Write(Document document, Stream stream)
    {
        using var package = new MemoryStream();
        using (var word = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var properties = word.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "core");
            using (var content = properties.GetStream(FileMode.Create))
            {
                CoreProperties(document).Save(content);
            }

            // Each part is given its id, as random ones would make other bytes of the same document.
            var main = word.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "document");
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.Of(document.Language);
            main.AddNewPart<NumberingDefinitionsPart>("numbering").Numbering = WordStyles.Bullets();
            main.AddNewPart<DocumentSettingsPart>("settings").Settings = Settings(document.Language);
            main.AddNewPart<HeaderPart>(HeaderId).Header = HeaderOf(document);
            main.AddNewPart<FooterPart>(FooterId).Footer = FooterOf(document);
            main.Document = new W.Document(new WordBody(document).Made());
        }

        package.Position = 0;
        CopyWithoutTimes(package, stream);
    }

    private static XDocument CoreProperties(Document document)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
        XNamespace dublin = "http://purl.org/dc/elements/1.1/";
        return new XDocument(new XElement(core + "coreProperties",
            new XElement(dublin + "title", Characters.OnOneLine(document.Title)),
            new XElement(dublin + "language", document.Language),
            new XElement(core + "version", Characters.OnOneLine(document.Version))));
    }

    private static W.Settings Settings(string language) => new(
        new W.Compatibility(new W.CompatibilitySetting
        {
            Name = W.CompatSettingNameValues.CompatibilityMode,
            Uri = "http://schemas.microsoft.com/office/word",
            Val = "15",
        }),
        new W.ThemeFontLanguages { Val = language });

    private static W.Header HeaderOf(Document document)
    {
        var header = new W.Header();
        if (!string.IsNullOrWhiteSpace(document.Marking))
        {
            header.Append(WordBody.Styled(WordStyles.Marking, Characters.OnOneLine(document.Marking)));
        }

        header.Append(WordBody.Styled(WordStyles.Header, Characters.OnOneLine(document.Title)));
        return header;
    }

    private static W.Footer FooterOf(Document document)
    {
        var foot = WordBody.Styled(WordStyles.Footer, string.IsNullOrWhiteSpace(document.Version) ? "Page " : $"{Characters.OnOneLine(document.Version)} · Page ");
        foot.Append(WordBody.Field(" PAGE ", "1"));
        foot.Append(new W.Run(new W.Text(" of ") { Space = SpaceProcessingModeValues.Preserve }));
        foot.Append(WordBody.Field(" NUMPAGES ", "1"));
        return new W.Footer(foot);
    }

    // A package is stamped with the time of its making, file by file.
    private static void CopyWithoutTimes(MemoryStream package, Stream stream)
    {
        using var copy = new MemoryStream();
        using (var from = new ZipArchive(package, ZipArchiveMode.Read))
        using (var to = new ZipArchive(copy, ZipArchiveMode.Create, leaveOpen: true))
        {
            // What says of which kind each part is stands first, as readers that look at the beginning alone expect.
            foreach (var part in from.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var entry = to.CreateEntry(part.FullName, CompressionLevel.Optimal);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = part.Open();
                using var target = entry.Open();
                content.CopyTo(target);
            }
        }

        copy.Position = 0;
        copy.CopyTo(stream);
    }
}
