using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
        // Empty: neither the environment nor a settings file of the process that hosts us has a say here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Logging);
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(options.Issuer is null ? IPAddress.Loopback : IPAddress.Any, options.Port, listen => address = listen);
        });
        var authorize = new AuthorizeEndpoint(this, options);
        var token = new TokenEndpoint(this, options, key, authorize);

        var app = builder.Build();
        app.Use(SetHeaders);
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", (RequestDelegate)(context => context.Response.WriteAsJsonAsync(Discovery())));
        app.MapGet("/jwks", (RequestDelegate)(context => context.Response.WriteAsJsonAsync(key.Jwks)));
        app.MapGet("/authorize", (RequestDelegate)authorize.HandleAsync);
        app.MapPost("/token", (RequestDelegate)token.HandleAsync);
        app.MapPost("/people", (RequestDelegate)(context => AddPeopleAsync(context, options.PeopleToken)));
        app.MapGet("/style.css", (RequestDelegate)ChoicePage.StyleAsync);
        // Browsers ask for it, and a 404 would be an error in their console.
        app.MapGet("/favicon.ico", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
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
        scopes_supported = (string[])["openid"],
        claims_supported = (string[])["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name"],
        code_challenge_methods_supported = (string[])["S256"],
        token_endpoint_auth_methods_supported = (string[])["client_secret_post"],
        authorization_response_iss_parameter_supported = true,
    };

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    /// <summary>Ctrl-C is for the process that hosts us to act on, in its own order.</summary>
    private sealed class LifetimeOfOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
