using Google.Protobuf;
using Jtai.Events.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Streams;

/// <summary>Applies events of one type, each of another aggregate, in the order of their sequence.</summary>
internal delegate Task EventApplier(EventContext context, IReadOnlyList<Event> events);

/// <summary>What a service takes from one publisher. Events that nobody handles are passed over.</summary>
public sealed class ConsumerOptions
{
    private readonly Dictionary<string, Func<IServiceProvider, EventApplier>> appliers = [];

    internal string? ReadModel { get; private set; }

    internal string? Forget { get; private set; }

    /// <summary>
    /// Says how all that the handlers keep of one tenant's stream is forgotten, before the stream is applied again from its start:
    /// statements with the parameter <c>TenantId</c>, empty where what was once told stays true.
    /// </summary>
    public ConsumerOptions Forgetting(string sql)
    {
        Forget = sql;
        return this;
    }

    /// <summary>
    /// Names the read models that the handlers keep. Under a new name the checkpoints start at nought, beside those of an older
    /// version that keeps other tables.
    /// </summary>
    public ConsumerOptions Keeping(string readModel)
    {
        ReadModel = readModel;
        return this;
    }

    /// <summary>Has a handler apply the events with this state, one at a time.</summary>
    public ConsumerOptions On<TState, THandler>()
        where TState : class, IMessage<TState>, new()
        where THandler : class, IEventHandler<TState> =>
        Add<TState, THandler>(async (handler, context, received) =>
        {
            foreach (var one in received)
            {
                context.Current = one;
                await handler.ApplyAsync(context, one.State);
            }
        });

    /// <summary>Has a handler apply the events with this state, all of a range at once: for what comes in great numbers.</summary>
    public ConsumerOptions OnMany<TState, THandler>()
        where TState : class, IMessage<TState>, new()
        where THandler : class, IRangeHandler<TState> =>
        Add<TState, THandler>((handler, context, received) => handler.ApplyAsync(context, received));

    internal Dictionary<string, EventApplier> Build(IServiceProvider services) =>
        appliers.ToDictionary(applier => applier.Key, applier => applier.Value(services));

    private ConsumerOptions Add<TState, THandler>(Func<THandler, EventContext, IReadOnlyList<Received<TState>>, Task> apply)
        where TState : class, IMessage<TState>, new()
    {
        var parser = new MessageParser<TState>(() => new TState());
        appliers.Add(new TState().Descriptor.FullName, services =>
        {
            var handler = ActivatorUtilities.CreateInstance<THandler>(services);
            return (context, events) => apply(handler, context, [.. events.Select(@event => new Received<TState>(
                @event.AggregateId, @event.Version, @event.RecordedAt.ToDateTimeOffset(), @event.Erased, parser.ParseFrom(@event.State)))]);
        });
        return this;
    }
}
