namespace Jtai.Partners;

/// <summary>The columns of an appointment, as its entity reads them.</summary>
internal static class AppointmentRows
{
    internal const string Columns =
        "appointment_id, tenant_id, person_id, agency_id, capacity, starts_on, ends_on, version, deputy_for_id, deputy_for_person_id, body_id";
}
