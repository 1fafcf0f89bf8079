using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Inspection = Jtai.Inspections.V1.Inspection;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Inspections as the portal sees it: one inspection, one letter of three paragraphs and two items.</summary>
public sealed class StandInInspections : Inspections.V1.Inspections.InspectionsBase
{
    public const string InspectionId = "0198c0de-0000-7000-8000-000000000001";
    public const string UnpublishedId = "0198c0de-0000-7000-8000-000000000002";
    public const string FindingId = "0198c0de-0000-7000-8000-000000000003";
    public const string Waiting = "0198c0de-0000-7000-8000-00000000000a";
    public const string Ready = "0198c0de-0000-7000-8000-00000000000b";
    public const string Scanning = "0198c0de-0000-7000-8000-00000000000d";
    public const string Doubtful = "0198c0de-0000-7000-8000-00000000000c";
    private const string Hash = "00ff";

    public ConcurrentQueue<ImportLetterRequest> Imported { get; } = new();

    /// <summary>What has arrived of each upload, by its file's id.</summary>
    public ConcurrentDictionary<string, MemoryStream> Uploads { get; } = new();

    /// <summary>Why the letter's file cannot be opened; null: it can.</summary>
    public string? FileWaits { get; set; }

    public ConcurrentQueue<ConfirmFindingsRequest> Confirmed { get; } = new();

    public int ItemsOfDoubtful { get; set; } = 300;

    /// <summary>The reviews of <see cref="Doubtful"/>, the last of them in force.</summary>
    public ConcurrentQueue<SaveReviewRequest> Saved { get; } = new();

    /// <summary>The one inspection, published; a test may put it under its embargo.</summary>
    public Inspection Inspection { get; } = new()
    {
        InspectionId = InspectionId, Reference = "HSK-2026-I01", Theme = "Serious youth violence", Phase = InspectionPhase.Published, Version = 4,
    };

    public override Task<Inspection> GetInspection(GetInspectionRequest request, ServerCallContext context) =>
        Task.FromResult(request.InspectionId == UnpublishedId
            ? new Inspection(Inspection) { InspectionId = UnpublishedId, Phase = InspectionPhase.PrePublication }
            : Inspection.Clone());

    public ListOpeningsReply Openings { get; } = new();

    public override Task<ListOpeningsReply> ListOpenings(ListOpeningsRequest request, ServerCallContext context) => Task.FromResult(Openings.Clone());

    /// <summary>What managers corrected and withdrew, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    /// <summary>The one finding, its wording corrected.</summary>
    public Finding Finding { get; } = new()
    {
        FindingId = FindingId, InspectionId = InspectionId, Reference = "HSK-2026-F03", Kind = FindingKind.PriorityAction,
        Text = "Referrals wait too long.", Quote = "Referrals wait to long.", Paragraph = 2, Page = 3, Version = 2,
        Correction = new WordingCorrection { PersonId = "manager", Capacity = Capacity.PartnershipManager, At = At(3), Reason = "A slip of the letter's." },
    };

    public override Task<Finding> GetFinding(GetFindingRequest request, ServerCallContext context) =>
        Task.FromResult(new Finding(Finding) { FindingId = request.FindingId });

    public override Task<ListFindingsReply> ListFindings(ListFindingsRequest request, ServerCallContext context) =>
        Task.FromResult(request.Withdrawn ? new ListFindingsReply() : new ListFindingsReply
        {
            Findings =
            {
                Finding.Clone(),
                Others,
                Enumerable.Range(1, MoreFindings).Select(number => new Finding
                {
                    FindingId = IdOfMore(number), InspectionId = InspectionId, Reference = $"HSK-2026-F{number + 100}", Text = $"Finding {number}.",
                    Kind = number % 2 == 0 ? FindingKind.Improvement : FindingKind.Strength,
                }),
            },
        });

    /// <summary>Findings beside the one.</summary>
    public int MoreFindings { get; set; }

    public static string IdOfMore(int number) => $"0198c0de-0000-7000-8000-{number + 1000:d12}";
    /// <summary>Further findings in the list of the inspection.</summary>
    public List<Finding> Others { get; } = [];

    /// <summary>Else only what is not published is listed.</summary>
    public bool ListsPublished { get; set; }

    public override Task<ListInspectionsReply> ListInspections(ListInspectionsRequest request, ServerCallContext context) =>
        Task.FromResult(request.Withdrawn
            ? new ListInspectionsReply { Inspections = { new Inspection { InspectionId = InspectionId, Theme = "Neglect", WithdrawnBecause = "Recorded twice." } } }
            : Inspection.Phase == InspectionPhase.Published && !ListsPublished ? new ListInspectionsReply() : new ListInspectionsReply { Inspections = { Inspection.Clone() } });

