using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>What operators did to a tenant. Nobody has to close it on its day: what it is follows from the dates.</summary>
public sealed record TenantStanding
{
    internal const string Select =
        """
        select of_tenant, suspended_at, suspended_for, closing_asked_at, closing_asked_by, closing_for, closes_on, version
        from tenant_standing where tenant_id = 'platform' and of_tenant = @tenantId
        """;

    /// <summary>As <see cref="ClosesOnAsOf"/>, of the columns of a standing. Parameter: <c>today</c>.</summary>
    internal const string ClosesOnToday =
        "closes_on + case when suspended_at is null then 0 else @today - (suspended_at at time zone 'Europe/London')::date + 1 end";

    /// <summary>For how long the tenant works on once its closing is confirmed.</summary>
    public const int DaysToClose = 30;

    /// <summary>How old an export may be that somebody took whole, at either key.</summary>
    public const int DaysOfAnExport = 30;

    /// <summary>For how many days what was asked for waits for the second key.</summary>
    public const int DaysOfAsking = 14;

    public required string OfTenant { get; init; }
    public DateTimeOffset? SuspendedAt { get; init; }
    public SuspensionReason SuspendedFor { get; init; }
    public DateTimeOffset? ClosingAskedAt { get; init; }
    public Guid? ClosingAskedBy { get; init; }
    public ClosingReason ClosingFor { get; init; }

    /// <summary>The first day on which it is closed, less the days of a suspension that goes on.</summary>
    public DateOnly? ClosesOn { get; init; }
    public long Version { get; init; }

    /// <summary>Of a tenant to which nothing was done yet.</summary>
    public static TenantStanding Of(string tenantId) => new() { OfTenant = tenantId };

    /// <summary>
    /// The first day on which it is closed, as things are. Days of a suspension do not count, its first and last among them: nobody there
    /// could call the closing off, or take an export.
    /// </summary>
    public DateOnly? ClosesOnAsOf(DateOnly today) =>
        SuspendedAt is { } since ? ClosesOn?.AddDays(today.DayNumber - since.DateInLondon().DayNumber + 1) : ClosesOn;

    public ClosingState ClosingOn(DateOnly today) => this switch
    {
        _ when ClosesOnAsOf(today) is { } day => today < day ? ClosingState.Confirmed : ClosingState.Closed,
        { ClosingAskedAt: { } at } => today < at.DateInLondon().AddDays(DaysOfAsking) ? ClosingState.Asked : ClosingState.Lapsed,
        _ => ClosingState.Unspecified,
    };

    public TenantStanding Suspend(SuspensionReason reason, DateTimeOffset now)
    {
        new RequestCheck().Known("reason", reason, "why the tenant is suspended").ThrowIfRefused();
        DemandOpen(now.DateInLondon());
        return SuspendedAt is null
            ? this with { SuspendedAt = now, SuspendedFor = reason, Version = Version + 1 }
            : throw new Refused("This tenant is suspended already.");
    }

    public TenantStanding Reactivate(DateOnly today)
    {
        DemandOpen(today);
        return SuspendedAt is not null
            ? this with { SuspendedAt = null, SuspendedFor = default, ClosesOn = ClosesOnAsOf(today), Version = Version + 1 }
            : throw new Refused("This tenant is not suspended.");
    }

    /// <param name="reason">As it was chosen.</param>
    /// <param name="exportedAt">When somebody last took a whole export of it; null where nobody did.</param>
    /// <param name="by">The operator.</param>
    /// <param name="now">The moment.</param>
    public TenantStanding AskToClose(ClosingReason reason, DateTimeOffset? exportedAt, Guid by, DateTimeOffset now)
    {
        new RequestCheck().Known("reason", reason, "why the tenant is closed").ThrowIfRefused();
        DemandOpen(now.DateInLondon());
        if (ClosingOn(now.DateInLondon()) is ClosingState.Asked or ClosingState.Confirmed)
        {
            throw new Refused("The closing of this tenant is asked for already.");
        }

        DemandExport(exportedAt, now);
        return this with { ClosingAskedAt = now, ClosingAskedBy = by, ClosingFor = reason, Version = Version + 1 };
    }

    /// <summary>The second key. Those who can call it off have to be able to.</summary>
    /// <param name="exportedAt">When somebody last took a whole export of it; null where nobody did.</param>
    /// <param name="by">The operator.</param>
    /// <param name="now">The moment.</param>
    public TenantStanding ConfirmClosing(DateTimeOffset? exportedAt, Guid by, DateTimeOffset now)
    {
        var today = now.DateInLondon();
        switch (ClosingOn(today))
        {
            case ClosingState.Asked when SuspendedAt is not null:
                throw new Refused("This tenant is suspended, and nobody there could call its closing off. End the suspension first.");
            case ClosingState.Asked when by != ClosingAskedBy:
                DemandExport(exportedAt, now);
                return this with { ClosesOn = today.AddDays(DaysToClose), Version = Version + 1 };
            case ClosingState.Asked:
                throw new Refused("You asked for this closing. Another operator confirms it.");
            case ClosingState.Unspecified:
                throw new Refused("Nobody asked to close this tenant.");
            case ClosingState.Lapsed:
                throw new Refused($"Nobody confirmed this closing within {DaysOfAsking} days. Ask for it anew.");
            default:
                throw new Refused("The closing of this tenant is confirmed already.");
        }
    }

    public TenantStanding CallOffClosing(DateOnly today)
    {
        DemandOpen(today);
        return ClosingOn(today) is ClosingState.Asked or ClosingState.Confirmed
            ? this with { ClosingAskedAt = null, ClosingAskedBy = null, ClosingFor = default, ClosesOn = null, Version = Version + 1 }
            : throw new Refused("Nobody asked to close this tenant.");
    }

    /// <summary>A recovery waits for a third key, which nobody of a suspended tenant could turn.</summary>
    /// <exception cref="Refused">It is suspended.</exception>
    public void DemandNotSuspended()
    {
        if (SuspendedAt is not null)
        {
            throw new Refused("This partnership is suspended, and nobody there could refuse the proposed manager. End the suspension first.");
        }
    }

    public V1.TenantStanding ToProto(DateOnly today) => new()
    {
        TenantId = OfTenant,
        SuspendedFor = SuspendedFor,
        SuspendedAt = SuspendedAt?.ToTimestamp(),
        Closing = ClosingOn(today),
        ClosingFor = ClosingFor,
        ClosingAskedAt = ClosingAskedAt?.ToTimestamp(),
        ClosingAskedBy = ClosingAskedBy?.ToString() ?? "",
        ClosesOn = ClosesOnAsOf(today).ToIso(),
        Version = Version,
    };

    /// <summary>What it has become, in the tenant's own activity and the platform's.</summary>
    public IReadOnlyList<Change> Changed(DateOnly today) =>
    [
        .. new[] { new TenantId(OfTenant), TenantId.Platform }
            .Select(tenant => new Change(OfTenant, Version, new TenantStandingChanged { Standing = ToProto(today) }) { TenantId = tenant }),
    ];

    private static void DemandExport(DateTimeOffset? exportedAt, DateTimeOffset now)
    {
        if (!(exportedAt >= now.AddDays(-DaysOfAnExport)))
        {
            throw new Refused($"Nobody took a whole export of this tenant within the last {DaysOfAnExport} days. Ask its manager to take one to its end first.");
        }
    }

    private void DemandOpen(DateOnly today)
    {
        if (ClosingOn(today) == ClosingState.Closed)
        {
            throw new Refused("This tenant is closed for good.");
        }
    }
}
