using System.Globalization;
using Jtai.Letters;

namespace Jtai.Inspections;

/// <summary>A file as somebody hands it in. What it is is told from its bytes and never from its name.</summary>
public static class LetterFile
{
    public const int PieceBytes = 256 * 1024;
    private const int LongestName = 200;

    /// <summary>Why the file cannot be a letter, in a sentence for whoever handed it in; null where it can.</summary>
    public static string? Fault(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return "The file is empty. Choose the letter as PDF or text.";
        }

        if (content.Length > LetterImport.LargestFile)
        {
            return "The file is larger than 10 MB. Choose the letter as the inspectorate published it.";
        }

        return LetterBytes.IsPdf(content) ? null : FaultOfText(content);
    }

    /// <summary>The last part of the path, without characters that no name needs.</summary>
    public static string DisplayName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        // Format characters among them, which can turn a name around.
        var shown = new string([.. name.Where(character => !char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format)]).Trim();
        return shown.Length switch
        {
            0 => "letter",
            > LongestName => shown[..LongestName],
            _ => shown,
        };
    }

    public static byte[][] Pieces(ReadOnlyMemory<byte> content)
    {
        var pieces = new byte[(content.Length + PieceBytes - 1) / PieceBytes][];
        for (var number = 0; number < pieces.Length; number++)
        {
            var start = number * PieceBytes;
            pieces[number] = content.Slice(start, Math.Min(PieceBytes, content.Length - start)).ToArray();
        }

        return pieces;
    }

    private static string? FaultOfText(ReadOnlySpan<byte> content)
    {
        try
        {
            return string.IsNullOrWhiteSpace(LetterBytes.Decode(content)) ? "The file holds no words. Choose the letter as PDF or text." : null;
        }
        catch (UnreadableLetterException fault)
        {
            return $"{fault.Message} Choose the letter as the inspectorate published it, or save it as PDF first.";
        }
    }
}
