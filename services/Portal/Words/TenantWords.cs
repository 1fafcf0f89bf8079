using System.Globalization;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>How a tenant stands, and why, in words.</summary>
public static class TenantWords
{
    private const int MostCounted = 100_000;

    public static IEnumerable<StatusWords> Of(TenantStanding standing) => PartsOf(standing).Select(one => one.Status);

    /// <summary>All that an operator is told of it, each with the heading of the runbook.</summary>
    public static IEnumerable<PartStanding> Of(GetTenantReply tenant) =>
        PartsOf(tenant.Standing).Concat(OfManagers(tenant.Standing.TenantId, tenant.Standing.Closing, tenant.Managers, tenant.AwaitedManagerId));

    /// <summary>As a list has it.</summary>
    public static IEnumerable<PartStanding> Of(Tenant tenant, DateOnly today)
    {
        var closing = LondonDates.TryFromIso(tenant.ClosesOn) is { } day ? today < day ? ClosingState.Confirmed : ClosingState.Closed
            : tenant.ClosingAsked ? ClosingState.Asked : ClosingState.Unspecified;
        return new[] { Of(closing, tenant.ClosesOn, tenant.Suspended) }
            .Where(one => !tenant.Suspended || one.Status.Text != "Open")
            .Concat(tenant.Suspended ? [new PartStanding(new("Suspended", "red"), OperationsWords.Suspended)] : [])
            .Concat(OfManagers(tenant.TenantId, closing, tenant.Managers, tenant.AwaitedManagerId));
    }

    private static IEnumerable<PartStanding> PartsOf(TenantStanding standing)
    {
        if (standing.SuspendedAt is { } since && standing.Closing != ClosingState.Closed)
        {
            yield return new(new("Suspended", "red", "since " + Dates.WithTime(since.ToDateTimeOffset())), OperationsWords.Suspended);
        }

        yield return Of(standing.Closing, standing.ClosesOn, standing.SuspendedAt is not null);
    }

    private static IEnumerable<PartStanding> OfManagers(string tenantId, ClosingState closing, int managers, string awaitedManagerId) =>
        managers > 0 || closing == ClosingState.Closed || !new TenantId(tenantId).IsPartnership ? []
            : [new(awaitedManagerId.Length > 0 ? new("First manager has not come", "yellow") : new("No manager", "red"), OperationsWords.NoManager)];

    /// <summary>"1,234", or "100,000 or more".</summary>
    public static string Records(long records) => records >= MostCounted ? $"{Numbers.Figure(MostCounted)} or more" : Numbers.Figure((int)records);

    /// <summary>"2 files, 3.5 MB".</summary>
    public static string Files(long files, long bytes) => files == 0
        ? "None"
        : $"{Numbers.Of((int)Math.Min(files, int.MaxValue), "file")}, {(bytes / 1_000_000m).ToString("#,0.0", CultureInfo.InvariantCulture)} MB";

    private static PartStanding Of(ClosingState closing, string closesOn, bool suspended) => closing switch
    {
        ClosingState.Asked => new(new("Closing is asked for", "yellow", "waits for a second operator"), OperationsWords.Closing),
        ClosingState.Confirmed => new(
            new("Closing", "orange", "on " + Day(closesOn) + (suspended ? " at the earliest, as days of a suspension do not count" : "")), OperationsWords.Closing),
        ClosingState.Closed => new(new("Closed", "grey", "since " + Day(closesOn)), OperationsWords.Closing),
        ClosingState.Lapsed => new(new("Open", "green", "its closing was asked for, and nobody confirmed it within 14 days"), ""),
        _ => new(new("Open", "green"), ""),
    };

    /// <summary>"10 November 2026 at 9:00am", and whose acts are not among them.</summary>
    /// <param name="acts">The newest of each part; null where it has none.</param>
    /// <param name="away">Parts that did not answer.</param>
    public static string LastAct(IEnumerable<DateTimeOffset?> acts, IEnumerable<string> away) =>
        (acts.Max() is { } newest ? Dates.WithTime(newest) : "None")
        + (Numbers.List(away.Select(OperationsWords.Name)) is { Length: > 0 } parts ? $", as far as is known without {parts}" : "");

    public static string Of(SuspensionReason reason) => reason switch
    {
        SuspensionReason.SecurityIncident => "A security incident",
        SuspensionReason.AtRequest => "The partnership or agency asked for it",
        SuspensionReason.Contract => "Its contract has ended or is in question",
        _ => "Choose a reason",
    };

    public static string Of(ClosingReason reason) => reason switch
    {
        ClosingReason.AtRequest => "The partnership or agency asked for it",
        ClosingReason.Contract => "Its contract has ended",
        ClosingReason.Succeeded => "Another partnership has taken its place",
        _ => "Choose a reason",
    };

    public static StatusWords Of(Recovery recovery) => recovery.State switch
    {
        RecoveryState.Proposed => new("Proposed", "yellow", "waits for a second operator"),
        RecoveryState.Confirmed => new("Confirmed", "blue", "takes effect on " + Day(recovery.TakesEffectOn)),
        RecoveryState.InEffect => new("In effect", "green", "since " + Day(recovery.TakesEffectOn)),
        RecoveryState.Refused => new("Refused", "grey"),
        RecoveryState.Lapsed => new("Lapsed", "grey", "nobody confirmed it within 14 days"),
        RecoveryState.Ended => new("Ended", "grey", recovery.EndedBy switch
        {
            RecoveryEnding.ManagerAppointed => "a manager was appointed there",
            RecoveryEnding.Suspended => "it was suspended, and nobody there could have refused",
            _ => "before it took effect",
        }),
        _ => new("Not known", "grey"),
    };

    public static string Of(AgencyKind kind) => kind switch
    {
        AgencyKind.Council => "Council",
        AgencyKind.PoliceForce => "Police force",
        AgencyKind.IntegratedCareBoard => "Integrated care board",
        AgencyKind.NhsTrust => "NHS trust",
        AgencyKind.ProbationRegion => "Probation region",
        AgencyKind.YouthJusticeService => "Youth justice service",
        AgencyKind.CouncilDirectorate => "Council directorate",
        AgencyKind.SchoolTrust => "School trust",
        AgencyKind.Charity => "Charity",
        AgencyKind.OtherAgency => "Another agency",
        _ => "Choose a kind",
    };

    private static string Day(string day) => LondonDates.TryFromIso(day) is { } date ? Dates.Full(date) : "a day that is not known";
}
