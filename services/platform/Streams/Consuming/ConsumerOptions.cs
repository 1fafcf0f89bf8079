using Google.Protobuf;
using Jtai.Events.V1;
using Jtai.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Streams;

/// <summary>What a service takes from one publisher.</summary>
public sealed class ConsumerOptions
{
    private readonly Dictionary<string, Func<IServiceProvider, EventApplier>> appliers = [];

    internal string? ReadModel { get; private set; }

    /// <summary>
    /// Names the read models that the handlers keep. Under a new name the checkpoints start at nought, beside those of an older
    /// version that keeps other tables.
    /// </summary>
    public ConsumerOptions Keeping(string readModel)
    {
        ReadModel = readModel;
        return this;
    }

    /// <summary>Has a handler apply the events with this state, one at a time. Events that nobody handles are passed over.</summary>
    public ConsumerOptions On<TState, THandler>()
        where TState : class, IMessage<TState>, new()
        where THandler : class, IEventHandler<TState>
    {
        appliers.Add(new TState().Descriptor.FullName, services =>
        {
            var handler = ActivatorUtilities.CreateInstance<THandler>(services);
            var parser = new MessageParser<TState>(() => new TState());
            return async (context, events) =>
            {
                foreach (var @event in events)
                {
                    context.Current = @event;
                    await handler.ApplyAsync(context, parser.ParseFrom(@event.State));
                }
            };
        });
        return this;
    }

    /// <summary>Has a handler apply the events with this state, all of a range at once: for what comes in great numbers.</summary>
    public ConsumerOptions OnMany<TState, THandler>()
        where TState : class, IMessage<TState>, new()
        where THandler : class, IRangeHandler<TState>
    {
        appliers.Add(new TState().Descriptor.FullName, services =>
        {
            var handler = ActivatorUtilities.CreateInstance<THandler>(services);
            var parser = new MessageParser<TState>(() => new TState());
            return (context, events) => handler.ApplyAsync(
                context,
                [
                    .. events.Select(@event => new Received<TState>(
                        @event.AggregateId, @event.Version, @event.RecordedAt.ToDateTimeOffset(), @event.Erased, parser.ParseFrom(@event.State))),
                ]);
        });
        return this;
    }

    internal Dictionary<string, EventApplier> Build(IServiceProvider services) =>
        appliers.ToDictionary(applier => applier.Key, applier => applier.Value(services));
}

/// <summary>Applies events of one type, each of another aggregate, in the order of their sequence.</summary>
internal delegate Task EventApplier(EventContext context, IReadOnlyList<Event> events);
