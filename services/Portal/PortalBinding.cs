using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Jtai.Portal;

/// <summary>How pages are opened and forms are read.</summary>
static class PortalBinding
{
    public static void AllowOpenPages(this PageConventionCollection conventions)
    {
        foreach (var page in OpenPages.Names)
            conventions.AllowAnonymousToPage(page);
    }

    public static void AddPortalBinding(this IServiceCollection services)
    {
        services.Configure<MvcOptions>(options =>
        {
            // The framework's words ("The Title field is required.") are not ours: pages say what is missing.
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            options.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => "Enter a value");
            options.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, name) => $"{name} must be in the correct format");
            options.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(name => $"{name} must be a number");
        });
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
    }
}
