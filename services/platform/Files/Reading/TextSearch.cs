using Jtai.Field;

namespace Jtai.Files;

/// <summary>
/// Takes a document's text as it is read and looks in it for children's identifiers. It holds one piece of it, so that a document costs
/// no more memory than a page.
/// </summary>
internal sealed class TextSearch
{
    /// <summary>Of one file; what comes after is not looked at.</summary>
    public const int MostCharacters = 2_000_000;

    private const int PieceCharacters = 32 * 1024;

    // Kept of the piece before: what may be the beginning of a match, and what has to stand before it to be understood.
    private const int KeptCharacters = 512;
    private const int BegunCharacters = 64;

    private readonly char[] piece = new char[PieceCharacters];
    private int held;
    private int searched;
    private int taken;

    public ChildIdentifier Found { get; private set; }

    public bool HoldsNhsNumber { get; private set; }

    public bool HoldsText { get; private set; }

    /// <summary>There was more than it takes.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Nothing more needs to be read.</summary>
    public bool IsDone => HoldsNhsNumber || IsCut;

    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && !IsDone)
        {
            var count = Math.Min(Math.Min(text.Length, piece.Length - held), MostCharacters - taken);
            text[..count].CopyTo(piece.AsSpan(held));
            (held, taken) = (held + count, taken + count);
            text = text[count..];
            IsCut = taken == MostCharacters && !text.IsEmpty;
            if (held == piece.Length)
            {
                Search();
            }
        }
    }

    /// <summary>After the last of the text.</summary>
    public void Finish() => Search();

    private void Search()
    {
        var text = new string(piece, 0, held);
        HoldsText |= text.AsSpan(searched).ContainsAnyExcept(" \t\r\n\f");
        Found |= ChildIdentifiers.In(text, Math.Max(0, searched - BegunCharacters));
        HoldsNhsNumber |= NhsNumber.IsInDocument(text);
        // From a space on: the end of a long number would be another.
        var space = text.AsSpan(Math.Max(0, held - KeptCharacters)).IndexOfAny(" \t\r\n\f");
        var kept = space < 0 ? 0 : text.Length - Math.Max(0, held - KeptCharacters) - space;
        piece.AsSpan(held - kept, kept).CopyTo(piece);
        held = searched = kept;
    }
}
