using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;

namespace Jtai.Portal.Hosting;

/// <summary>How pages are opened and forms are read.</summary>
internal static class PortalPages
{
    /// <summary>The policy of every page that is not listed as open. What a person may do there is the services' to say.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Pages of a partnership that an agency's own workspace has as well, with their addresses there.</summary>
    private static readonly (string Page, string Address)[] InWorkspaceToo =
    [
        ("/People/Register", "agency/people/register"),
        ("/People/Appoint", "agency/people/appoint"),
        ("/People/Person", "agency/people/{id}"),
        ("/People/Correct", "agency/people/{id}/correct"),
        ("/People/End", "agency/people/appointments/{id}/end"),
        ("/People/Invitations", "agency/people/invitations"),
        ("/People/Invitation", "agency/people/invitations/{id}"),
        ("/People/CorrectInvitation", "agency/people/invitations/{id}/correct"),
        ("/Standing/Index", "agency/standing"),
    ];

    public static void AddPortalPages(this IServiceCollection services)
    {
        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Journeys";
            pages.Conventions.AuthorizeFolder("/", SignedIn);
            foreach (var (page, address) in InWorkspaceToo)
            {
                pages.Conventions.AddPageRoute(page, address);
            }

            foreach (var page in OpenPages.Names)
            {
                pages.Conventions.AllowAnonymousToPage(page);
            }
        });
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add<RefuseUnreadableText>();
            options.Filters.Add<RpcFailureFilter>();
            options.Filters.Add<FillKeptForm>();
            // The framework's words ("The Title field is required.") are not ours: pages say what is missing.
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            options.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => "Enter a value");
            options.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, name) => $"{name} must be in the correct format");
            options.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(name => $"{name} must be a number");
        });
        services.Configure<RazorViewEngineOptions>(views => views.PageViewLocationFormats.Add("/Shared/{0}" + RazorViewEngine.ViewExtension));
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.AddAntiforgery(options => options.Cookie.Name = "jtai-antiforgery");
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.Name = PageFrame.MessageCookie);
        // The fallback closes what no convention reaches.
        services.AddAuthorizationBuilder()
            .AddPolicy(SignedIn, policy => policy.RequireAuthenticatedUser())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
