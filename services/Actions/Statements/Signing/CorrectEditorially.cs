using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementPartReply> CorrectEditorially(V1.CorrectEditoriallyRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        var now = clock.NowAsStored();
        var statement = whole.Statement.StillOpen(whole.Inspection, now.DateInLondon(), "corrected");
        var check = new RequestCheck();
        var reason = RecordedChange.Read(request.Reason, check);
        check.ThrowIfRefused();
        if (request.ContentSha256 != whole.LiveSha256)
        {
            throw new Conflict(statement.Version);
        }

        var correction = new EditorialCorrection
        {
            CorrectionId = Guid.CreateVersion7(),
            StatementId = statement.StatementId,
            FromSha256 = SignedBeforeWordsChanged(whole),
            ToSha256 = whole.LiveSha256,
            Reason = reason,
            PersonId = write.Caller.PersonId,
            At = now,
        };
        return await database.SaveAsync(
            write,
            new V1.StatementPartReply { PartId = correction.CorrectionId.ToString(), Version = 1, StatementId = statement.StatementId.ToString() },
            Statement.Unchanged + StatementFile.InsertContent + EditorialCorrection.Insert + Notice.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                StatementVersion = statement.Version,
                ContentSha256 = whole.LiveSha256,
                ContentBytes = whole.LiveBytes,
                Correction = Columns.Of(correction),
                Notices = Notice.ToJson(StatementNotices.Corrected(whole, correction, write.Caller)),
            },
            [correction.Changed()],
            context.CancellationToken);
    }

    /// <summary>The newest content that was signed, does not stand any more, and differs from the present in words alone.</summary>
    /// <exception cref="Refused">There is none.</exception>
    private static string SignedBeforeWordsChanged(WholeStatement whole)
    {
        var signed = whole.SignOffs
            .Where(given => given.TakenBackBecause.Length == 0 && !given.Stands(whole.LiveSha256, whole.Corrections))
            .Select(given => given.ContentSha256)
            .Distinct()
            .Select(sha256 => (Sha256: sha256, Changes: ContentChanges.Between(whole.KeptContent(sha256), whole.LiveContent)))
            .ToList();
        if (signed.Count == 0)
        {
            throw new Refused("Nothing has changed since a sign-off that is given, so there is nothing to call editorial.");
        }

        foreach (var (sha256, changes) in signed)
        {
            if (changes.All(ContentChanges.IsEditorial))
            {
                return sha256;
            }
        }

        var more = signed[0].Changes.First(change => !ContentChanges.IsEditorial(change));
        throw new Refused($"More than words changed since the sign-offs ({InWords(more)}), so they have to be asked for again.");
    }

    private static string InWords(V1.ContentChange change)
    {
        var what = change.Kind switch
        {
            V1.ContentChangeKind.Added => "was added",
            V1.ContentChangeKind.Removed => "was taken out",
            V1.ContentChangeKind.Closed => "was closed",
            V1.ContentChangeKind.Reopened => "was opened again",
            V1.ContentChangeKind.DateMoved => "has another date",
            V1.ContentChangeKind.LeadChanged => "has another lead or other supporters",
            V1.ContentChangeKind.OwnerChanged => "has another owner",
            V1.ContentChangeKind.FindingsChanged => "answers other findings",
            V1.ContentChangeKind.MilestonesChanged => "has other milestones",
            _ => $"differs in “{change.Field}”",
        };
        return $"{(change.Called.Length > 0 ? change.Called : "The statement")} {what}";
    }
}
