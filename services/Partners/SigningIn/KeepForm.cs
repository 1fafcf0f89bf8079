using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    private const int LargestFormBytes = 100 * 1024;
    private const int MostFormsOfAPerson = 5;
    private static readonly TimeSpan FormsKeptFor = TimeSpan.FromHours(1);

    /// <summary>
    /// Takes no idempotency key and makes no event: kept twice, it is two forms of an hour, and nothing of any partnership. The
    /// session may be over, which is what this is for.
    /// </summary>
    [Authorize(Policies.UseSessions)]
    public override async Task<KeepFormReply> KeepForm(KeepFormRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.Content.Length is > 0 and <= LargestFormBytes, "content", "A form of 1 to 102,400 bytes can be kept.")
            .ThrowIfRefused();
        var formId = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        var kept = await database.QuerySingleOrDefaultAsync<Guid?>(
            TenantScope.Of(TenantId.Platform),
            """
            with writer as (select person_id from session where tenant_id = 'platform' and session_hash = @sessionHash),
            gone as (
              delete from kept_form where tenant_id = 'platform' and (kept_at < @oldest or form_id in (
                select form_id from kept_form where tenant_id = 'platform' and person_id = (select person_id from writer)
                order by kept_at desc offset @others))),
            kept as (
              insert into kept_form (form_id, person_id, kept_at, content)
              select @formId, person_id, @now, @content from writer
              returning person_id),
            recorded as (
              insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc)
              select 'platform', @now, 'Collection', 'KeptForm', @formId::text, 1, person_id::text, 'Unspecified', @rpc from kept)
            select person_id from kept
            """,
            new
            {
                sessionHash = HashOf(request.SessionId), formId, now, oldest = now - FormsKeptFor, others = MostFormsOfAPerson - 1,
                content = request.Content.ToByteArray(), rpc = context.Method,
            },
            context.CancellationToken);
        return kept is null
            ? throw SignInRefused.Because("Your session has ended. Sign in again.")
            : new KeepFormReply { FormId = formId.ToString() };
    }
}
