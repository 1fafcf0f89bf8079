using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Store;

/// <summary>The statement, with its parameters, by which a service keeps a reason in the transaction of the write.</summary>
public delegate (string Sql, object Args) KeepGuardReason(TenantId tenantId, GuardReasonGiven given);

/// <summary>Why a write was saved that seemed to hold what a child could be known by.</summary>
internal static class GuardReasons
{
    private static readonly (ChildIdentifier Found, ChildIdentifierKind Kind)[] KindsOfProto =
    [
        (ChildIdentifier.DateOfBirth, ChildIdentifierKind.DateOfBirth),
        (ChildIdentifier.NameWithAge, ChildIdentifierKind.NameWithAge),
        (ChildIdentifier.CaseId, ChildIdentifierKind.CaseId),
        (ChildIdentifier.HomePostcode, ChildIdentifierKind.HomePostcode),
    ];

    /// <returns>Null where nothing is in doubt.</returns>
    public static GuardReasonGiven? Of(Write write, IReadOnlyList<Change> changes, DateTimeOffset now) => write.Guard?.RequireReason() is { } reason
        ? new GuardReasonGiven
        {
            ReasonId = Guid.CreateVersion7().ToString(),
            PartnershipId = write.TenantId,
            At = Timestamp.FromDateTimeOffset(now),
            PersonId = write.Caller.Subject,
            AgencyId = write.Caller.AgencyId ?? "",
            Capacity = write.Caller.ActingAs,
            Rpc = write.Rpc.TrimStart('/'),
            // The first is what the write is about; what it has moved besides comes after.
            RecordKind = changes.Count > 0 ? changes[0].State.Descriptor.Name : "",
            RecordId = changes.Count > 0 ? changes[0].AggregateId : "",
            Fields = { write.Guard.Doubts.Select(doubt => new DoubtedField { Field = doubt.Field, Found = { Kinds(doubt.Found) } }) },
            Reason = reason,
        }
        : null;

    private static IEnumerable<ChildIdentifierKind> Kinds(ChildIdentifier found) =>
        KindsOfProto.Where(kind => found.HasFlag(kind.Found)).Select(kind => kind.Kind);
}
