using Grpc.Core;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    [Authorize(Policies.SaveSettings)]
    public override Task<SettingsReply> SaveStatusScale(SaveStatusScaleRequest request, ServerCallContext context) =>
        ChangeAsync(context, request, request.ExpectedVersion, settings => settings.WithScale(request.Scale));
}
