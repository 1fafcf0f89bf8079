namespace Jtai.Local;

/// <summary>What waits for delivery in one lane: first in, first out, and when it is full the oldest goes.</summary>
internal sealed class Partition(int messages, int bytes)
{
    private readonly Queue<Message> waiting = new();
    private readonly Lock gate = new();
    private TaskCompletionSource? arrival;
    private long weight;

    /// <summary>Returns how many were pushed out.</summary>
    public int Add(Message message)
    {
        var dropped = 0;
        lock (gate)
        {
            while (waiting.Count > 0 && (waiting.Count >= messages || weight + message.Body.Length > bytes))
            {
                weight -= waiting.Dequeue().Body.Length;
                dropped++;
            }
            waiting.Enqueue(message);
            weight += message.Body.Length;
            arrival?.SetResult();
            arrival = null;
        }
        return dropped;
    }

    /// <summary>The oldest, as soon as there is one. For one taker.</summary>
    public async Task<Message> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (waiting.TryDequeue(out var message))
                {
                    weight -= message.Body.Length;
                    return message;
                }
                arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                next = arrival.Task;
            }
            await next.WaitAsync(cancellation);
        }
    }
}

/// <summary>One message for one subscriber.</summary>
/// <param name="Body">The CloudEvent, as JSON.</param>
/// <param name="Route">The subscriber's path.</param>
/// <param name="Topic">For the log.</param>
/// <param name="TraceParent">Sent along as the W3C header, where the publisher sent one.</param>
/// <param name="Wait">A delay wanted by the fault options.</param>
internal sealed record Message(byte[] Body, string Route, string Topic, string? TraceParent, TimeSpan Wait);
