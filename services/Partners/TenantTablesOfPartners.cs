using Jtai.Exporting;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>What is exported of a partnership or workspace, and what of the register goes with it: exactly what its own rows refer to.</summary>
public static class TenantTablesOfPartners
{
    private const string People =
        """
        (
          select person_id::text from appointment where tenant_id = @TenantId
          union select deputy_for_person_id::text from appointment where tenant_id = @TenantId
          union select holder_id::text from post where tenant_id = @TenantId
          union select holder_id::text from post_holding where tenant_id = @TenantId
          union select unnest(array[offered_by, agreed_by, withdrawn_by]) from sharing_grant where tenant_id = @TenantId
          union select person_id::text from settings_change where tenant_id = @TenantId
          union select person_id::text from sharing_log where tenant_id = @TenantId
          union select person_id::text from guard_reason where tenant_id = @TenantId
          union select subject from audit where tenant_id = @TenantId and id < @before
          union select person_id::text from workplace where tenant_id = 'platform' and workplace_id in (
            select from_partnership_id from succession where tenant_id = @TenantId))
        """;

    private const string Agencies =
        $"""
        (
          select agency_id from partner_agency where tenant_id = @TenantId
          union select agency_id from former_partner where tenant_id = @TenantId
          union select agency_id from appointment where tenant_id = @TenantId
          union select agency_id from post where tenant_id = @TenantId
          union select agency_id from sharing_grant where tenant_id = @TenantId
          union select agency_id from sharing_log where tenant_id = @TenantId
          union select agency_id from person where tenant_id = 'platform' and person_id::text in {People}
          union select substr(@TenantId, 8) where @TenantId like 'agency:%')
        """;

    private const string MayBeKnown =
        $"""
        exists (
          select from (select guard_reason.tenant_id, guard_reason.at, guard_reason.given) reason
          cross join (select @person::uuid as person_id) reader
          where {OnGuardReasonGiven.MayBeKnown})
        """;

    public static TenantTables All { get; } = new()
    {
        Service = "partners",
        Exported =
        [
            new("agency", "agencies")
            {
                OfRegister = true,
                Where =
                    $"""
                    agency.agency_id in {Agencies} or agency.agency_id in (
                      select part_of_agency_id from agency part where part.tenant_id = 'platform' and part.agency_id in {Agencies})
                    """,
            },
            new("body", "bodies")
            {
                OfRegister = true,
                Where =
                    """
                    body.kept_by = @TenantId
                    or body.body_id in (select unnest(body_ids) from partnership where tenant_id = @TenantId)
                    or body.body_id in (select body_id from appointment where tenant_id = @TenantId)
                    """,
            },
            new("partnership_name", "partnership-names") { OfRegister = true, OwnedBy = "partnership_id", Where = "partnership_name.partnership_id = @TenantId" },
            new("person", "people") { OfRegister = true, Where = $"person.person_id::text in {People}" },
            new("identity", "identities") { OfRegister = true, ComesWith = "person", Where = $"identity.person_id::text in {People}" },
            new("workplace", "workplaces") { OfRegister = true, OwnedBy = "workplace_id", Where = "workplace.workplace_id = @TenantId" },
            new("succession", "successions")
            {
                OfRegister = true,
                Where = "succession.succession_id in (select own.succession_id from succession own where own.tenant_id = @TenantId)",
            },
            new("partnership", "partnerships"),
            new("partner_agency", "partner-agencies"),
            new("former_partner", "former-partners"),
            new("partnership_settings", "settings"),
            new("settings_change", "settings-changes"),
            new("post", "posts"),
            new("post_holding", "post-holdings"),
            new("appointment", "appointments"),
            new("sharing_grant", "sharing-grants"),
            new("sharing_log", "sharing-log") { ToldByEvents = true },
            new("succession", "successions"),
            new("guard_reason", "guard-reasons") { Where = MayBeKnown },
        ],
        LeftOut =
        [
            new("session", "Who is signed in."),
            new("kept_form", "Forms that came after their session's end, for an hour."),
            new("notification_preferences", "A person's own, wherever they work."),
            new("invitation", "Of this place's identity provider, for 14 days: whoever has not come yet is invited anew."),
            new("tenant_standing", "What the operators of this place did."),
            new("recovery", "What the operators of this place did."),
            new("successor_link", "Of the register as a whole, kept by the operators of each place."),
            new("embargo", "Of inspections, as Inspections tells it by events."),
        ],
        Events =
        [
            new(AgencyChanged.Descriptor, "agency", "agency_id"),
            new(BodyChanged.Descriptor, "body", "body_id"),
            new(PersonChanged.Descriptor, "person", "person_id"),
            new(PartnershipChanged.Descriptor, "partnership", "tenant_id"),
            new(PartnershipSettingsChanged.Descriptor, "partnership_settings", "tenant_id"),
            new(PostChanged.Descriptor, "post", "post_id"),
            new(AppointmentChanged.Descriptor, "appointment", "appointment_id"),
            new(SharingGrantChanged.Descriptor, "sharing_grant", "grant_id"),
            new(SuccessionChanged.Descriptor, "succession", "succession_id"),
        ],
        EventsOfNoRow =
        [
            new(InvitationChanged.Descriptor, Exported: false, "Of this place's identity provider, for 14 days: whoever has not come yet is invited anew."),
            new(TenantStandingChanged.Descriptor, Exported: false, "What the operators of this place did."),
            new(RecoveryChanged.Descriptor, Exported: false, "What the operators of this place did."),
        ],
    };
}
