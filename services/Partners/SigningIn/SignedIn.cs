using System.Buffers.Text;
using System.Security.Cryptography;
using Dapper;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>A session with its person and where they are appointed.</summary>
internal sealed record SignedIn(Session Session, Person Person, string AgencyName, IReadOnlyList<Appointed> Appointed)
{
    private static readonly Capacity[] CanRefuseRecovery = [Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner];

    /// <summary>Capacities that the person holds in the tenant today; none where they do not work there.</summary>
    public IReadOnlyList<Capacity> CapacitiesIn(string tenantId, DateOnly today) =>
        [.. Appointed.Where(one => one.TenantId == tenantId && one.IsCurrent(today)).Select(one => one.Capacity).Distinct().Order()];

    /// <summary>For whom the person stands in today in the tenant, and in what.</summary>
    public IReadOnlyList<Deputising> DeputyIn(string tenantId, DateOnly today)
    {
        var current = Appointed.Where(one => one.TenantId == tenantId && one.IsCurrent(today)).ToLookup(one => one.DeputyForPersonId);
        var inOwnRight = current[null].Select(one => one.Capacity).ToHashSet();
        return
        [
            .. from others in current
               where others.Key is not null
               from one in others
               select new Deputising(one.Capacity, others.Key!.Value, inOwnRight.Contains(one.Capacity)),
        ];
    }

    /// <summary>Whether nobody gets a token for that tenant for now, though the person works there.</summary>
    public bool IsSuspended(string tenantId) => Appointed.Any(one => one.TenantId == tenantId && one.Suspended);

    /// <summary>
    /// What the person holds for their agency, where that includes the view across partnerships; else none. Whoever runs the agency's
    /// workspace manages no partnership: that capacity is not carried out of it.
    /// </summary>
    public IReadOnlyList<Capacity> CapacitiesAcross(DateOnly today)
    {
        var capacities = CapacitiesIn(TenantId.OfAgency(Person.AgencyId), today);
        return capacities.Contains(Capacity.CrossPartnershipLead) && !IsSuspended(TenantId.OfAgency(Person.AgencyId))
            ? [.. capacities.Where(capacity => capacity != Capacity.PartnershipManager)]
            : [];
    }

    public V1.Session ToProto(DateOnly today)
    {
        var session = new V1.Session
        {
            Person = Person.ToProto(),
            AgencyName = AgencyName,
            AcrossPartnerships = CapacitiesAcross(today).Count > 0,
            EndsAt = Session.EndsAt.ToTimestamp(),
        };
        foreach (var place in Appointed.Where(one => one.IsCurrent(today)).DistinctBy(one => one.TenantId))
        {
            var workplace = new Workplace
            {
                TenantId = place.TenantId, Name = place.TenantName, AccentColour = place.AccentColour,
                Suspended = place.Suspended, ClosesOn = place.ClosesOn.ToIso(),
            };
            workplace.Capacities.AddRange(CapacitiesIn(place.TenantId, today));
            workplace.RecoveryWaits = place.RecoveryWaits && workplace.Capacities.Any(CanRefuseRecovery.Contains);
            session.Workplaces.Add(workplace);
        }

        return session;
    }
}

/// <summary>An appointment as signing in needs it.</summary>
internal sealed record Appointed
{
    public required string TenantId { get; init; }
    public required string TenantName { get; init; }

    /// <summary>Of a partnership; empty for the platform's own.</summary>
    public required string AccentColour { get; init; }
    public required Capacity Capacity { get; init; }
    public required DateOnly StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public Guid? DeputyForPersonId { get; init; }

    /// <summary>Of the tenant, as are the next two.</summary>
    public required bool Suspended { get; init; }
    public DateOnly? ClosesOn { get; init; }
    public required bool RecoveryWaits { get; init; }

    public bool IsCurrent(DateOnly today) => Appointment.IsCurrent(StartsOn, EndsOn, today) && !(ClosesOn <= today);
}

public sealed partial class PartnersGrpc
{
    private const int SessionIdBytes = 32;

