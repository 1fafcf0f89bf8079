using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jtai.Local;

/// <summary>
/// An OpenID Connect provider for one machine: anybody at the machine may be any of its demo people. Never deployed: in a cluster
/// to work in, the check alone brings it, for its own invented people.
/// Discovery, authorization code with PKCE (S256), keys (ES256) and a page of people; no more.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    private readonly SigningKey key;
    private readonly WebApplication web;
    private readonly string? issuer;
    private ListenOptions? address;
    private volatile IReadOnlyList<DemoPerson> people;

    private IdentityProvider(IdentityOptions options)
    {
        people = options.People;
        issuer = options.Issuer;
        key = options.Key is { } given ? new SigningKey(given) : SigningKey.KeptIn(options.DataDirectory!);
        web = Build(options);
    }

    /// <summary>The <c>iss</c> claim and the start of every address, with no slash at its end.</summary>
    public string Issuer => issuer ?? $"http://localhost:{address!.IPEndPoint!.Port}";

    internal IReadOnlyList<DemoPerson> People => people;

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<IdentityProvider> StartAsync(IdentityOptions options, CancellationToken cancellation = default)
    {
        var provider = new IdentityProvider(options);
        await provider.web.StartAsync(cancellation);
        return provider;
    }

    /// <summary>Replaces the people on the sign-in page, in the order given. Sign-ins that are under way go on.</summary>
    public void SetPeople(IReadOnlyList<DemoPerson> newPeople) => people = newPeople;

    /// <summary>Stops at once; codes that were not exchanged are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        key.Dispose();
    }

    private WebApplication Build(IdentityOptions options)
    {
        var builder = LocalServer.CreateBuilder(options.Logging, kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(options.Issuer is null ? IPAddress.Loopback : IPAddress.Any, options.Port, listen => address = listen);
        });
        var authorize = new AuthorizeEndpoint(this, options);
        var token = new TokenEndpoint(this, options, key, authorize);

        var app = builder.Build();
        LocalPages.Use(app);
        app.MapGet("/.well-known/openid-configuration", (RequestDelegate)(context => context.Response.WriteAsJsonAsync(Discovery())));
        app.MapGet("/jwks", (RequestDelegate)(context => context.Response.WriteAsJsonAsync(key.Jwks)));
        app.MapGet("/authorize", (RequestDelegate)authorize.HandleAsync);
        app.MapPost("/token", (RequestDelegate)token.HandleAsync);
        app.MapPost("/people", (RequestDelegate)(context => AddPeopleAsync(context, options.PeopleToken)));
        app.UseEndpoints(_ => { });
        return app;
    }

    private async Task AddPeopleAsync(HttpContext context, string? token)
    {
        var shown = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (token is null || !CryptographicOperations.FixedTimeEquals(shown, Encoding.UTF8.GetBytes($"Bearer {token}")))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var added = await context.Request.ReadFromJsonAsync<DemoPerson[]>(context.RequestAborted) ?? [];
        SetPeople([.. people.ExceptBy(added.Select(person => person.Subject), person => person.Subject), .. added]);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private object Discovery() => new
    {
        issuer = Issuer,
        authorization_endpoint = Issuer + "/authorize",
        token_endpoint = Issuer + "/token",
        jwks_uri = Issuer + "/jwks",
        response_types_supported = (string[])["code"],
        response_modes_supported = (string[])["query"],
        grant_types_supported = (string[])["authorization_code"],
        subject_types_supported = (string[])["public"],
        id_token_signing_alg_values_supported = (string[])["ES256"],
        scopes_supported = (string[])["openid", "email"],
        claims_supported = (string[])["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "email", "email_verified"],
        code_challenge_methods_supported = (string[])["S256"],
        token_endpoint_auth_methods_supported = (string[])["client_secret_post"],
        authorization_response_iss_parameter_supported = true,
    };
}
