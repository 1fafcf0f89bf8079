using Google.Protobuf;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>It stays for its hour: a page that is loaded again is filled again.</summary>
    [Authorize(Policies.UseSessions)]
    public override async Task<KeptForm> GetKeptForm(GetKeptFormRequest request, ServerCallContext context)
    {
        var signedIn = await SignedInAsync(request.SessionId, context.CancellationToken);
        var content = await database.QuerySingleOrDefaultAsync<byte[]>(
            TenantScope.Of(TenantId.Platform),
            """
            select content from kept_form
            where tenant_id = 'platform' and form_id = @formId and person_id = @PersonId and kept_at >= @oldest
            """,
            new { formId = Ids.Parse("form", request.FormId), signedIn.Session.PersonId, oldest = DateTimeOffset.UtcNow - FormsKeptFor },
            context.CancellationToken);
        return content is null ? throw new NotFound("form") : new KeptForm { Content = ByteString.CopyFrom(content) };
    }
}
