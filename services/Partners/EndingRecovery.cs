using Dapper;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>
/// A partnership's newest recovery with the appointment that it gave and that one's deputies, for acts by which it may come to nothing
/// before its day: then none of these appointments ever gives access.
/// </summary>
internal sealed record EndingRecovery(string PartnershipId, Recovery? Before, IReadOnlyList<Appointment> Gave)
{
    /// <summary>Parameter: <c>tenantId</c>.</summary>
    public const string Select =
        $"""
        {Recovery.Select};
        select {AppointmentRows.Columns} from appointment
        where tenant_id = @tenantId and exists (
          select from recovery
          where recovery.tenant_id = 'platform' and partnership_id = @tenantId and recovery.appointment_id in (appointment.appointment_id, deputy_for_id));

        """;

    private const string Save =
        """
        -- Appointments there queue here, and so do both keys: a deputy who is named and a key that is turned meanwhile are found.
        select pg_advisory_xact_lock(hashtextextended(@recoveryOf, 0));
        select require_changed(
          coalesce((select version from recovery where tenant_id = 'platform' and partnership_id = @recoveryOf), 0) = @recoveryVersion);
        update recovery set refused_at = @recoveryEndedAt::timestamptz, refused_reason = @recoveryReason, ended_by = @recoveryEndedBy, version = version + 1
        where tenant_id = 'platform' and partnership_id = @recoveryOf and @recoveryEnds;
        with changed as (
          update appointment set ends_on = @recoveryLastDay::date, version = version + 1
          where tenant_id = @recoveryOf and @recoveryEnds and @recoveryGave in (appointment_id, deputy_for_id)
            and coalesce(ends_on > @recoveryLastDay::date, true)
          returning appointment_id, version)
        select require_changed((select coalesce(array_agg(appointment_id::text || version order by appointment_id), '{}') from changed) = @recoveryEnded);
        update workplace set ends_on = @recoveryLastDay::date
        where tenant_id = 'platform' and coalesce(ends_on > @recoveryLastDay::date, true) and @recoveryEnds and appointment_id in (
          select appointment_id from appointment where tenant_id = @recoveryOf and @recoveryGave in (appointment_id, deputy_for_id));

        """;

    /// <summary>What the act saves with its own; empty where it cannot end a recovery. Parameters: those of <see cref="Row"/>.</summary>
    public string Sql { get; private init; } = "";

    /// <summary>What it becomes; null where it stays as it is.</summary>
    private Recovery? After { get; init; }

    /// <summary>The last day of what it gave: the one before, as it has no successor to wait for.</summary>
    private DateOnly LastDay { get; init; }

    private IReadOnlyList<Appointment> Ended { get; init; } = [];

    public object Row => new
    {
        recoveryOf = PartnershipId, recoveryVersion = Before?.Version ?? 0, recoveryEnds = After is not null,
        recoveryEndedAt = After?.RefusedAt, recoveryReason = After?.RefusedReason ?? "", recoveryEndedBy = (After?.EndedBy ?? default).ToString(),
        recoveryGave = Before?.AppointmentId, recoveryLastDay = LastDay,
        recoveryEnded = Ended.Select(one => $"{one.AppointmentId}{one.Version}").ToArray(),
    };

    public static async Task<EndingRecovery> ReadAsync(string partnershipId, SqlMapper.GridReader results) => new(
        partnershipId, await results.ReadSingleOrDefaultAsync<Recovery>(), (await results.ReadAsync<Appointment>()).AsList());

    /// <summary>As an appointment there leaves it: a manager ends it.</summary>
    public EndingRecovery With(Appointment made, DateTimeOffset now) =>
        made.Capacity == Capacity.PartnershipManager ? With(Before?.End(RecoveryEnding.ManagerAppointed, now), now) : this;

    /// <param name="after">What the recovery becomes; null where it is over already, and has to stay so.</param>
    /// <param name="now">The moment.</param>
    public EndingRecovery With(Recovery? after, DateTimeOffset now)
    {
        var lastDay = now.DateInLondon().AddDays(-1);
        return this with
        {
            Sql = Save,
            After = after,
            LastDay = lastDay,
            Ended =
            [
                .. Gave.Where(one => after is not null && !(one.EndsOn <= lastDay)).Select(one => one with { EndsOn = lastDay, Version = one.Version + 1 })
                    .OrderBy(one => one.AppointmentId.ToString(), StringComparer.Ordinal),
            ],
        };
    }

    public IEnumerable<Change> Changes(DateTimeOffset now) =>
    [
        .. Ended.Select(one => new Change(one.AppointmentId.ToString(), one.Version, one.ToEvent()) { TenantId = new(PartnershipId) }),
        .. After?.Changed(now) ?? [],
    ];
}
