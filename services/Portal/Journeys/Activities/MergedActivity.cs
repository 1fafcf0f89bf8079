using Jtai.Activities.V1;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>A page of all logs together, the newest first.</summary>
/// <param name="Entries">Each with the log that it stands in.</param>
/// <param name="Position">Where the next page begins in each log; null where there is nothing older.</param>
/// <param name="LookedThrough">Up to which time was looked; null where that was all.</param>
public sealed record MergedActivity(IReadOnlyList<(ActivityEntry Entry, ActivitySource Source)> Entries, string? Position, DateTimeOffset? LookedThrough)
{
    /// <summary>In a position: this log holds nothing older.</summary>
    private const string Ended = "-";

    /// <param name="sources">All logs.</param>
    /// <param name="request">The filters; its page size is that of the merged page.</param>
    /// <param name="position">As the last page gave it; what cannot be read begins at the newest.</param>
    /// <param name="looks">How often a log is asked for more where few entries answer the filters.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<MergedActivity> ReadAsync(
        IReadOnlyList<ActivitySource> sources, ListActivityRequest request, string? position, int looks, CancellationToken ct)
    {
        var parts = position?.Split('.') is { } given && given.Length == sources.Count && given.All(IsPart) ? given : [.. sources.Select(_ => "")];
        var logs = await Task.WhenAll(sources.Select((source, place) => Log.ReadAsync(source, request, parts[place], looks, ct)));
        var entries = new List<(ActivityEntry, ActivitySource)>();
        while (entries.Count < request.PageSize && Newest(logs) is { } log)
        {
            entries.Add((log.Take(), log.Source));
        }

        var ended = logs.All(log => log.Position == Ended);
        return new(
            entries,
            ended ? null : string.Join('.', logs.Select(log => log.Position)),
            ended ? null : logs.Where(log => log.IsEmpty).Max(log => log.LookedThrough));
    }

    // Of a log that was not looked through to its end, an entry may be newer than those of the others, once its own are used up.
    private static Log? Newest(IReadOnlyList<Log> logs) =>
        logs.Where(log => !log.IsEmpty).MaxBy(log => log.NextAt) is { } newest
            && !logs.Any(log => log.IsEmpty && log.LookedThrough > newest.NextAt) ? newest : null;

    private static bool IsPart(string part) => part.Length <= 19 && (part == Ended || part.All(char.IsAsciiDigit));

    private sealed class Log(ActivitySource source, string start)
    {
        private readonly Queue<ActivityEntry> entries = new();
        private string after = "";
        private string last = start;

        public ActivitySource Source => source;

        public bool IsEmpty => entries.Count == 0;

        public DateTimeOffset NextAt => entries.Peek().At.ToDateTimeOffset();

        /// <summary>Null where it was looked through to its end.</summary>
        public DateTimeOffset? LookedThrough { get; private set; }

        public string Position => IsEmpty ? after : last;

        public static async Task<Log> ReadAsync(ActivitySource source, ListActivityRequest request, string start, int looks, CancellationToken ct)
        {
            var log = new Log(source, start) { after = start };
            for (var look = 0; look < looks && log.after != Ended && log.entries.Count < request.PageSize; look++)
            {
                var asked = request.Clone();
                asked.PageToken = log.after;
                var reply = await source.List(asked, ct);
                foreach (var entry in reply.Entries)
                {
                    log.entries.Enqueue(entry);
                }

                log.after = reply.NextPageToken.Length > 0 ? reply.NextPageToken : Ended;
                log.LookedThrough = reply.LookedThrough?.ToDateTimeOffset();
            }

            return log;
        }

        public ActivityEntry Take()
        {
            var entry = entries.Dequeue();
            last = entry.EntryId.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return entry;
        }
    }
}
