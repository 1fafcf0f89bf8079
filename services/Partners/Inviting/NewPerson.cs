using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>Somebody who is to be registered, invited unless an API client knows their subject; or whoever is registered as just that.</summary>
internal sealed record NewPerson(Person Person, string Issuer, string Subject, string ByTenant, DateTimeOffset Now)
{
    /// <summary>Who has the identity or the address already. Parameters: those of <see cref="Lookup"/>.</summary>
    public const string Select =
        """
        select person_id, name, job_title, agency_id, email, version,
          exists (
            select from identity
            where identity.tenant_id = 'platform' and identity.person_id = person.person_id and issuer = @issuer and subject = @subject) as has_identity
        from person
        where tenant_id = 'platform' and (lower(email) = lower(@email) or person_id in (
          select person_id from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject));

        """;

    /// <summary>Parameters: those of <see cref="Row"/>.</summary>
    public const string Insert =
        """
        -- Two at once with one address would not see each other: they queue here.
        select pg_advisory_xact_lock(hashtextextended(lower(@newEmail), 0)) where not @isKnown;
        with made as (
          insert into person (person_id, name, job_title, agency_id, email, version)
          select @newPersonId, @newName, @newJobTitle, @newAgencyId, @newEmail, 1
          where not @isKnown and not exists (select from person where tenant_id = 'platform' and lower(email) = lower(@newEmail))
          returning 1)
        select require_changed(@isKnown or exists (select from made));
        with made as (
          insert into identity (issuer, subject, person_id) select @newIssuer, @newSubject, @newPersonId where not @isKnown and @newSubject <> ''
          on conflict do nothing returning 1)
        select require_changed(@isKnown or @newSubject = '' or exists (select from made));
        insert into invitation (person_id, issuer, invited_by_tenant, invited_at, expires_at, version)
        select @newPersonId, @newIssuer, @newInvitedByTenant, @newInvitedAt, @newExpiresAt, 1 where not @isKnown and @newSubject = '';

        """;

    /// <summary>True where they are registered already, and nothing is to be written.</summary>
    public bool IsKnown { get; private init; }

    private Invitation Invitation => Invitation.Of(Person, Issuer, ByTenant, Now);

    /// <param name="request">As it came.</param>
    /// <param name="caller">Who registers them.</param>
    /// <param name="providers">Whose identities are accepted.</param>
    /// <param name="now">The moment of the invitation.</param>
    /// <param name="others">Checks of the same request, which are then refused with these.</param>
    /// <param name="nameField">What the request calls the name.</param>
    public static NewPerson Read(
        RegisterPersonRequest request, Caller caller, IdTokens providers, DateTimeOffset now, RequestCheck? others = null, string nameField = "name")
    {
        var check = (others ?? new RequestCheck())
            .That(request.Subject.Length == 0 || caller.IsClient, "subject", "People are invited by their work mail address. Only an API client gives a subject.")
            .That(request.Subject.Length > 0 || providers.Knows(request.Issuer), "issuer", "Choose one of the identity providers of this platform.");
        return new NewPerson(Person.Register(Guid.CreateVersion7(), request, check, nameField), request.Issuer, request.Subject, caller.TenantId, now);
    }

    public object Lookup => new { Person.Email, Issuer, Subject };

    /// <summary>As whoever is found to be the same, if anybody is.</summary>
    /// <exception cref="Refused">Somebody else has the identity or the address.</exception>
    public NewPerson Or(IReadOnlyList<Found> found) => found switch
    {
        [] => this,
        [var one] when one.Person.IsThe(Person) && (Subject.Length == 0 || one.HasIdentity) => this with { Person = one.Person, IsKnown = true },
        _ => throw new Refused(
            Subject.Length == 0
                ? "Somebody with this email is known with another agency. Check the agency and the address."
                : "Somebody is registered with this identity or email already, and with another agency or address than here. Check them with their agency."),
    };

    /// <summary>Who they are, their identity or their invitation.</summary>
    public IEnumerable<Change> Changes => IsKnown
        ? []
        : Subject.Length > 0 ? [Registered] : [Registered, new Change(Person.PersonId.ToString(), 1, Invitation.ToEvent(Now)) { TenantId = TenantId.Platform }];

    private Change Registered => new(Person.PersonId.ToString(), 1, Person.ToEvent()) { TenantId = TenantId.Platform };

    public object Row => new
    {
        IsKnown,
        newPersonId = Person.PersonId, newName = Person.Name, newJobTitle = Person.JobTitle, newAgencyId = Person.AgencyId, newEmail = Person.Email,
        newIssuer = Issuer, newSubject = Subject, newInvitedByTenant = ByTenant, newInvitedAt = Invitation.InvitedAt, newExpiresAt = Invitation.ExpiresAt,
    };

    /// <summary>A person of the register, and whether the identity is theirs.</summary>
    internal sealed record Found
    {
        public required Guid PersonId { get; init; }
        public required string Name { get; init; }
        public required string JobTitle { get; init; }
        public required string AgencyId { get; init; }
        public required string Email { get; init; }
        public required long Version { get; init; }
        public required bool HasIdentity { get; init; }

        public Person Person => new() { PersonId = PersonId, Name = Name, JobTitle = JobTitle, AgencyId = AgencyId, Email = Email, Version = Version };
    }
}
