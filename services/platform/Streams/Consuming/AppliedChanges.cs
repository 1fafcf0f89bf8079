using System.Collections.Concurrent;
using Jtai.Events.V1;

namespace Jtai.Streams;

/// <summary>
/// Lets a read wait until this process has applied a version. Another replica may apply it instead: so expect it first,
/// look into the table, and only then wait.
/// </summary>
public sealed class AppliedChanges
{
    private readonly ConcurrentDictionary<Expectation, byte> expectations = new();

    /// <summary>Starts to watch for an aggregate's version, or a later one.</summary>
    public Expectation Expect(string aggregateId, long version)
    {
        var expectation = new Expectation(this, aggregateId, version);
        expectations.TryAdd(expectation, 0);
        return expectation;
    }

    internal void Announce(IReadOnlyCollection<Event> events)
    {
        if (expectations.IsEmpty)
        {
            return;
        }

        foreach (var (expectation, _) in expectations)
        {
            if (events.Any(@event => @event.AggregateId == expectation.AggregateId && @event.Version >= expectation.Version))
            {
                expectation.Seen.TrySetResult();
            }
        }
    }

    /// <summary>A version that somebody waits for; dispose it when done.</summary>
    public sealed class Expectation : IDisposable
    {
        private readonly AppliedChanges owner;

        internal Expectation(AppliedChanges owner, string aggregateId, long version) =>
            (this.owner, AggregateId, Version) = (owner, aggregateId, version);

        internal string AggregateId { get; }

        internal long Version { get; }

        internal TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True once it was applied here; false where it was not within the time.</summary>
        public async Task<bool> WithinAsync(TimeSpan atMost, CancellationToken ct)
        {
            try
            {
                await Seen.Task.WaitAsync(atMost, ct);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        public void Dispose() => owner.expectations.TryRemove(this, out _);
    }
}
