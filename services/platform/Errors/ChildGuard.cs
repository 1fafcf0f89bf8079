using System.Text;

namespace Jtai.Errors;

/// <summary>
/// What the texts of one call seem to hold that a child could be known by, and its caller's reason why none can. <see cref="RequestCheck"/>
/// notes it wherever a text is read, and whoever saves the call's write demands the reason: a read asks for none, and all else that is
/// wrong with a request is said before.
/// </summary>
public sealed class ChildGuard
{
    /// <summary>Metadata in UTF-8.</summary>
    public const string ReasonHeader = "no-child-because-bin";

    /// <summary>The field of its violations.</summary>
    public const string ReasonField = "no-child-because";

    public const int ShortestReason = 10;
    public const int LongestReason = 500;

    /// <summary>Fields of a call that are named to whoever reads the reasons.</summary>
    private const int MostDoubts = 50;

    private static readonly AsyncLocal<ChildGuard?> OfThisCall = new();

    private readonly List<DoubtedText> doubts = [];
    private readonly byte[]? typed;
    private string? given;

    private ChildGuard(byte[]? typed) => this.typed = typed;

    /// <summary>Null outside of a call.</summary>
    public static ChildGuard? Current => OfThisCall.Value;

    /// <summary>At most 50, in the order in which they were found.</summary>
    public IEnumerable<DoubtedText> Doubts => doubts.Take(MostDoubts);

    /// <summary>SHA-256 of all texts that are in doubt.</summary>
    public byte[][] Hashes => [.. doubts.Select(doubt => doubt.Hash).Where(hash => hash.Length > 0)];

    internal static void Begin(byte[]? reason) => OfThisCall.Value = new ChildGuard(reason);

    /// <summary>Takes for settled what was saved before, with a reason.</summary>
    /// <param name="hashes">Of texts.</param>
    public void Settle(IReadOnlyList<byte[]> hashes) => doubts.RemoveAll(doubt => hashes.Any(hash => hash.AsSpan().SequenceEqual(doubt.Hash)));

    /// <summary>Takes what was found before this call, in a file, with the reason that the request itself gives.</summary>
    public void Answer(DoubtedText doubt, string reason)
    {
        doubts.Clear();
        doubts.Add(doubt);
        given = reason;
    }

    /// <summary>A call that is run again finds the same again.</summary>
    internal void Note(DoubtedText doubt)
    {
        if (!doubts.Exists(known => known.Field == doubt.Field && known.Hash.AsSpan().SequenceEqual(doubt.Hash)))
        {
            doubts.Add(doubt);
        }
    }

    /// <returns>The reason; null where nothing is in doubt.</returns>
    /// <exception cref="ChildIdentifierFound">Something is, and no reason was given.</exception>
    /// <exception cref="Invalid">The reason is none.</exception>
    public string? RequireReason()
    {
        if (doubts.Count == 0 || given is not null)
        {
            return given;
        }

        if (typed is not { Length: > 0 })
        {
            throw new ChildIdentifierFound([.. doubts]);
        }

        // What it repeats of a text is for the manager to see; a number of a child it cannot hold.
        var check = new RequestCheck();
        var reason = check.WithoutDoubts(ReasonField, Encoding.UTF8.GetString(typed), "The reason", LongestReason, required: true);
        check.That(reason.Length is 0 or >= ShortestReason, ReasonField, $"Say in {ShortestReason} characters or more why no child can be known by this.");
        check.ThrowIfRefused();
        return reason;
    }
}
