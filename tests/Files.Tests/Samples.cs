using System.IO.Compression;
using System.Text;

namespace Jtai.Files.Tests;

/// <summary>Files, good and hostile, made here.</summary>
internal static class Samples
{
    public const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    public const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    public const string PowerPointType = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

    public static byte[] Pdf(string more = "") => Encoding.Latin1.GetBytes($"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n{more}trailer << /Root 1 0 R >>\n%%EOF");

    public static byte[] Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8];

    public static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1];

    public static byte[] Old(string stream) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1000], .. Encoding.Unicode.GetBytes(stream), .. new byte[500]];

    public static byte[] Word(params (string Name, byte[] Bytes)[] more) => Office(WordType, more);

    public static byte[] Office(string type, params (string Name, byte[] Bytes)[] more) => Zip(
    [
        ("[Content_Types].xml", Xml($"<Types><Override PartName=\"/main.xml\" ContentType=\"{type}\"/></Types>")),
        ("main.xml", Xml("<document><p>Action 3: training for front-line staff.</p></document>")),
        .. more,
    ]);

    public static byte[] Zip(params IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Xml(string text) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{text}");

    /// <summary>Bytes that nothing packs smaller, the same for the same seed.</summary>
    public static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A PDF of this length, with a line of text.</summary>
    public static byte[] LargePdf(int length, int seed)
    {
        var size = length - TextPdf("Minutes", new byte[length]).Length + length;
        return TextPdf("Minutes", Random(size, seed));
    }

    /// <summary>A PDF with these lines on its only page, and bytes that are nowhere shown.</summary>
    public static byte[] TextPdf(string lines, byte[]? hidden = null)
    {
        var shown = string.Concat(lines.Split('\n').Select(line => $"({line.Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)}) Tj T* "));
        byte[][] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>"u8.ToArray(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"u8.ToArray(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"u8.ToArray(),
            StreamOf(Encoding.Latin1.GetBytes($"BT /F 11 Tf 14 TL 40 800 Td {shown}ET")),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"u8.ToArray(),
            StreamOf(hidden ?? []),
        ];
        using var pdf = new MemoryStream();
        pdf.Write("%PDF-1.7\n"u8);
        var places = new List<long>();
        for (var number = 0; number < objects.Length; number++)
        {
            places.Add(pdf.Length);
            pdf.Write([.. Encoding.Latin1.GetBytes($"{number + 1} 0 obj\n"), .. objects[number], .. "\nendobj\n"u8]);
        }

        var table = pdf.Length;
        pdf.Write(Encoding.Latin1.GetBytes($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n"));
        places.ForEach(place => pdf.Write(Encoding.Latin1.GetBytes($"{place:D10} 00000 n \n")));
        pdf.Write(Encoding.Latin1.GetBytes($"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table:D10}\n%%EOF\n"));
        return pdf.ToArray();
    }

    private static byte[] StreamOf(byte[] bytes) =>
        [.. Encoding.Latin1.GetBytes($"<< /Length {bytes.Length:D10} >>\nstream\n"), .. bytes, .. "\nendstream"u8];
}
