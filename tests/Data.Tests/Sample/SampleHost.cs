using System.Security.Claims;
using System.Text.Encodings.Web;
using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Hosting;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jtai.Data.Tests.Sample;

/// <summary>The sample service in its real pipeline; only the token check is replaced, by headers that tests set.</summary>
public sealed class SampleHost : IAsyncDisposable
{
    public const string AppToken = "token-of-the-test";

    private readonly GrpcChannel channel;

    private SampleHost(WebApplication app)
    {
        App = app;
        channel = GrpcChannel.ForAddress(app.GetTestServer().BaseAddress, new GrpcChannelOptions { HttpHandler = app.GetTestServer().CreateHandler() });
    }

    public WebApplication App { get; }

    public Database Database => App.Services.GetRequiredService<Database>();

    public CallInvoker Invoker => channel.CreateCallInvoker();

    public Notes.NotesClient Notes => new(channel);

    public EventFeed.EventFeedClient Feed => new(channel);

    public static Metadata As(string tenant, string subject = "person-1", string? key = null) => new()
    {
        { "test-tenant", tenant },
        { "test-subject", subject },
        { "idempotency-key", key ?? Guid.NewGuid().ToString() },
    };

    /// <param name="database">Migrated.</param>
    /// <param name="configure">Further services.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<SampleHost> StartAsync(
        TestDatabase database, Action<WebApplicationBuilder>? configure = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Services:PartnersHttp"] = "http://localhost:1",
            ["Services:Sample"] = "http://localhost:1",
            ["APP_API_TOKEN"] = AppToken,
            [DatabaseSettings.App] = database.App,
            [DatabaseSettings.Relay] = database.Relay,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults("sample",
        [
            AccessPolicy.ForPeople(Policies.SaveNotes, TokenScopes.Partnership | TokenScopes.AgencyWorkspace, AccessPolicy.AnyCapacity),
            AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "reader"),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, HeaderTokens>("Test", null);
        builder.AddDatabase("sample");
        builder.AddPublishing();
        builder.Services.AddSingleton<Pause>();
        configure?.Invoke(builder);
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGrpcService<NotesGrpc>();
        app.MapEventFeed();
        app.MapEventDelivery();
        await app.StartAsync();
        return new SampleHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    private sealed class HeaderTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string? subject = Request.Headers["test-subject"];
            if (subject is null)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity("Test");
            identity.AddClaim(new Claim(TokenClaims.Subject, subject));
            if (Request.Headers["test-tenant"] is [{ } tenant])
            {
                identity.AddClaim(new Claim(TokenClaims.Tenant, tenant));
                identity.AddClaim(new Claim(TokenClaims.Agency, "westmarch-police"));
                identity.AddClaim(new Claim(TokenClaims.Capacity, "PartnershipManager"));
            }

            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "Test")));
        }
    }
}
