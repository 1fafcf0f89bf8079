using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>
/// That a person may take their place by signing in: from one identity provider, with the address at which they were invited, once.
/// </summary>
public sealed record Invitation
{
    internal const string Columns = "person_id, issuer, invited_at, expires_at, taken_at, withdrawn_at, version, invited_by_tenant";

    /// <summary>Of a row of <c>appointment</c>: false while its person is invited and has not signed in. Until then they run nothing.</summary>
    internal const string HasCome =
        """
        not exists (
          select from invitation
          where invitation.tenant_id = 'platform' and invitation.person_id = appointment.person_id and taken_at is null)
        """;

    public static readonly TimeSpan Length = TimeSpan.FromDays(14);

    public required Guid PersonId { get; init; }
    public required string Issuer { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? TakenAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who answers for it: <c>platform</c> where an operator invited; null where nobody knows.</summary>
    public string? InvitedByTenant { get; init; }
    public long Version { get; init; } = 1;

    public static Invitation Of(Person person, string issuer, string invitedByTenant, DateTimeOffset now) =>
        new() { PersonId = person.PersonId, Issuer = issuer, InvitedByTenant = invitedByTenant, InvitedAt = now, ExpiresAt = now + Length };

    public InvitationState StateAt(DateTimeOffset now) => this switch
    {
        { TakenAt: not null } => InvitationState.Taken,
        { WithdrawnAt: not null } => InvitationState.Withdrawn,
        _ when now >= ExpiresAt => InvitationState.Expired,
        _ => InvitationState.Waiting,
    };

    /// <summary>Good for its whole length again.</summary>
    public Invitation SendAgain(DateTimeOffset now) => TakenAt is null
        ? this with { InvitedAt = now, ExpiresAt = now + Length, WithdrawnAt = null, Version = Version + 1 }
        : throw new Refused("This person has signed in already, and needs no invitation.");

    public Invitation Withdraw(DateTimeOffset now) => StateAt(now) switch
    {
        InvitationState.Taken => throw new Refused("This person has signed in already. End their appointments instead."),
        InvitationState.Withdrawn => throw new Refused("This invitation is withdrawn already."),
        _ => this with { WithdrawnAt = now, Version = Version + 1 },
    };

    /// <exception cref="Refused">It is not good any more.</exception>
    public Invitation Take(DateTimeOffset now) => StateAt(now) switch
    {
        InvitationState.Waiting => this with { TakenAt = now, Version = Version + 1 },
        InvitationState.Expired => throw new Refused("Your invitation has expired. Ask whoever invited you to send it again."),
        _ => throw new Refused("You have no account on this platform yet. Ask your partnership manager for one."),
    };

    public V1.Invitation ToProto(DateTimeOffset now) => new()
    {
        PersonId = PersonId.ToString(),
        State = StateAt(now),
        Issuer = Issuer,
        InvitedAt = InvitedAt.ToTimestamp(),
        ExpiresAt = ExpiresAt.ToTimestamp(),
        TakenAt = TakenAt?.ToTimestamp(),
        WithdrawnAt = WithdrawnAt?.ToTimestamp(),
        Version = Version,
    };

    public InvitationChanged ToEvent(DateTimeOffset now) => new() { Invitation = ToProto(now) };
}
