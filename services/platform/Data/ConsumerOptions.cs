using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Data;

/// <summary>What a service takes from one publisher, and how its handlers are bound to the stream's tenant.</summary>
public sealed class ConsumerOptions
{
    private readonly Dictionary<string, Func<IServiceProvider, EventApplier>> appliers = [];
    private readonly List<string> tenantSettings = [TenantScope.Tenants];

    internal IReadOnlyList<string> TenantSettings => tenantSettings;

    /// <summary>Further settings, beside <c>app.tenants</c>, that hold the stream's tenant while a range is applied.</summary>
    public ConsumerOptions WithTenantIn(params IReadOnlyList<string> settings)
    {
        tenantSettings.AddRange(settings);
        return this;
    }

    /// <summary>Has a handler apply every event with this state. Events that nobody handles are passed over.</summary>
    public ConsumerOptions On<TState, THandler>()
        where TState : class, IMessage<TState>, new()
        where THandler : class, IEventHandler<TState>
    {
        appliers.Add(new TState().Descriptor.FullName, services =>
        {
            var handler = ActivatorUtilities.CreateInstance<THandler>(services);
            var parser = new MessageParser<TState>(() => new TState());
            return (context, state) => handler.ApplyAsync(context, parser.ParseFrom(state));
        });
        return this;
    }

    internal Dictionary<string, EventApplier> Build(IServiceProvider services) =>
        appliers.ToDictionary(applier => applier.Key, applier => applier.Value(services));
}

internal delegate Task EventApplier(EventContext context, ByteString state);
