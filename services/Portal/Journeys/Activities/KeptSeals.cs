using System.Globalization;
using Google.Protobuf;
using Jtai.Activities.V1;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Seals as somebody keeps them: a line each, <c>actions 12 3f9a…</c>, the log, the segment's number and its head.</summary>
internal static class KeptSeals
{
    /// <summary>Lines that one check takes.</summary>
    internal const int Most = 200;

    internal static string Line(ActivitySource source, Seal seal) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Key} {seal.Number} {Convert.ToHexStringLower(seal.Head.Span)}");

    /// <summary>Reads pasted lines; what begins with # is not one.</summary>
    /// <returns>The seals by the key of their log, and the first line that cannot be read; null where all can.</returns>
    internal static (ILookup<string, KeptHead> Kept, string? Unreadable) Read(string pasted, IEnumerable<ActivitySource> sources)
    {
        var keys = sources.Select(source => source.Key).ToHashSet(StringComparer.Ordinal);
        var lines = pasted.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (Line: line, Seal: ReadLine(line, keys))).ToList();
        return (
            lines.Where(one => one.Seal is not null).ToLookup(one => one.Seal!.Value.Key, one => one.Seal!.Value.Head),
            lines.Where(one => one.Seal is null).Select(one => one.Line).FirstOrDefault());
    }

    private static (string Key, KeptHead Head)? ReadLine(string line, HashSet<string> keys) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var key, var number, { Length: 64 } head]
            && keys.Contains(key.ToLowerInvariant())
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var counted) && counted > 0
            && head.All(char.IsAsciiHexDigit)
            ? (key.ToLowerInvariant(), new KeptHead { Number = counted, Head = ByteString.CopyFrom(Convert.FromHexString(head)) })
            : null;
}
