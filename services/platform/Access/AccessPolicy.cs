using System.Security.Claims;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Access;

/// <summary>What an access token can be for; a policy names the kinds that it admits.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,

    /// <summary>A person in one partnership.</summary>
    Partnership = 1,

    /// <summary>A person in their agency's own workspace (tenant <c>agency:…</c>).</summary>
    AgencyWorkspace = 2,

    /// <summary>The tenant <c>platform</c>.</summary>
    Platform = 4,

    /// <summary>The view across partnerships.</summary>
    AcrossPartnerships = 8,
}

/// <summary>
/// Who may call an RPC: people whose token is of an admitted scope and who hold one of the capacities there, or the
/// services that are named. An RPC without a policy admits nobody.
/// </summary>
/// <param name="Name">The constant that the slice's <c>[Authorize]</c> attribute names.</param>
/// <param name="Scopes">Kinds of token that are admitted.</param>
/// <param name="Capacities">Capacities that are admitted, in the order in which an act is recorded under them.</param>
/// <param name="Clients">Subjects of services and clients that are admitted, e.g. <c>service:reporting</c>.</param>
public sealed record AccessPolicy(string Name, TokenScopes Scopes, IReadOnlyList<Capacity> Capacities, IReadOnlyList<string> Clients)
{
    /// <summary>All capacities that a person can hold within a partnership.</summary>
    public static IReadOnlyList<Capacity> AnyCapacity { get; } =
        [.. Enum.GetValues<Capacity>().Where(capacity => capacity is not (Capacity.Unspecified or Capacity.PlatformOperator))];

    public static AccessPolicy ForPeople(string name, TokenScopes scopes, params IReadOnlyList<Capacity> capacities) =>
        new(name, scopes, capacities, []);

    public static AccessPolicy ForServices(string name, params IReadOnlyList<string> services) =>
        new(name, TokenScopes.None, [], [.. services.Select(service => TokenClaims.ServicePrefix + service)]);

    public bool Admits(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true || !user.HasClaim(claim => claim.Type == TokenClaims.Subject))
        {
            return false;
        }

        var caller = Caller.Of(user, this);
        return Clients.Contains(caller.Subject)
            || ((Scopes & ScopeOf(caller)) != TokenScopes.None && caller.Has(Capacities.Where(capacity => IsOf(capacity, ScopeOf(caller)))));
    }

    // Nobody runs the platform from within a partnership, nor a partnership from there, whatever a token says.
    private static bool IsOf(Capacity capacity, TokenScopes scope) => (capacity == Capacity.PlatformOperator) == (scope == TokenScopes.Platform);

    private static TokenScopes ScopeOf(Caller caller) => caller switch
    {
        { IsService: true } => TokenScopes.None,
        { AcrossPartnerships: true, TenantIdOrNone: null } => TokenScopes.AcrossPartnerships,
        { AcrossPartnerships: true } or { TenantIdOrNone: null } => TokenScopes.None,
        { TenantId: var tenant } when tenant == TenantId.Platform => TokenScopes.Platform,
        { TenantId.AgencyId: not null } => TokenScopes.AgencyWorkspace,
        { TenantId.IsPartnership: true } => TokenScopes.Partnership,
        _ => TokenScopes.None,
    };
}

/// <summary>The policies of one service by name.</summary>
public sealed class AccessPolicies(IEnumerable<AccessPolicy> policies)
{
    private readonly Dictionary<string, AccessPolicy> byName = policies.ToDictionary(policy => policy.Name);

    public IReadOnlyCollection<AccessPolicy> All => byName.Values;

    public AccessPolicy? Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAuthorizeData>()?.Policy is { } name ? byName.GetValueOrDefault(name) : null;
}

public static class AccessPolicyRegistration
{
    /// <summary>Registers the policies, and a fallback that admits nobody: an endpoint without a policy is closed.</summary>
    public static void AddAccessPolicies(this IServiceCollection services, IEnumerable<AccessPolicy> policies)
    {
        var all = new AccessPolicies(policies);
        services.AddSingleton(all);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AnswerAsGrpc>();
        var nobody = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        var authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(nobody).SetDefaultPolicy(nobody);
        foreach (var policy in all.All)
        {
            authorization.AddPolicy(policy.Name, builder => builder.RequireAuthenticatedUser().RequireAssertion(call => policy.Admits(call.User)));
        }
    }

    /// <summary>The answer to a call that its policy does not admit.</summary>
    private sealed class AnswerAsGrpc(AccessPolicies policies, CallDenied? denied = null) : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler ordinary = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded || !Refusals.IsGrpc(context.Request))
            {
                return ordinary.HandleAsync(next, context, policy, authorizeResult);
            }

            if (context.User.Identity?.IsAuthenticated != true)
            {
                return Refusals.AnswerAsync(context, StatusCode.Unauthenticated, "The access token is missing, expired or not one of this platform.");
            }

            denied?.Invoke(context, policies.Of(context.GetEndpoint()));
            return Refusals.AnswerAsync(context, StatusCode.PermissionDenied, "Your access token does not allow this call here.");
        }
    }
}
