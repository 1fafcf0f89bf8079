using System.Reflection;
using Jtai.Access;
using Jtai.Activities.Sealing;
using Jtai.Files;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Exporting;

public static class ExportingRegistration
{
    /// <summary>Registers <see cref="TenantExport"/>. Call it after <c>AddActivities</c> and <c>AddFiles</c>.</summary>
    /// <param name="builder">The service's.</param>
    /// <param name="tables">What it keeps of its tenants.</param>
    /// <param name="program">Its assembly, which has its migrations.</param>
    public static void AddExporting(this WebApplicationBuilder builder, TenantTables tables, Assembly program) =>
        builder.Services.AddSingleton(services => new TenantExport(
            services.GetRequiredService<Database>(), services.GetRequiredService<AuditLog>(), services.GetService<StoredFiles>(), tables, program,
            services.GetRequiredService<TimeProvider>()));
}

/// <summary>A service names it among its own: <c>ExportPolicies.Exporting</c>.</summary>
public static class ExportPolicies
{
    public const string ExportEverything = nameof(ExportEverything);

    /// <summary>Whoever runs the partnership or an agency's workspace, and who looks across for the agency, a capacity of workspaces alone.</summary>
    public static AccessPolicy Exporting { get; } = AccessPolicy.ForPeople(
        ExportEverything, TokenScopes.Partnership | TokenScopes.AgencyWorkspace, Capacity.PartnershipManager, Capacity.CrossPartnershipLead);
}
