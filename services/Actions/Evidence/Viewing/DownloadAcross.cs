using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

public partial class EvidenceGrpc
{
    /// <summary>A withdrawal of a grant must show within a minute also with the broker or Partners down (GUARANTEES S5).</summary>
    private static readonly TimeSpan GrantsConfirmedWithin = TimeSpan.FromSeconds(45);

    // After its end a grant falls below the level of evidence.
    private const string HasGrant =
        """
        select exists (
          select from sharing_grant
          where tenant_id = @partnership and agency_id = @AgencyId and state = @Agreed and level >= @Evidence and capacities && @capacities
            and ends_on >= @today);

        """;

    /// <summary>To somebody across the border: what their agency's grant and the audience admit, in the sharing log every time.</summary>
    /// <exception cref="NotFound">There is none that is shared with them.</exception>
    private async Task DownloadAcrossAsync(
        Caller caller, V1.DownloadEvidenceRequest request, IServerStreamWriter<V1.DocumentPart> responseStream, CancellationToken ct)
    {
        var evidenceId = Ids.Parse("evidence", request.EvidenceId);
        if (partners.UnansweredFor > GrantsConfirmedWithin || partners.UnconfirmedFor(request.PartnershipId) > GrantsConfirmedWithin)
        {
            throw new Unavailable("What partnerships share could not be confirmed just now, so nothing is shown. Try again in a minute.");
        }

        var tenantId = new TenantId(request.PartnershipId);
        var (isShared, stored) = await database.QueryMultipleAsync(
            TenantScope.Of(tenantId),
            HasGrant + StoredEvidence.Select,
            new
            {
                TenantId = tenantId,
                partnership = tenantId,
                evidenceId,
                caller.AgencyId,
                Agreed = (int)SharingGrantState.Agreed,
                Evidence = (int)SharingLevel.Evidence,
                capacities = caller.Capacities.Select(capacity => (int)capacity).ToArray(),
                today = clock.Today(),
            },
            async results => (await results.ReadSingleAsync<bool>(), await StoredEvidence.ReadAsync(results)),
            ct);
        // What was withdrawn stays readable within, where it is labelled so.
        if (!isShared || stored.Item is not { WithdrawnBecause: "" } item || stored.Inspection?.IsPublished != true
            || !new EvidenceAccess(caller).MayOpenAcross(item, stored.Actions))
        {
            throw new NotFound("evidence");
        }

        var wanted = request.Number == 0 ? stored.Content : stored.Contents.FirstOrDefault(content => content.Number == request.Number);
        var fileId = wanted?.FileId ?? throw new NotFound("file");
        await RecordOpenedAsync(caller, tenantId, $"File of evidence for {string.Join(", ", stored.Actions.Select(action => action.ShownReference))}", ct);
        var (file, content) = await files.OpenAsync(tenantId, fileId, ct);
        await using var opened = content;
        await SendAsync(file, content, responseStream, ct);
    }

    /// <summary>Before the answer goes out.</summary>
    private Task<Empty> RecordOpenedAsync(Caller caller, TenantId tenantId, string what, CancellationToken ct)
    {
        var record = new AccessRecorded
        {
            AccessId = Guid.CreateVersion7().ToString(),
            PartnershipId = tenantId.Value,
            PersonId = caller.PersonId.ToString(),
            AgencyId = caller.AgencyId ?? "",
            Capacity = caller.ActingAs,
            LookedAt = what,
            Level = SharingLevel.Evidence,
            At = Timestamp.FromDateTimeOffset(clock.NowAsStored()),
        };
        return database.SaveAsync(
            Write.OnBehalfOf(tenantId, caller, "look"),
            new Empty(),
            "select 1",
            args: null,
            [new Change(record.AccessId, 1, record) { Kind = Store.AuditKind.Disclosure, DisclosedTo = caller.AgencyId }],
            ct);
    }
}
