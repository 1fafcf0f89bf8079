using Google.Protobuf;
using Grpc.Core;
using Jtai.Inspections.V1;

namespace Jtai.Inspections.Tests;

/// <summary>
/// Every RPC that names a record, as a call that its own people could make. A new RPC without a line here fails
/// <see cref="EmbargoTests.Calls_OfEveryRpcThatNamesARecord_AreListed"/>.
/// </summary>
internal static class Calls
{
    internal delegate Task Call(V1.Inspections.InspectionsClient client, Record record, Metadata metadata);

    /// <summary>Ids of one inspection, one import of a letter for it, and one of its findings.</summary>
    internal sealed record Record(string InspectionId, string ImportId, string FindingId);

    internal static IReadOnlyDictionary<string, Call> ByRpc { get; } = new Dictionary<string, Call>
    {
        ["ChangePhase"] = async (client, record, metadata) => await client.ChangePhaseAsync(
            new ChangePhaseRequest { InspectionId = record.InspectionId, Phase = InspectionPhase.PrePublication, ExpectedVersion = 1 }, metadata),
        ["NameReaders"] = async (client, record, metadata) => await client.NameReadersAsync(
            new NameReadersRequest { InspectionId = record.InspectionId, ReaderIds = { Guid.NewGuid().ToString() }, ExpectedVersion = 1 }, metadata),
        ["PublishInspection"] = async (client, record, metadata) => await client.PublishInspectionAsync(
            new PublishInspectionRequest { InspectionId = record.InspectionId, PublishedOn = "2024-09-09", ExpectedVersion = 1 }, metadata),
        ["CorrectInspection"] = async (client, record, metadata) => await client.CorrectInspectionAsync(
            new CorrectInspectionRequest { InspectionId = record.InspectionId, Theme = "Neglect", Reason = "Mistyped.", ExpectedVersion = 1 }, metadata),
        ["WithdrawInspection"] = async (client, record, metadata) => await client.WithdrawInspectionAsync(
            new WithdrawInspectionRequest { InspectionId = record.InspectionId, Reason = "Recorded twice.", ExpectedVersion = 1 }, metadata),
        ["ListHistory"] = async (client, record, metadata) => await client.ListHistoryAsync(
            new ListHistoryRequest { RecordId = record.FindingId }, metadata),
        ["CorrectFinding"] = async (client, record, metadata) => await client.CorrectFindingAsync(
            new CorrectFindingRequest
            {
                FindingId = record.FindingId, Kind = FindingKind.Strength, Text = "Better.", Reason = "Misread.", ExpectedVersion = 1,
            },
            metadata),
        ["WithdrawFinding"] = async (client, record, metadata) => await client.WithdrawFindingAsync(
            new WithdrawFindingRequest { FindingId = record.FindingId, Reason = "Twice.", ExpectedVersion = 1 }, metadata),
        ["GetInspection"] = async (client, record, metadata) => await client.GetInspectionAsync(
            new GetInspectionRequest { InspectionId = record.InspectionId }, metadata),
        ["ImportLetter"] = async (client, record, metadata) => await client.ImportLetterAsync(
            new ImportLetterRequest { InspectionId = record.InspectionId, Content = ByteString.CopyFrom(FictionalLetter.Bytes) }, metadata),
        ["GetLetterImport"] = async (client, record, metadata) => await client.GetLetterImportAsync(
            new GetLetterImportRequest { ImportId = record.ImportId }, metadata),
        ["ListLetterImports"] = async (client, record, metadata) => await client.ListLetterImportsAsync(
            new ListLetterImportsRequest { InspectionId = record.InspectionId }, metadata),
        ["SaveReview"] = async (client, record, metadata) => await client.SaveReviewAsync(
            new SaveReviewRequest { ImportId = record.ImportId, ExpectedVersion = 1 }, metadata),
        ["ConfirmFindings"] = async (client, record, metadata) => await client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest { ImportId = record.ImportId }, metadata),
        ["AddFindingFromParagraph"] = async (client, record, metadata) => await client.AddFindingFromParagraphAsync(
            new AddFindingFromParagraphRequest { InspectionId = record.InspectionId, Paragraph = 1 }, metadata),
        ["GetLetter"] = async (client, record, metadata) => await client.GetLetterAsync(
            new GetLetterRequest { InspectionId = record.InspectionId }, metadata),
        ["DownloadLetter"] = async (client, record, metadata) =>
        {
            using var call = client.DownloadLetter(new DownloadLetterRequest { InspectionId = record.InspectionId }, metadata);
            await call.ResponseStream.MoveNext(CancellationToken.None);
        },
        ["AppendToLetterUpload"] = async (client, record, metadata) => await client.AppendToLetterUploadAsync(
            new AppendToLetterUploadRequest { FileId = record.ImportId, Content = ByteString.CopyFrom(FictionalLetter.Bytes) }, metadata),
        ["CompleteLetterUpload"] = async (client, record, metadata) => await client.CompleteLetterUploadAsync(
            new CompleteLetterUploadRequest { FileId = record.ImportId, Sha256 = InspectionSteps.Hash(FictionalLetter.Bytes) }, metadata),
        ["GetLetterUpload"] = async (client, record, metadata) => await client.GetLetterUploadAsync(
            new GetLetterUploadRequest { FileId = record.ImportId }, metadata),
        ["GetFinding"] = async (client, record, metadata) => await client.GetFindingAsync(
            new GetFindingRequest { FindingId = record.FindingId }, metadata),
        ["ListOpenings"] = async (client, record, metadata) => await client.ListOpeningsAsync(
            new ListOpeningsRequest { InspectionId = record.InspectionId }, metadata),
        ["ListFindings"] = async (client, record, metadata) => await client.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = record.InspectionId }, metadata),
    };

    internal static Record Nobodys() => new(Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString());

    internal static Record Malformed { get; } = new("no-id", "'; drop table finding", "");

    /// <summary>The whole of an answer that a caller can see: code, sentence and details.</summary>
    internal static async Task<string> AnswerAsync(string rpc, V1.Inspections.InspectionsClient client, Record record, Metadata metadata)
    {
        try
        {
            await ByRpc[rpc](client, record, metadata);
            return "OK";
        }
        catch (RpcException refusal)
        {
            var details = refusal.Trailers.GetValueBytes("grpc-status-details-bin") ?? [];
            return $"{refusal.StatusCode} {refusal.Status.Detail} {Convert.ToHexString(details)}";
        }
    }
}