    /// <summary>The session of this id, which is alive; every call of it puts off the idle end.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAUTHENTICATED: there is no such session, or it is over.</exception>
    private Task<SignedIn> SignedInAsync(string sessionId, CancellationToken cancellationToken) =>
        SignedInAsync(HashOf(sessionId), DateTimeOffset.UtcNow, cancellationToken);

    private async Task<SignedIn> SignedInAsync(byte[] sessionHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var signedIn = await database.QueryMultipleAsync(
            TenantScope.Of(TenantId.Platform),
            $"""
            select person_id, seen_at, ends_at, ended_at from session where tenant_id = 'platform' and session_hash = @sessionHash;
            select person.person_id, person.name, person.job_title, person.agency_id, person.email, person.version
            from session join person using (tenant_id, person_id)
            where tenant_id = 'platform' and session_hash = @sessionHash;
            select agency.name
            from session join person using (tenant_id, person_id) join agency using (tenant_id, agency_id)
            where tenant_id = 'platform' and session_hash = @sessionHash;
            select workplace_id as tenant_id, coalesce(partnership_name.name, agency.name, 'The platform') as tenant_name,
              coalesce(partnership_name.accent_colour, '') as accent_colour,
              workplace.capacity, workplace.starts_on, workplace.ends_on, workplace.deputy_for_person_id,
              suspended_at is not null as suspended, {TenantStanding.ClosesOnToday} as closes_on,
              coalesce(refused_at is null and case
                when takes_effect_on is null then proposed_at > @proposedSince else takes_effect_on > @today end, false) as recovery_waits
            from session
            join workplace using (tenant_id, person_id)
            left join partnership_name
              on partnership_name.tenant_id = session.tenant_id and partnership_name.partnership_id = workplace_id
            left join tenant_standing on tenant_standing.tenant_id = session.tenant_id and of_tenant = workplace_id
            left join recovery on recovery.tenant_id = session.tenant_id and recovery.partnership_id = workplace_id
            left join agency on agency.tenant_id = session.tenant_id and 'agency:' || agency.agency_id = workplace_id
            where session.tenant_id = 'platform' and session_hash = @sessionHash
            order by tenant_name, workplace_id, workplace.capacity;
            """,
            new { sessionHash, today = time.Today(), proposedSince = time.GetUtcNow() - Recovery.ProposalStands },
            ReadSignedInAsync,
            cancellationToken);
        if (signedIn is null || signedIn.Session.IsOver(now))
        {
            throw SignInRefused.Because("Your session has ended. Sign in again.");
        }

        if (signedIn.Session.WantsSeen(now))
        {
            await database.QuerySingleOrDefaultAsync<int?>(
                TenantScope.Of(TenantId.Platform),
                "update session set seen_at = @now where tenant_id = 'platform' and session_hash = @sessionHash and seen_at < @now returning 1",
                new { sessionHash, now },
                cancellationToken);
        }

        return signedIn;
    }

    private static async Task<SignedIn?> ReadSignedInAsync(SqlMapper.GridReader results)
    {
        var session = await results.ReadSingleOrDefaultAsync<Session>();
        var person = await results.ReadSingleOrDefaultAsync<Person>();
        var agencyName = await results.ReadSingleOrDefaultAsync<string>();
        var appointed = await results.ReadAsync<Appointed>();
        return session is null ? null : new SignedIn(session, person!, agencyName!, appointed.AsList());
    }

    /// <summary>Only the hash of a session id is kept; what cannot be one has no session.</summary>
    private static byte[] HashOf(string sessionId)
    {
        Span<byte> secret = stackalloc byte[SessionIdBytes];
        return sessionId.Length == 43 && Base64Url.IsValid(sessionId)
            && Base64Url.TryDecodeFromChars(sessionId, secret, out var length) && length == SessionIdBytes
            ? SHA256.HashData(secret)
            : throw SignInRefused.Because("Your session has ended. Sign in again.");
    }
}
