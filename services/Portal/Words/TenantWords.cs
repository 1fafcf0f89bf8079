using System.Globalization;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>How a tenant stands, and why, in words.</summary>
public static class TenantWords
{
    private const int MostCounted = 100_000;

    public static IEnumerable<StatusWords> Of(TenantStanding standing)
    {
        if (standing.SuspendedAt is { } since && standing.Closing != ClosingState.Closed)
        {
            yield return new("Suspended", "red", "since " + Dates.WithTime(since.ToDateTimeOffset()));
        }

        yield return Of(standing.Closing, standing.ClosesOn, standing.SuspendedAt is not null);
    }

    /// <summary>As a list has it.</summary>
    public static IEnumerable<StatusWords> Of(Tenant tenant, DateOnly today)
    {
        var closing = LondonDates.TryFromIso(tenant.ClosesOn) is { } day ? today < day ? ClosingState.Confirmed : ClosingState.Closed
            : tenant.ClosingAsked ? ClosingState.Asked : ClosingState.Unspecified;
        if (!tenant.Suspended || closing != ClosingState.Unspecified)
        {
            yield return Of(closing, tenant.ClosesOn, tenant.Suspended);
        }

        if (tenant.Suspended)
        {
            yield return new("Suspended", "red");
        }
    }

    /// <summary>"1,234", or "100,000 or more".</summary>
    public static string Records(long records) => records >= MostCounted ? $"{Numbers.Figure(MostCounted)} or more" : Numbers.Figure((int)records);

    /// <summary>"2 files, 3.5 MB".</summary>
    public static string Files(long files, long bytes) => files == 0
        ? "None"
        : $"{Numbers.Of((int)Math.Min(files, int.MaxValue), "file")}, {(bytes / 1_000_000m).ToString("#,0.0", CultureInfo.InvariantCulture)} MB";

    private static StatusWords Of(ClosingState closing, string closesOn, bool suspended) => closing switch
    {
        ClosingState.Asked => new("Closing is asked for", "yellow", "waits for a second operator"),
        ClosingState.Confirmed => new("Closing", "orange", "on " + Day(closesOn) + (suspended ? " at the earliest, as days of a suspension do not count" : "")),
        ClosingState.Closed => new("Closed", "grey", "since " + Day(closesOn)),
        ClosingState.Lapsed => new("Open", "green", "its closing was asked for, and nobody confirmed it within 14 days"),
        _ => new("Open", "green"),
    };

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
