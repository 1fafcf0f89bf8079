using System.Diagnostics;
using Grpc.Core;
using Jtai.Inspections.V1;

namespace Jtai.Local;

/// <summary>
/// Waiting for what the platform does a moment later, by asking again: every 20 ms, and where it takes longer than a second, as
/// where there is no broker, seldom enough for the quota.
/// </summary>
internal static class Until
{
    /// <exception cref="CheckFailed">It is not so within the limit.</exception>
    public static async Task<T> Async<T>(string what, TimeSpan limit, Func<Task<T?>> ask)
        where T : class
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit; await PauseAsync(clock))
        {
            if (await ask() is { } answer)
            {
                return answer;
            }
        }

        throw new CheckFailed($"after {limit.TotalSeconds:0} s it is not so that {what}");
    }

    /// <summary>Services learn of one another's records by events, a moment later: tries for 10 seconds.</summary>
    public static async Task<T> KnownAsync<T>(Func<Task<T>> act)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await act();
            }
            catch (RpcException failure) when (MayBeUnknownYet(failure.StatusCode) && clock.Elapsed < TimeSpan.FromSeconds(10))
            {
                await PauseAsync(clock);
            }
        }
    }

    /// <summary>Hands a letter in and waits until its findings can be confirmed.</summary>
    public static async Task<LetterImport> ReadAsync(
        Inspections.V1.Inspections.InspectionsClient inspections, ImportLetterRequest letter, CancellationToken ct)
    {
        var started = await inspections.ImportLetterAsync(letter, cancellationToken: ct);
        return await Async("the letter is read", TimeSpan.FromSeconds(60), async () =>
        {
            var import = await inspections.GetLetterImportAsync(new GetLetterImportRequest { ImportId = started.ImportId }, cancellationToken: ct);
            return import.State switch
            {
                LetterImportState.Failed => throw new CheckFailed(import.Failure),
                LetterImportState.ReadyForReview or LetterImportState.Confirmed => import,
                _ => null,
            };
        });
    }

    private static Task PauseAsync(Stopwatch clock) => Task.Delay(clock.ElapsedMilliseconds < 1000 ? 20 : 200);

    private static bool MayBeUnknownYet(StatusCode code) =>
        code is StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.Unavailable;
}
