using Grpc.Core;
using Jtai.Exporting;
using Jtai.Exporting.V1;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

/// <summary>Everything of a partnership, for its manager.</summary>
[Authorize(ExportPolicies.ExportEverything)]
public sealed class ExportGrpc(TenantExport export) : Export.ExportBase
{
    public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
        export.ExportAsync(responseStream, context);
}
