using Jtai.Errors;
using Jtai.Exporting;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>
/// What is exported of a partnership or workspace, and what of the register goes with it: what its own rows refer to, and of people no more
/// than its pages show. Whoever acted here as an operator is an id.
/// </summary>
public static class TenantTablesOfPartners
{
    /// <summary>Who is appointed, was, or will be: of them the register's whole row goes out, and how they sign in.</summary>
    private const string Appointed = "(select appointment.person_id from appointment where appointment.tenant_id = @TenantId)";

    /// <summary>Who is named: those, whoever looked or signed from outside, and a predecessor's people from the day on which it is succeeded.</summary>
    private const string People =
        $"""
        (
          select person_id::text from appointment where tenant_id = @TenantId
          union select deputy_for_person_id::text from appointment where tenant_id = @TenantId
          union select holder_id::text from post where tenant_id = @TenantId
          union select holder_id::text from post_holding where tenant_id = @TenantId
          union select unnest(array[offered_by, agreed_by, withdrawn_by]) from sharing_grant where tenant_id = @TenantId
          union select person_id::text from sharing_log where tenant_id = @TenantId
          union select reason.person_id::text from guard_reason reason cross join (select @person::uuid as person_id) reader
            where reason.tenant_id = @TenantId and {OnGuardReasonGiven.MayBeKnown}
          union select person_id::text from workplace where tenant_id = 'platform' and workplace_id in (
            select from_partnership_id from succession where tenant_id = @TenantId and takes_effect_on <= @today))
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
            new("person", "people")
            {
                OfRegister = true,
                Where = $"person.person_id::text in {People}",
                Detail = new(
                    "email",
                    $"person.person_id in {Appointed}",
                    """
                    not exists (select from workplace where workplace.tenant_id = 'platform' and workplace.person_id = here.person_id)
                    and not exists (select from identity where identity.tenant_id = 'platform' and identity.person_id = here.person_id)
                    and not exists (select from invitation where invitation.tenant_id = 'platform' and invitation.person_id = here.person_id)
                    """,
                    "What they held is nobody’s: its manager appoints them as they are registered here, or corrects their address and sends the invitation."),
            },
            new("identity", "identities") { OfRegister = true, ComesWith = "person", Where = $"identity.person_id in {Appointed}" },
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
            new("invitation", "Of this place's identity provider, for 14 days: the import invites whoever could not come in otherwise."),
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
            new(InvitationChanged.Descriptor, Exported: false, "Of this place's identity provider, for 14 days: the import invites whoever could not come in otherwise."),
            new(TenantStandingChanged.Descriptor, Exported: false, "What the operators of this place did."),
            new(RecoveryChanged.Descriptor, Exported: false, "What the operators of this place did."),
        ],
        // Whoever has no role any more, or no address, has an invitation that nobody can take until the manager sends it.
        AfterImport =
            """
            with invited as (
              insert into invitation (person_id, issuer, invited_by_tenant, invited_at, expires_at, withdrawn_at, version)
              -- Nobody there can send the text to its managers yet: operators do.
              select person_id, @issuer, case when manages then 'platform' else @TenantId end, now(), now() + interval '14 days', case when works and email <> '' then null else now() end, 1
              from person cross join lateral (
                select exists (
                  select from workplace
                  where workplace.tenant_id = 'platform' and workplace.person_id = person.person_id
                    and coalesce(ends_on >= (now() at time zone 'Europe/London')::date, true)) as works, exists (
                  select from workplace
                  where workplace.tenant_id = 'platform' and workplace.person_id = person.person_id and workplace_id = @TenantId
                    and capacity = 'PartnershipManager') as manages) held
              where tenant_id = 'platform' and (person_id::text in (select id from import_whole where kind = 'person') or (works and email = '')) and not exists (
                select from identity
                where identity.tenant_id = 'platform' and identity.person_id = person.person_id and issuer = any (@issuers))
              on conflict do nothing
              returning withdrawn_at is null as waits)
            select count(*) filter (where waits) || ' of the people cannot sign in by an identity that this platform accepts. They are invited, for 14 days: send them the text under Invitations.'
            from invited having count(*) filter (where waits) > 0
            """,
        ImportSettings = IssuersOf,
    };

    /// <summary>The identity providers, of which the first one's people are invited.</summary>
    private static object IssuersOf(IConfiguration configuration) => new
    {
        issuer = configuration.Required("IdentityProviders:0:Issuer"),
        issuers = configuration.GetSection("IdentityProviders").GetChildren().Select(provider => configuration.Required(provider.Path + ":Issuer")).ToArray(),
    };
}