    public override Task<ListHistoryReply> ListHistory(ListHistoryRequest request, ServerCallContext context) => Task.FromResult(new ListHistoryReply
    {
        Entries =
        {
            new HistoryEntry
            {
                Version = 2, PersonId = "manager", Capacity = Capacity.PartnershipManager, At = At(3), Reason = "Typed wrongly.",
                Fields = { new FieldChange { Field = "fieldwork_ends_on", From = "2026-06-07", To = "2026-06-08" } },
            },
        },
        EarlierBeforeVersion = request.BeforeVersion == 0 ? 2 : 0,
    });

    public override Task<InspectionReply> CorrectInspection(CorrectInspectionRequest request, ServerCallContext context)
    {
        if (request.Reason.Length == 0)
        {
            throw new Invalid("reason", "Enter the reason.");
        }

        Acts.Enqueue(request);
        return Task.FromResult(new InspectionReply { InspectionId = InspectionId });
    }

    public override Task<FindingReply> CorrectFinding(CorrectFindingRequest request, ServerCallContext context) => DidAsync(request);

    public override Task<FindingReply> WithdrawFinding(WithdrawFindingRequest request, ServerCallContext context) => DidAsync(request);

    private Task<FindingReply> DidAsync(IMessage act)
    {
        Acts.Enqueue(act);
        return Task.FromResult(new FindingReply { FindingId = FindingId });
    }

