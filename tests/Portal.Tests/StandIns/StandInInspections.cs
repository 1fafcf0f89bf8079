using System.Collections.Concurrent;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Inspections.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Inspections as the portal sees it: one inspection, one letter of three paragraphs and two items.</summary>
public sealed class StandInInspections : Inspections.V1.Inspections.InspectionsBase
{
    public const string InspectionId = "0198c0de-0000-7000-8000-000000000001";
    public const string FindingId = "0198c0de-0000-7000-8000-000000000003";
    public const string Waiting = "0198c0de-0000-7000-8000-00000000000a";
    public const string Ready = "0198c0de-0000-7000-8000-00000000000b";
    private const string Hash = "00ff";

    public ConcurrentQueue<ImportLetterRequest> Imported { get; } = new();

    public ConcurrentQueue<ConfirmFindingsRequest> Confirmed { get; } = new();

    public override Task<Inspection> GetInspection(GetInspectionRequest request, ServerCallContext context) => Task.FromResult(new Inspection
    {
        InspectionId = InspectionId, Reference = "HSK-2026-I01", Theme = "Serious youth violence", Phase = InspectionPhase.Published, Version = 4,
    });

    public override Task<ListFindingsReply> ListFindings(ListFindingsRequest request, ServerCallContext context) => Task.FromResult(new ListFindingsReply
    {
        Findings = { new Finding { FindingId = FindingId, InspectionId = InspectionId, Reference = "HSK-2026-F03", Kind = FindingKind.PriorityAction, Text = "Referrals wait too long.", Paragraph = 2, Page = 3 } },
    });

    public override Task<ImportLetterReply> ImportLetter(ImportLetterRequest request, ServerCallContext context)
    {
        if (request.Content.ToStringUtf8().StartsWith("GIF", StringComparison.Ordinal))
        {
            throw new Invalid("content", "The file is neither a PDF nor text.");
        }

        Imported.Enqueue(request);
        return Task.FromResult(new ImportLetterReply { ImportId = Waiting });
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

    public override Task<ConfirmFindingsReply> ConfirmFindings(ConfirmFindingsRequest request, ServerCallContext context)
    {
        Confirmed.Enqueue(request);
        return Task.FromResult(new ConfirmFindingsReply { InspectionId = InspectionId, InspectionVersion = 5, FindingIds = { FindingId } });
    }
}
