using System.Text;

namespace Jtai.Files;

/// <summary>Says what a file is by its content, and refuses what nobody should be given. It holds some tens of kilobytes of it.</summary>
public static class FileRecognition
{
    private const string Kinds = "Files may be PDF, Word, Excel, PowerPoint, CSV, text, PNG, JPEG or saved mails (.eml).";
    private const int HeadBytes = 4096;

    /// <param name="content">Can seek; read asynchronously.</param>
    /// <param name="name">Of kinds that are text all the same, its ending says which one is meant.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="FileRefused">It cannot be taken; says why and what to do.</exception>
    public static async Task<FileKind> RecogniseAsync(Stream content, string name, CancellationToken ct)
    {
        var buffer = new byte[HeadBytes];
        content.Position = 0;
        var length = await content.ReadAtLeastAsync(buffer, HeadBytes, throwOnEndOfStream: false, ct);
        var head = buffer.AsMemory(0, length);
        if (head.Span.StartsWith("PK"u8))
        {
            return await OfficePackage.RecogniseAsync(content, ct);
        }

        if (head.Span.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            throw new FileRefused(await ContainsAsync(content, Encoding.Unicode.GetBytes("EncryptedPackage"), _ => true, ct)
                ? "This document is protected by a password. Save it without one and put that in."
                : "This is a document in the format of Office before 2007, or a saved Outlook message. Save it as .docx, .xlsx, .pptx or .eml.");
        }

        if (head.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return FileKind.Png;
        }

        if (head.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return FileKind.Jpeg;
        }

        if (head.Span.TrimStart(" \t\r\n\uFEFF"u8).StartsWith("%PDF-"u8))
        {
            // Its streams are not unpacked here: that is the text reader's work, in a process of its own.
            return await ContainsAsync(content, "/Encrypt"u8.ToArray(), IsEndOfName, ct)
                ? throw new FileRefused("This PDF is protected. Save it without protection, e.g. by printing it to a new PDF, and put that in.")
                : FileKind.Pdf;
        }

        await RequireTextAsync(content, ct);
        return TextKind(Encoding.Latin1.GetString(head.Span), name);
    }

    // "/EncryptMetadata" is another name.
    private static bool IsEndOfName(byte next) => !char.IsAsciiLetterOrDigit((char)next);

    private static FileKind TextKind(string head, string name)
    {
        var start = head.TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n').ToLowerInvariant();
        if (((string[])["<!doctype", "<html", "<?xml", "<svg", "<script", "<head", "<body"]).Any(mark => start.StartsWith(mark, StringComparison.Ordinal)))
        {
            throw new FileRefused($"This is a web page or XML. {Kinds} Print the page to a PDF and put that in.");
        }

        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => FileKind.Csv,
            ".eml" when IsMail(start) => FileKind.Mail,
            ".eml" => throw new FileRefused("This is no mail, though its name says so. Save the mail from the mail program as .eml."),
            _ => FileKind.Text,
        };
    }

    private static bool IsMail(string start)
    {
        var first = start.Split('\n')[0];
        return first.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && first[..colon].All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            && ((string[])["\nfrom:", "\ndate:", "\nsubject:", "\nreceived:"]).Any(header => ("\n" + start).Contains(header, StringComparison.Ordinal));
    }

    /// <summary>UTF-8, UTF-16 with its mark, or what Windows writes: without the controls that no text has.</summary>
    private static async Task RequireTextAsync(Stream content, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        content.Position = 0;
        var wide = -1;
        var isFirst = true;
        for (int length; (length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)) > 0; isFirst = false)
        {
            if (isFirst && length >= 2)
            {
                wide = (buffer[0], buffer[1]) switch { (0xFF, 0xFE) => 1, (0xFE, 0xFF) => 0, _ => -1 };
            }

            for (var at = 0; at < length; at++)
            {
                // Of UTF-16, the byte that is zero in a Western text.
                var isZeroHalf = wide >= 0 && at % 2 == wide && buffer[at] == 0;
                var isControl = buffer[at] is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C) or 0x7F;
                if (isControl && !isZeroHalf && (wide < 0 || at % 2 != wide))
                {
                    throw new FileRefused($"What this file is could not be recognised. {Kinds}");
                }
            }
        }
    }

    private static async Task<bool> ContainsAsync(Stream content, byte[] pattern, Func<byte, bool> isFollowedBy, CancellationToken ct)
    {
        var buffer = new byte[32 * 1024];
        content.Position = 0;
        // What may be the beginning of a match stays for the next round, with the byte that has to follow.
        for (var kept = 0; ;)
        {
            var read = await content.ReadAtLeastAsync(buffer.AsMemory(kept), buffer.Length - kept, throwOnEndOfStream: false, ct);
            var length = kept + read;
            for (var at = 0; at < length && buffer.AsSpan(at, length - at).IndexOf(pattern) is >= 0 and var found; at += found + 1)
            {
                var next = at + found + pattern.Length;
                if (next < length ? isFollowedBy(buffer[next]) : read == 0)
                {
                    return true;
                }
            }

            if (read == 0)
            {
                return false;
            }

            kept = Math.Min(pattern.Length, length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }
    }
}
