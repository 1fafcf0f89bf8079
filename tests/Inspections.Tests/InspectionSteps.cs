using System.Security.Cryptography;
using Google.Protobuf;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>The steps that most tests start from, by the partnership's manager.</summary>
internal static class InspectionSteps
{
    public const int PieceBytes = 256 * 1024;

    public static async Task<InspectionReply> RecordAsync(this TestPartnership here, InspectionPhase phase = InspectionPhase.PrePublication) =>
        await ClientOf(here).RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Serious youth violence", Phase = phase, NotifiedOn = "2024-06-17" },
            here.Manager.In(here));

    public static async Task<InspectionReply> PublishAsync(this TestPartnership here, InspectionReply inspection) =>
        await ClientOf(here).PublishInspectionAsync(
            new PublishInspectionRequest
            {
                InspectionId = inspection.InspectionId,
                PublishedOn = "2024-09-09",
                PublishedUrl = "https://files.example/letter",
                ExpectedVersion = (await here.GetAsync(inspection)).Version,
            },
            here.Manager.In(here));

    /// <summary>Corrects the theme alone, of the inspection as it is now.</summary>
    public static async Task<InspectionReply> CorrectThemeAsync(this TestPartnership here, InspectionReply inspection, string theme) =>
        await ClientOf(here).CorrectInspectionAsync(CorrectionOf(await here.GetAsync(inspection), theme), here.Manager.In(here));

    /// <summary>All that can be corrected, as it is, and another theme.</summary>
    public static CorrectInspectionRequest CorrectionOf(V1.Inspection now, string theme) => new()
    {
        InspectionId = now.InspectionId,
        ExpectedVersion = now.Version,
        Reason = "Mistyped.",
        Theme = theme,
        NotifiedOn = now.NotifiedOn,
        FieldworkStartsOn = now.FieldworkStartsOn,
        FieldworkEndsOn = now.FieldworkEndsOn,
        LetterReceivedOn = now.LetterReceivedOn,
        LetterDated = now.LetterDated,
        PublishedOn = now.PublishedOn,
        PublishedUrl = now.PublishedUrl,
        StatementDueOn = now.StatementDueOn,
        StatementDueAsPrinted = now.StatementDueAsPrinted,
        StatementPreparedBy = now.StatementPreparedBy,
        StatementSentBy = now.StatementSentBy,
        StatementSentTo = now.StatementSentTo,
    };

    public static async Task<V1.Inspection> GetAsync(this TestPartnership here, InspectionReply inspection) =>
        await ClientOf(here).GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId }, here.Manager.In(here));

    public static async Task<string> ImportAsync(this TestPartnership here, string inspectionId, byte[] content) =>
        (await ClientOf(here).ImportLetterAsync(
            new ImportLetterRequest { InspectionId = inspectionId, Content = ByteString.CopyFrom(content), FileName = "C:\\Letters\\haskermoor.txt" },
            here.Manager.In(here))).ImportId;

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<string> BeginUploadAsync(this TestPartnership here, byte[] bytes, string name = "letter.txt") =>
        (await ClientOf(here).BeginLetterUploadAsync(new BeginLetterUploadRequest { Name = name, Size = bytes.Length }, here.Manager.In(here))).FileId;

    /// <summary>A piece of the file; all of it where it is short.</summary>
    public static async Task<V1.LetterUpload> AppendAsync(this TestPartnership here, string fileId, byte[] bytes, int offset = 0) =>
        await ClientOf(here).AppendToLetterUploadAsync(
            new AppendToLetterUploadRequest
            {
                FileId = fileId, Offset = offset, Content = ByteString.CopyFrom(bytes, offset, Math.Min(PieceBytes, bytes.Length - offset)),
            },
            here.Manager.In(here));

    public static async Task<V1.LetterUpload> CompleteAsync(this TestPartnership here, string fileId, byte[] bytes) =>
        await ClientOf(here).CompleteLetterUploadAsync(new CompleteLetterUploadRequest { FileId = fileId, Sha256 = Hash(bytes) }, here.Manager.In(here));

    /// <summary>Puts a letter in piece by piece, and imports it.</summary>
    public static async Task<string> ImportInPiecesAsync(this TestPartnership here, string inspectionId, byte[] bytes, string name = "letter.txt")
    {
        var fileId = await here.BeginUploadAsync(bytes, name);
        for (var offset = 0; offset < bytes.Length; offset += PieceBytes)
        {
            await here.AppendAsync(fileId, bytes, offset);
        }

        await here.CompleteAsync(fileId, bytes);
        return await here.ImportFileAsync(inspectionId, fileId);
    }

    public static async Task<string> ImportFileAsync(this TestPartnership here, string inspectionId, string fileId) =>
        (await ClientOf(here).ImportLetterAsync(
            new ImportLetterRequest { InspectionId = inspectionId, FileId = fileId }, here.Manager.In(here))).ImportId;

    /// <summary>Waits until the job has ended, one way or the other.</summary>
    public static async Task<V1.LetterImport> EndOfAsync(this TestPartnership here, string importId)
    {
        var import = new V1.LetterImport();
        await Eventually.SoAsync(
            async () =>
            {
                import = await ClientOf(here).GetLetterImportAsync(new GetLetterImportRequest { ImportId = importId }, here.Manager.In(here));
                return import.State is not (LetterImportState.Waiting or LetterImportState.Reading);
            },
            "the letter is read");
        return import;
    }

    /// <summary>An inspection with its letter read and its findings confirmed, also where another inspection has the same letter.</summary>
    public static async Task<(InspectionReply Inspection, V1.LetterImport Import, ConfirmFindingsReply Confirmed)> ConfirmedAsync(
        this TestPartnership here)
    {
        var inspection = await here.RecordAsync();
        var import = await here.EndOfAsync(await here.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        return (inspection, import, await ClientOf(here).ConfirmFindingsAsync(
            new ConfirmFindingsRequest { ImportId = import.ImportId, ImportAgain = true }, here.Manager.In(here)));
    }

    private static V1.Inspections.InspectionsClient ClientOf(TestPartnership here) => new(here.Host.Service.Channel);
}
