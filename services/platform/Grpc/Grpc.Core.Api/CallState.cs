namespace Grpc.Core;

// What the four kinds of call have alike: their functions, all of one state.
internal sealed record CallState(
    Func<object, Task<Metadata>> GetHeaders,
    Func<object, Status> GetStatus,
    Func<object, Metadata> GetTrailers,
    Action<object> OnDispose,
    object State)
{
    public static CallState Of(
        Task<Metadata> headers, Func<Status> getStatus, Func<Metadata> getTrailers, Action onDispose) =>
        new(_ => headers, _ => getStatus(), _ => getTrailers(), _ => onDispose(), headers);

    public Task<Metadata> Headers() => GetHeaders(State);

    public Status Status() => GetStatus(State);

    public Metadata Trailers() => GetTrailers(State);

    public void Dispose() => OnDispose(State);
}
