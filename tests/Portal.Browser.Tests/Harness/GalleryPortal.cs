using Jtai.Portal.Design;
using Jtai.Portal.Hosting;
using Jtai.Portal.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Portal.Browser.Tests.Harness;

/// <summary>The portal on a real port, with the pages of this assembly added and open: the gallery of components.</summary>
public sealed class GalleryPortal : PortalUnderTest
{
    public GalleryPortal()
    {
        UseKestrel();
        StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Origin = new Uri(addresses.Addresses.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
    }

    public Uri Origin { get; }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseEnvironment("Production").ConfigureTestServices(AddGallery);
    }

    private static void AddGallery(IServiceCollection services)
    {
        services.AddRazorPages().ConfigureApplicationPartManager(parts =>
        {
            var assembly = typeof(GalleryPortal).Assembly;
            foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
            {
                parts.ApplicationParts.Add(part);
            }

            foreach (var part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(assembly))
            {
                parts.ApplicationParts.Add(part);
            }
        });
        services.Configure<RazorPagesOptions>(pages =>
        {
            foreach (var page in new[] { "/Gallery", "/GalleryForm", "/GalleryFailure" })
            {
                pages.Conventions.AllowAnonymousToPage(page);
            }
        });
    }

    /// <summary>The frame of a page of a made-up partnership.</summary>
    public static void Fill(PageFrame frame, string current)
    {
        frame.Partnership = "Haskermoor Safeguarding Children Partnership";
        frame.SwitchHref = "/gallery";
        frame.SignedInAs = "Asha Verma, action owner, Tarrowshire and Lannick Constabulary";
        frame.Navigation =
        [
            new("Overview", "/gallery", Current: current == "Overview"),
            new("Inspections", "/gallery?inspections"),
            new("Action plan", "/gallery/form", Active: current == "Action plan"),
            new("Sharing", "/gallery?sharing"),
        ];
    }
}
