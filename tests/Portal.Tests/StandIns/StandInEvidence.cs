using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Evidence as the portal sees it: a clean file, one that needs a reason, one that waits, and one that the caller may not open.</summary>
public sealed partial class StandInEvidence
{
    public const string NeedsAReasonId = "0198c0de-0000-7000-8000-0000000000e2";
    public const string WaitingId = "0198c0de-0000-7000-8000-0000000000e3";
    public const string ClosedId = "0198c0de-0000-7000-8000-0000000000e4";

    /// <summary>What a download gives.</summary>
    public static readonly byte[] File = [.. "%PDF-1.7\n"u8, .. Enumerable.Range(0, 100_000).Select(number => (byte)number)];

    private static readonly Timestamp At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero));

    private readonly ConcurrentDictionary<string, MemoryStream> uploads = new();

    public Dictionary<string, EvidenceRecord> Records { get; } = new[]
    {
        Of(EvidenceId, "The rota of the last quarter", FileState.Clean, ""),
        Of(NeedsAReasonId, "Minutes", FileState.NeedsAReason, "", "a date of birth"),
        Of(WaitingId, "Training", FileState.Scanning, ""),
        new EvidenceRecord
        {
            Item = new EvidenceItem
            {
                EvidenceId = ClosedId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, ActionIds = { StandInActions.ActionId },
                Audience = Audience.NamedLeads, PersonId = "officer", AgencyId = "westmarch-police", AddedAt = At, Version = 1,
            },
        },
    }.ToDictionary(record => record.Item.EvidenceId);

    /// <summary>What people did, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    /// <summary>Pieces that came, by their length.</summary>
    public ConcurrentQueue<int> Pieces { get; } = new();

    /// <summary>Bytes of what was put in, by name.</summary>
    public ConcurrentDictionary<string, byte[]> Arrived { get; } = new();

    private static EvidenceRecord Of(string id, string shows, FileState state, string why, string found = "") => new()
    {
        Item = new EvidenceItem
        {
            EvidenceId = id, PlanId = "plan", InspectionId = StandInInspections.InspectionId, ActionIds = { StandInActions.ActionId }, Shows = shows,
            Content = new EvidenceContent
            {
                FileId = "0198c0de-0000-7000-8000-0000000000f9", Number = 1, PersonId = "officer", At = At,
                File = new Upload { FileId = "f", Name = "Rota – Q3.pdf", Size = File.Length, State = state, Kind = FileKind.Pdf, Why = why, Found = found, Sha256 = "ab12" },
            },
            Marking = Marking.Official, Audience = Audience.Partnership, PersonId = "officer", AgencyId = "westmarch-police", AddedAt = At, Version = 1,
        },
        MayOpen = true,
        MayChange = true,
        Actions = { StandInAssurance.Waiting(StandInActions.ActionId, "HSK-2026-A014") },
        Changes = { new RecordedChange { Version = 1, PersonId = "officer", AgencyId = "westmarch-police", At = At } },
    };

    public override Task<EvidenceRecord> GetEvidence(GetEvidenceRequest request, ServerCallContext context) =>
        Task.FromResult(Records.GetValueOrDefault(request.EvidenceId) ?? throw new NotFound("evidence"));

    public override async Task DownloadEvidence(DownloadEvidenceRequest request, IServerStreamWriter<DocumentPart> responseStream, ServerCallContext context)
    {
        if (Records[request.EvidenceId].Item.Content.File.State != FileState.Clean)
        {
            throw new Refused("This file waits to be checked for viruses.");
        }

        for (var offset = 0; offset < File.Length; offset += 65_536)
        {
            var part = new DocumentPart { Content = ByteString.CopyFrom(File, offset, Math.Min(65_536, File.Length - offset)) };
            if (offset == 0)
            {
                (part.FileName, part.MediaType) = ("Rota – Q3.pdf", "application/pdf");
            }

            await responseStream.WriteAsync(part);
        }
    }

    public override Task<Upload> BeginUpload(BeginUploadRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Size <= 26_214_400, "size", "A file may have at most 25 MB.").ThrowIfRefused();
        var id = Guid.NewGuid().ToString();
        uploads[id] = new MemoryStream();
        return Task.FromResult(new Upload { FileId = id, Name = request.Name, Size = request.Size, State = FileState.Receiving });
    }

    public override Task<Upload> AppendToUpload(AppendToUploadRequest request, ServerCallContext context)
    {
        var upload = uploads[request.FileId];
        Pieces.Enqueue(request.Content.Length);
        if (request.Offset != upload.Length)
        {
            throw new UploadGap(upload.Length);
        }

        request.Content.WriteTo(upload);
        return Task.FromResult(new Upload { FileId = request.FileId, Received = upload.Length, State = FileState.Receiving });
    }

    public override Task<Upload> CompleteUpload(CompleteUploadRequest request, ServerCallContext context)
    {
        var bytes = uploads[request.FileId].ToArray();
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != request.Sha256)
        {
            throw new Refused("What arrived is not the file whose SHA-256 was given. Begin the upload again.");
        }

        Arrived[request.FileId] = bytes;
        return Task.FromResult(new Upload { FileId = request.FileId, Name = "Minutes.pdf", Received = bytes.Length, State = FileState.Scanning });
    }

    public override Task<Upload> GetUpload(GetUploadRequest request, ServerCallContext context) => Task.FromResult(
        new Upload { FileId = request.FileId, Received = (uploads.GetValueOrDefault(request.FileId) ?? throw new NotFound("file")).Length, State = FileState.Receiving });

    public override Task<EvidenceReply> AddEvidence(AddEvidenceRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("shows", request.Shows, "What it shows", 500, required: true);
        check.That(request.ContentCase != AddEvidenceRequest.ContentOneofCase.None, "content", "Say what the evidence is.");
        check.ThrowIfRefused();
        return SavedAsync(request, EvidenceId);
    }

    public override Task<EvidenceReply> DescribeEvidence(DescribeEvidenceRequest request, ServerCallContext context) => SavedAsync(request, request.EvidenceId);

    public override Task<EvidenceReply> ReplaceEvidence(ReplaceEvidenceRequest request, ServerCallContext context) => SavedAsync(request, request.EvidenceId);

    public override Task<EvidenceReply> AttachEvidence(AttachEvidenceRequest request, ServerCallContext context) => SavedAsync(request, request.EvidenceId);

    public override Task<EvidenceReply> WithdrawEvidence(WithdrawEvidenceRequest request, ServerCallContext context) =>
        request.ExpectedVersion == 1 ? SavedAsync(request, request.EvidenceId) : throw new Conflict(2);

    public override Task<EvidenceReply> GiveReason(GiveReasonRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("reason", request.Reason, "The reason", 500, required: true);
        check.ThrowIfRefused();
        return SavedAsync(request, request.EvidenceId);
    }

    private Task<EvidenceReply> SavedAsync(IMessage act, string evidenceId)
    {
        Acts.Enqueue(act);
        return Task.FromResult(new EvidenceReply { EvidenceId = evidenceId, Version = 2 });
    }
}
