namespace Jtai.Partners;

/// <summary>The columns of an appointment, as its entity reads them, and how a new one is kept.</summary>
internal static class AppointmentRows
{
    internal const string Columns =
        "appointment_id, tenant_id, person_id, agency_id, capacity, starts_on, ends_on, version, deputy_for_id, deputy_for_person_id, body_id";

    /// <summary>Parameters: those of <see cref="RowOf"/>.</summary>
    internal const string Insert =
        """
        -- Two appointments at once would not see each other: they queue here, and the later one finds the earlier.
        select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
        with made as (
          insert into appointment (tenant_id, appointment_id, person_id, agency_id, capacity, starts_on, ends_on, version, body_id)
          select @TenantId, @appointmentId, @personId, @agencyId, @capacity, @startsOn, @endsOn::date, @version, @bodyId
          where not exists (
            select from appointment
            where tenant_id = @TenantId and person_id = @personId
              and (capacity = any(@notBeside) or (capacity = @capacity and deputy_for_id is null
                and (body_id = @bodyId or body_id is null or @bodyId::text is null)))
              and coalesce(ends_on >= @startsOn, true) and coalesce(@endsOn::date >= starts_on, true))
            -- An agency that was removed at the same moment.
            and (exists (select from partner_agency where tenant_id = @TenantId and agency_id = @agencyId)
              or not exists (select from partnership where tenant_id = @TenantId))
            -- A group that was ended at the same moment.
            and not exists (
              select from body where tenant_id = 'platform' and body_id = @bodyId and coalesce(ends_on < @endsOn::date, ends_on is not null))
            and not (@mustBeFirstManager and exists (
              select from appointment where tenant_id = @TenantId and capacity = 'PartnershipManager'))
          returning 1)
        select require_changed(exists (select from made));
        insert into workplace (person_id, appointment_id, workplace_id, capacity, starts_on, ends_on)
        values (@personId, @appointmentId, @TenantId, @capacity, @startsOn, @endsOn::date);
        """;

    /// <summary>The parameters of <see cref="Insert"/>.</summary>
    internal static object RowOf(Appointment appointment, bool mustBeFirstManager) => new
    {
        appointment.TenantId, appointment.AppointmentId, appointment.PersonId, appointment.AgencyId,
        Capacity = appointment.Capacity.ToString(), appointment.StartsOn, appointment.EndsOn, appointment.Version,
        appointment.BodyId,
        notBeside = Appointment.NotBeside(appointment.Capacity).Select(pair => pair.Other.ToString()).ToArray(),
        mustBeFirstManager,
    };
}
