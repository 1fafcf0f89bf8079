namespace Grpc.Core;

/// <summary>Carries a call's deadline and cancellation into the calls made for it.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

/// <summary>What of a call goes into the calls made for it.</summary>
/// <param name="propagateDeadline">Its deadline.</param>
/// <param name="propagateCancellation">Its cancellation.</param>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Both.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Whether the deadline goes on.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Whether the cancellation goes on.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
