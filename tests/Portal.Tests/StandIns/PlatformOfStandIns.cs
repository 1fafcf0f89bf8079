using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Local;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>The portal with a real identity provider and services that answer from memory over real gRPC.</summary>
public sealed class PlatformOfStandIns : IAsyncLifetime
{
    private const string Secret = "a secret of the tests";

    private readonly string data = Directory.CreateTempSubdirectory("jtai-portal-identity").FullName;
    private WebApplication? services;
    private IdentityProvider? identity;

    /// <summary>Where the browser finds the portal; the identity provider sends it back there and nowhere else.</summary>
    public Uri Origin { get; init; } = new("http://localhost");

    /// <summary>The identity provider's.</summary>
    public string Issuer => identity!.Issuer;

    /// <summary>How writes are answered.</summary>
    public AnswersToForms Answers { get; } = new();

    public StandInPartners Partners { get; } = new();

    public StandInSettings Settings { get; } = new();

    public StandInTenants Tenants { get; } = new();

    public StandInReporting Reporting { get; } = new();

    public StandInActions Actions { get; } = new();

    public StandInStatements Statements { get; } = new();

    public StandInAssurance Assurance { get; } = new();

    public StandInEvidence Evidence { get; } = new();

    public StandInInspections Inspections { get; } = new();

    public StandInNotifications Notifications { get; } = new();

    /// <summary>Of people, sharing and settings.</summary>
    public StandInActivity PartnersActivity { get; } = new();

    /// <summary>Of action plans, statements and evidence.</summary>
    public StandInActivity ActionsActivity { get; } = new();

    /// <summary>What each part exports.</summary>
    public StandInExport Export { get; } = new();

    /// <summary>How each part stands.</summary>
    public StandInOperations Operations { get; } = new();

    public PortalUnderTest Portal { get; } = new();

    public async Task InitializeAsync()
    {
        identity = await IdentityProvider.StartAsync(new IdentityOptions
        {
            DataDirectory = data,
            Clients = [new IdentityClient("jtai-portal") { Secret = Secret, RedirectUris = [new Uri(Origin, "/sign-in/callback").ToString()] }],
        });
        services = await StartServicesAsync();
        var address = services.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Portal.Settings["IdentityProvider:Issuer"] = identity.Issuer;
        Portal.Settings["IdentityProvider:ClientSecret"] = Secret;
        foreach (var service in new[] { "Partners", "Inspections", "Actions", "Reporting" })
        {
            Portal.Settings["Services:" + service] = address;
        }

        Add("manager", "Mina Okafor", "haskermoor-council", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.PartnershipManager]));
        Add("officer", "Asha Verma", "westmarch-police", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.ActionOwner]));
        Add("force-lead", "Priya Nair", "westmarch-police", across: true,
            ("agency:westmarch-police", "Westmarch Police", [Capacity.CrossPartnershipLead]));
        Add("force-officer", "Petra Quill", "westmarch-police", across: true,
            ("agency:westmarch-police", "Westmarch Police", [Capacity.CrossPartnershipLead]),
            ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.AgencyLead]));
        Add("icb-officer", "Ines Falk", "moors-icb", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.AgencyLead]));
        Add("councillor", "Wenna Trask", "haskermoor-council", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.Councillor]));
        Add("scrutineer", "Rowan Tye", "haskermoor-council", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.IndependentScrutineer]));
        Add("chief", "Cora Mills", "westmarch-police", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.LeadSafeguardingPartner]));
        Add("director", "Dev Anand", "haskermoor-council", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.LeadSafeguardingPartner]));
        Add("verifier", "Lowri Pask", "moors-icb", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.Verifier]));
        Add("chair", "Osian Reed", "haskermoor-council", across: false, ("haskermoor", "Haskermoor Safeguarding Children Partnership", [Capacity.SubGroupChair]));
        Add("operator", "Isolde Tarn", "platform-operations", across: false, ("platform", "Platform", [Capacity.PlatformOperator]));
        Add("force-manager", "Enid Vane", "westmarch-police", across: false, ("agency:westmarch-police", "Westmarch Police", [Capacity.PartnershipManager]));
        Add("nowhere", "Tom Ashby", "moors-icb", across: false);
        identity.SetPeople([.. Partners.People.Keys.Append("stranger").Select(subject => new DemoPerson(subject, subject, "", "", "", ""))]);
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        if (identity is not null)
        {
            await identity.DisposeAsync();
        }

        Directory.Delete(data, recursive: true);
    }

    private void Add(string subject, string name, string agency, bool across, params (string Tenant, string Name, Capacity[] Capacities)[] places)
    {
        var session = new Session
        {
            Person = new Person { PersonId = subject, Name = name, AgencyId = agency },
            AgencyName = agency switch { "westmarch-police" => "Westmarch Police", "moors-icb" => "Moors ICB", _ => "Haskermoor Council" },
            AcrossPartnerships = across,
            EndsAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(8)),
        };
        session.Workplaces.AddRange(places.Select(place => new Workplace { TenantId = place.Tenant, Name = place.Name, Capacities = { place.Capacities } }));
        Partners.People[subject] = session;
    }

    private async Task<WebApplication> StartServicesAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<RecordsOfOnePartnership>();
            options.Interceptors.Add<KeysOfForms>();
            options.Interceptors.Add<AnswersToForms>();
        });
        builder.Services.AddSingleton(Answers);
        builder.Services.AddSingleton(Partners);
        builder.Services.AddSingleton(Settings);
        builder.Services.AddSingleton(Tenants);
        builder.Services.AddSingleton(Reporting);
        builder.Services.AddSingleton(Actions);
        builder.Services.AddSingleton(Statements);
        builder.Services.AddSingleton(Assurance);
        builder.Services.AddSingleton(Evidence);
        builder.Services.AddSingleton(Inspections);
        builder.Services.AddSingleton(Notifications);
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<StandInActivity.OfInspections>();
        builder.Services.AddSingleton<StandInActivity.OfReporting>();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(server => server.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<StandInPartners>();
        app.MapGrpcService<StandInSettings>();
        app.MapGrpcService<StandInTenants>();
        app.MapGrpcService<StandInReporting>();
        app.MapGrpcService<StandInActions>();
        app.MapGrpcService<StandInStatements>();
        app.MapGrpcService<StandInAssurance>();
        app.MapGrpcService<StandInEvidence>();
        app.MapGrpcService<StandInInspections>();
        app.MapGrpcService<StandInNotifications>();
        app.MapGrpcService<StandInActivity.OfPartners>();
        app.MapGrpcService<StandInActivity.OfInspections>();
        app.MapGrpcService<StandInActivity.OfActions>();
        app.MapGrpcService<StandInActivity.OfReporting>();
        app.MapGrpcService<StandInExport.OfPartners>();
        app.MapGrpcService<StandInExport.OfInspections>();
        app.MapGrpcService<StandInExport.OfActions>();
        app.MapGrpcService<StandInExport.OfReporting>();
        app.MapGrpcService<StandInOperations.OfPartners>();
        app.MapGrpcService<StandInOperations.OfInspections>();
        app.MapGrpcService<StandInOperations.OfActions>();
        app.MapGrpcService<StandInOperations.OfReporting>();
        await app.StartAsync();
        return app;
    }
}
