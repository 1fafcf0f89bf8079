using System.Security.Claims;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Access;

/// <summary>Who calls, as their access token says: a person in one tenant or across partnerships, a service, or a client.</summary>
/// <param name="Subject">Person id, <c>service:reporting</c> or <c>client:…</c>.</param>
/// <param name="TenantIdOrNone">The tenant that the token is for; null for the view across partnerships and for services.</param>
/// <param name="AgencyId">The person's agency; null for services.</param>
/// <param name="AcrossPartnerships">True for the view across partnerships.</param>
/// <param name="Capacities">What the person was appointed to there, in the token's order.</param>
/// <param name="ActingAs">The capacity that the called RPC's policy accepted; every act is recorded in it.</param>
public sealed record Caller(
    string Subject,
    TenantId? TenantIdOrNone,
    string? AgencyId,
    bool AcrossPartnerships,
    IReadOnlyList<Capacity> Capacities,
    Capacity ActingAs)
{
    /// <summary>For whom the person stands in, and in which of their capacities.</summary>
    public IReadOnlyList<Deputising> DeputyFor { get; init; } = [];

    /// <summary>The tenant of the call.</summary>
    /// <exception cref="Forbidden">The token is for no single tenant.</exception>
    public TenantId TenantId => TenantIdOrNone ?? throw new Forbidden("This call needs an access token for one partnership or workspace.");

    /// <summary>The person who calls.</summary>
    /// <exception cref="Forbidden">A service or a client calls.</exception>
    public Guid PersonId => Guid.TryParse(Subject, out var id) ? id : throw new Forbidden("Only a person may do this.");

    /// <summary>An API client: a system user of its own.</summary>
    public bool IsClient => Subject.StartsWith(TokenClaims.ClientPrefix, StringComparison.Ordinal);

    public bool IsService => Subject.StartsWith(TokenClaims.ServicePrefix, StringComparison.Ordinal);

    public bool Has(params IEnumerable<Capacity> capacities) => capacities.Any(Capacities.Contains);

    /// <summary>The people whom this one stands in for in one of these capacities; in any, where none is named.</summary>
    public IEnumerable<Guid> StandsInFor(params IReadOnlyCollection<Capacity> capacities) => DeputyFor
        .Where(one => capacities.Count == 0 || capacities.Contains(one.Capacity))
        .Select(one => one.PersonId)
        .Distinct();

    /// <summary>For whom the person holds a capacity; null for one that they hold in their own right, or not at all.</summary>
    public Guid? HoldsFor(Capacity capacity) => DeputyFor.FirstOrDefault(one => one.Capacity == capacity && !one.InOwnRightToo)?.PersonId;

    public static Caller Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return Of(http.User, http.RequestServices.GetRequiredService<AccessPolicies>().Of(http.GetEndpoint()));
    }

    public static Caller Of(ClaimsPrincipal user, AccessPolicy? policy)
    {
        var capacities = user.FindAll(TokenClaims.Capacity)
            .Select(claim => Enum.TryParse<Capacity>(claim.Value, out var capacity) ? capacity : Capacity.Unspecified)
            .Where(capacity => capacity != Capacity.Unspecified)
            .ToArray();
        var actingAs = policy?.Capacities.FirstOrDefault(capacities.Contains) ?? Capacity.Unspecified;
        return new Caller(
            user.FindFirstValue(TokenClaims.Subject) ?? throw new Forbidden("The access token names nobody."),
            user.FindFirstValue(TokenClaims.Tenant) is { } tenant ? new TenantId(tenant) : null,
            user.FindFirstValue(TokenClaims.Agency),
            user.HasClaim(TokenClaims.Across, "true"),
            capacities,
            actingAs)
        {
            DeputyFor = [.. user.FindAll(TokenClaims.DeputyFor).Select(claim => Deputising.OfClaim(claim.Value)).OfType<Deputising>()],
        };
    }
}

/// <summary>That somebody stands in for a person in one of that person's capacities.</summary>
/// <param name="InOwnRightToo">Whether they hold the same capacity there in their own right.</param>
public sealed record Deputising(Capacity Capacity, Guid PersonId, bool InOwnRightToo = false)
{
    private const string Too = "too";

    public string ToClaim() => $"{Capacity} {PersonId}{(InOwnRightToo ? " " + Too : "")}";

    /// <returns>Null for what is not such a claim.</returns>
    public static Deputising? OfClaim(string claim) =>
        claim.Split(' ') is [var name, var id, .. var more] && Enum.TryParse<Capacity>(name, out var capacity) && Guid.TryParse(id, out var person)
            ? new Deputising(capacity, person, more is [Too])
            : null;
}

/// <summary>Claims of an access token (RFC 9068), beside iss, aud, exp, iat and jti.</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string Tenant = "tenant";
    public const string Agency = "agency";

    /// <summary>Repeated; the C# name of a <see cref="Partners.V1.Capacity"/>.</summary>
    public const string Capacity = "cap";

    /// <summary>Repeated; as <see cref="Deputising"/> writes it. Absent for somebody who is nobody's deputy.</summary>
    public const string DeputyFor = "deputy_for";

    /// <summary><c>true</c> for the view across partnerships.</summary>
    public const string Across = "across";

    public const string ServicePrefix = "service:";
    public const string ClientPrefix = "client:";
    public const string Issuer = "jtai-partners";
    public const string Audience = "jtai";
    public const string TokenType = "at+jwt";
}
