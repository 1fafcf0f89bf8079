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
        foreach (var expectation in expectations.Keys)
        {
            expectation.Look(events);
        }
    }

    /// <summary>A version that somebody waits for; dispose it when done.</summary>
    public sealed class Expectation : IDisposable
    {
        private readonly AppliedChanges owner;
        private readonly string aggregateId;
        private readonly long version;
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Expectation(AppliedChanges owner, string aggregateId, long version) =>
            (this.owner, this.aggregateId, this.version) = (owner, aggregateId, version);

        /// <summary>True once it was applied here; false where it was not within the time.</summary>
        public async Task<bool> WithinAsync(TimeSpan atMost, CancellationToken ct)
        {
            await seen.Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
            return seen.Task.IsCompleted;
        }

        public void Dispose() => owner.expectations.TryRemove(this, out _);

        internal void Look(IReadOnlyCollection<Event> events)
        {
            if (events.Any(@event => @event.AggregateId == aggregateId && @event.Version >= version))
            {
                seen.TrySetResult();
            }
        }
    }
}
