using Grpc.Core.Interceptors;

namespace Grpc.Core;

/// <summary>What every generated client stands on.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration? configuration;

    /// <summary>A client that cannot call; for replacements in tests.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client that calls as another does, with changes.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        this.configuration = configuration;
    }

    /// <summary>A client over a channel.</summary>
    public ClientBase(ChannelBase channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        configuration = new ClientBaseConfiguration(channel.CreateCallInvoker(), host: null);
    }

    /// <summary>A client over an invoker.</summary>
    public ClientBase(CallInvoker callInvoker)
    {
        ArgumentNullException.ThrowIfNull(callInvoker);
        configuration = new ClientBaseConfiguration(callInvoker, host: null);
    }

    /// <summary>What the generated methods call through.</summary>
    /// <exception cref="NotSupportedException">The client was made without a channel.</exception>
    protected CallInvoker CallInvoker => Configuration.Invoker;

    internal ClientBaseConfiguration Configuration =>
        configuration ?? throw new NotSupportedException("This client was made without a channel, so it cannot call.");

    /// <summary>What one client hands to the next that is made from it.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker undecorated;

        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            undecorated = invoker;
            Invoker = host is null ? invoker : invoker.Intercept(new HostInterceptor(host));
        }

        internal CallInvoker Invoker { get; }

        internal ClientBaseConfiguration WithHost(string host) => new(undecorated, host);
    }
}

/// <summary>What every generated client stands on, and how to make it with changes.</summary>
/// <typeparam name="T">The client itself.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client that cannot call; for replacements in tests.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client that calls as another does, with changes.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>A client over a channel.</summary>
    public ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>A client over an invoker.</summary>
    public ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>The same client for another virtual host.</summary>
    public T WithHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NewInstance(Configuration.WithHost(host));
    }

    /// <summary>The generated client's own constructor.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

internal sealed class HostInterceptor(string host) : ContextInterceptor
{
    protected override ClientInterceptorContext<TRequest, TResponse> Change<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context) =>
        new(context.Method, context.Host ?? host, context.Options);
}
