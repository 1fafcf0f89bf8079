using Jtai.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jtai.Hosting;

/// <summary>
/// The clock of a local run that seeds a past: the system's, shifted. Registered only where the setting
/// <c>Local:Clock</c> is true, which no chart sets. Tokens and sessions never use it.
/// </summary>
public sealed class LocalClock : TimeProvider
{
    private long shiftTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));

    /// <summary>Makes it be this moment now; null goes back to the system's time.</summary>
    public void SetNow(DateTimeOffset? now) =>
        Interlocked.Exchange(ref shiftTicks, now is { } moment ? (moment - base.GetUtcNow()).Ticks : 0);

    /// <summary><c>PUT /local/clock?now=…</c> (ISO 8601; without <c>now</c>: back to the present), with the app's API token.</summary>
    internal static void Map(WebApplication app, LocalClock clock, string apiToken) =>
        app.MapPut("/local/clock", (HttpRequest request, DateTimeOffset? now) =>
        {
            if (!ApiToken.Matches(request, apiToken))
            {
                return Results.Unauthorized();
            }

            clock.SetNow(now);
            return Results.NoContent();
        }).AllowAnonymous();
}
