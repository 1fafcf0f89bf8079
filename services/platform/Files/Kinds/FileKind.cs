namespace Jtai.Files;

/// <summary>What files may be; recognised by their content.</summary>
public enum FileKind
{
    Pdf,
    Word,
    Excel,
    PowerPoint,
    Csv,
    Text,
    Png,
    Jpeg,
    Mail,
}

public static class FileKindWords
{
    /// <summary>Endings that a name of this kind may have; the first is the usual one.</summary>
    public static IReadOnlyList<string> Endings(this FileKind kind) => kind switch
    {
        FileKind.Pdf => [".pdf"],
        FileKind.Word => [".docx"],
        FileKind.Excel => [".xlsx"],
        FileKind.PowerPoint => [".pptx"],
        FileKind.Csv => [".csv"],
        FileKind.Text => [".txt"],
        FileKind.Png => [".png"],
        FileKind.Jpeg => [".jpg", ".jpeg"],
        _ => [".eml"],
    };

    /// <summary>With its article, for a sentence.</summary>
    public static string InWords(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "a PDF",
        FileKind.Word => "a Word document",
        FileKind.Excel => "an Excel workbook",
        FileKind.PowerPoint => "a PowerPoint presentation",
        FileKind.Csv => "a CSV file",
        FileKind.Text => "a text",
        FileKind.Png => "a PNG picture",
        FileKind.Jpeg => "a JPEG picture",
        _ => "a saved mail",
    };

    /// <summary>To be served with <c>Content-Disposition: attachment</c> and <c>X-Content-Type-Options: nosniff</c>.</summary>
    public static string ContentType(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.PowerPoint => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.Csv => "text/csv",
        FileKind.Text => "text/plain",
        FileKind.Png => "image/png",
        FileKind.Jpeg => "image/jpeg",
        _ => "message/rfc822",
    };
}

/// <summary>The file cannot be taken; the message is a sentence for whoever put it in.</summary>
public sealed class FileRefused(string message) : Exception(message);