    private static Timestamp At(int day) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 7, day, 13, 2, 0, TimeSpan.Zero));

    public override Task<ImportLetterReply> ImportLetter(ImportLetterRequest request, ServerCallContext context)
    {
        if (request.Content.ToStringUtf8().StartsWith("GIF", StringComparison.Ordinal))
        {
            throw new Invalid("content", "The file is neither a PDF nor text.");
        }

        if (request.ReceivedOn.StartsWith("2099", StringComparison.Ordinal))
        {
            throw new Invalid("received_on", "The letter cannot have been received in the future.");
        }

        Imported.Enqueue(request);
        return Task.FromResult(new ImportLetterReply { ImportId = Waiting });
    }

    public override Task<LetterUpload> BeginLetterUpload(BeginLetterUploadRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Size <= 10_485_760, "size", "The file is larger than 10 MB.").ThrowIfRefused();
        var id = Guid.NewGuid().ToString();
        Uploads[id] = new MemoryStream();
        return Task.FromResult(new LetterUpload { FileId = id, Name = request.Name, Size = request.Size });
    }

    public override Task<LetterUpload> AppendToLetterUpload(AppendToLetterUploadRequest request, ServerCallContext context)
    {
        var upload = Uploads[request.FileId];
        if (request.Offset != upload.Length)
        {
            throw new UploadGap(upload.Length);
        }

        request.Content.WriteTo(upload);
        return Task.FromResult(new LetterUpload { FileId = request.FileId, Received = upload.Length });
    }

    public override Task<LetterUpload> CompleteLetterUpload(CompleteLetterUploadRequest request, ServerCallContext context)
    {
        var bytes = Uploads[request.FileId].ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == request.Sha256
            ? Task.FromResult(new LetterUpload { FileId = request.FileId, Received = bytes.Length, Complete = true })
            : throw new Refused("What arrived is not the file whose SHA-256 was given. Begin the upload again.");
    }

    public override Task<LetterUpload> GetLetterUpload(GetLetterUploadRequest request, ServerCallContext context) => Task.FromResult(
        new LetterUpload { FileId = request.FileId, Received = (Uploads.GetValueOrDefault(request.FileId) ?? throw new NotFound("file")).Length });

    public override async Task DownloadLetter(DownloadLetterRequest request, IServerStreamWriter<LetterPart> responseStream, ServerCallContext context)
    {
        if (FileWaits is { } why)
        {
            throw new Refused(why);
        }

        await responseStream.WriteAsync(new LetterPart { FileName = "Letter – final.pdf", MediaType = "application/pdf", Size = 12, Content = ByteString.CopyFromUtf8("%PDF-1.7\nabc") });
    }

    public override Task<ListLetterImportsReply> ListLetterImports(ListLetterImportsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListLetterImportsReply
        {
            Imports =
            {
                new LetterImport { ImportId = Ready, FileName = "letter.pdf", State = LetterImportState.ReadyForReview },
                new LetterImport { ImportId = Waiting, FileName = "draft.pdf", State = LetterImportState.Reading },
            },
        });

    public override Task<LetterImport> GetLetterImport(GetLetterImportRequest request, ServerCallContext context) => Task.FromResult(request.ImportId switch
    {
        Waiting => new LetterImport { ImportId = Waiting, InspectionId = InspectionId, FileName = "letter.pdf", State = LetterImportState.Reading, Step = 2, Steps = 3 },
        Ready => new LetterImport
        {
            ImportId = Ready, InspectionId = InspectionId, FileName = "letter.pdf", State = LetterImportState.ReadyForReview, Step = 3, Steps = 3, LetterSha256 = Hash,
            StatementDueOn = "2026-11-28", StatementDueAsPrinted = "Saturday 28 November 2026",
            Warnings = { new LetterWarning { Code = "deadline_weekend", Message = "The printed deadline is a Saturday." } },
            Items =
            {
                new FoundItem { ItemId = 1, Kind = FindingKind.PriorityAction, Text = "Referrals wait too long.", Paragraph = 2, Page = 3 },
                new FoundItem { ItemId = 2, Kind = FindingKind.Improvement, Text = "What needs to improve", Paragraph = 3, Page = 3 },
            },
        },
        Scanning => new LetterImport
        {
            ImportId = Scanning, InspectionId = InspectionId, FileName = "letter.pdf", State = LetterImportState.Waiting, Steps = 3,
            Scanning = true, ScanningWaits = "This file waits for the virus scanner since 10:02 on 3 March 2026.",
        },
        Doubtful => LongAndDoubtful(),
        _ => throw new NotFound("letter import"),
    });

    public override Task<Letter> GetLetter(GetLetterRequest request, ServerCallContext context) => Task.FromResult(new Letter
    {
        InspectionId = InspectionId, LetterSha256 = Hash,
        Paragraphs =
        {
            new Paragraph { Number = 1, Page = 2, Heading = "Headline findings", Text = "Partners know their area." },
            new Paragraph { Number = 2, Page = 3, Heading = "Areas for priority action", Text = "Referrals wait too long.", Bullet = true },
            new Paragraph { Number = 3, Page = 3, Heading = "Areas for priority action", Text = "What needs to improve" },
        },
    });

    public override Task<SaveReviewReply> SaveReview(SaveReviewRequest request, ServerCallContext context)
    {
        if (request.ExpectedVersion != 1 + Saved.Count)
        {
            throw new Conflict(1 + Saved.Count);
        }

        Saved.Enqueue(request);
        return Task.FromResult(new SaveReviewReply { ImportId = request.ImportId, Version = 1 + Saved.Count });
    }

    public override Task<ConfirmFindingsReply> ConfirmFindings(ConfirmFindingsRequest request, ServerCallContext context)
    {
        // As the service names what is wrong; its own tests say when.
        var check = new RequestCheck();
        check.That(request.ImportId != Doubtful || request.BelongsHere, "belongs_here", "Say that this letter belongs here.");
        check.That(request.ImportId != Doubtful || request.ImportAgain, "import_again", "Say that this letter is to be imported again.");
        foreach (var (place, correction) in request.Corrections.Index())
        {
            check.That(!correction.Emptied, $"corrections[{place}].text", $"Item {correction.ItemId}: enter its text, or leave it out.");
            check.NoChild($"corrections[{place}].text", correction.Text, $"Item {correction.ItemId}");
        }

        check.That(request.ImportId != Doubtful || request.LeftOvers.Any(choice => choice.LeftOverId == 2), "left_overs.2", "Left-over line 2: choose where it belongs.");
        check.ThrowIfRefused();
        Confirmed.Enqueue(request);
        return Task.FromResult(new ConfirmFindingsReply { InspectionId = InspectionId, InspectionVersion = 5, FindingIds = { FindingId } });
    }

    private LetterImport LongAndDoubtful()
    {
        var import = new LetterImport
        {
            ImportId = Doubtful, InspectionId = InspectionId, FileName = "long.pdf", State = LetterImportState.ReadyForReview, Step = 3, Steps = 3, LetterSha256 = Hash,
            Area = "Otherham", Version = 1 + Saved.Count, StatementSentBy = "Otherham Council",
            Doubts =
            {
                new LetterDoubt { Kind = LetterDoubtKind.OtherPlace, Message = "This letter is about Otherham. This is the Haskermoor partnership." },
                new LetterDoubt { Kind = LetterDoubtKind.AlreadyHeld, Message = "You already hold this letter: HSK-2026-I01, imported on 3 March 2026 as letter.pdf." },
            },
            LeftOvers =
            {
                new LeftOver { LeftOverId = 1, Reason = LeftOverReason.HeadingInList, Text = "Matters to put right", Page = 3, Paragraph = 3 },
                new LeftOver { LeftOverId = 2, Reason = LeftOverReason.BelowTheLetter, Text = "The board should meet every month.", Page = 9 },
            },
            Items =
            {
                Enumerable.Range(1, ItemsOfDoubtful).Select(number => new FoundItem
                {
                    ItemId = number, Kind = FindingKind.Improvement, Text = $"Improvement number {number}.", Heading = "What needs to improve?", Paragraph = 2, Page = 3,
                }),
            },
        };
        if (Saved.LastOrDefault() is { } saved)
        {
            import.Review = new Review
            {
                LeaveOut = { saved.LeaveOut }, Corrections = { saved.Corrections }, LeftOvers = { saved.LeftOvers }, SavedBy = "manager",
                SavedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 14, 5, 0, TimeSpan.Zero)),
            };
        }

        return import;
    }
}
