namespace Jtai.Partners;

/// <summary>A signed-in person's session: 8 hours at most, and over after 30 minutes without a call.</summary>
public sealed record Session
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(8);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    // Keeping the last look only this fresh saves a write on nearly every call.
    private static readonly TimeSpan SeenGrain = TimeSpan.FromMinutes(1);

    public required Guid PersonId { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsOver(DateTimeOffset now) => EndedAt is not null || now >= EndsAt || now >= SeenAt + Idle;

    public bool WantsSeen(DateTimeOffset now) => now >= SeenAt + SeenGrain;
}
