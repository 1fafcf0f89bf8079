using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>From a file to findings, through the front door.</summary>
[Collection(InspectionsService.Name)]
public sealed class ImportingTests(InspectionsHost host)
{
    [Fact]
    public async Task Import_Letter_IsReadForReviewAndMakesNoFindings()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));

        Assert.Equal(
            (LetterImportState.ReadyForReview, 3, 3, "haskermoor.txt", "Haskermoor"),
            (import.State, import.Step, import.Steps, import.FileName, import.Area));
        Assert.Equal(6, import.Items.Count);
        Assert.Equal(64, import.LetterSha256.Length);
        var findings = await host.Client.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership));
        Assert.Empty(findings.Findings);
    }

    [Fact]
    public async Task Confirm_ReviewedItems_MakesFindingsAndSetsTheDeadline()
    {
        var partnership = await host.NewPartnershipAsync();

        var (inspection, _, confirmed) = await partnership.ConfirmedAsync();

        var after = await partnership.GetAsync(inspection);
        Assert.Equal((1, 3, 2), (after.PriorityActions, after.Improvements, after.Strengths));
        Assert.Equal(
            ("2024-12-16", "2024-09-09", "2024-09-09", 2L),
            (after.StatementDueOn, after.LetterDated, after.LetterReceivedOn, after.Version));
        Assert.Equal("ProtectionOfChildren@ofsted.gov.uk", after.StatementSentTo);
        Assert.Equal(3, after.Addressees.Count);
        var findings = await FindingsAsync(partnership, inspection);
        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"Draft {number}"), findings.Select(finding => finding.Reference));
        Assert.Equal(confirmed.FindingIds, findings.Select(finding => finding.FindingId));
        Assert.Equal("Health and police leaders should act at once, so that:", findings[0].LeadIn);
        Assert.Equal("Youth workers build lasting relationships with children who trust few adults.", findings[4].Text);
        Assert.Equal([6], await host.Database.QueryAsync<int>(
            "select count(*)::int from outbox where tenant_id = @TenantId and type = 'jtai.inspections.v1.FindingChanged'", new { partnership.TenantId }));
    }

    [Fact]
    public async Task Confirm_Twice_IsRefusedAndMakesNothing()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        var request = new ConfirmFindingsRequest { ImportId = import.ImportId, LeaveOut = { 6 } };
        await host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership));

        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership)));

        Assert.Equal(5, (await FindingsAsync(partnership, inspection)).Count);
    }

    [Fact]
    public async Task AddFinding_QuotedFromTheNarrative_ContinuesTheReferences()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, _) = await partnership.ConfirmedAsync();
        await partnership.PublishAsync(inspection);
        var letter = await host.Client.GetLetterAsync(
            new GetLetterRequest { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership));
        var paragraph = letter.Paragraphs.Single(paragraph => paragraph.Text.StartsWith("Western Reach", StringComparison.Ordinal));

        var reply = await host.Client.AddFindingFromParagraphAsync(
            new AddFindingFromParagraphRequest { InspectionId = inspection.InspectionId, Paragraph = paragraph.Number, Quote = FictionalLetter.Ambulance },
            partnership.Manager.In(partnership));

        var finding = await host.Client.GetFindingAsync(new GetFindingRequest { FindingId = reply.FindingId }, partnership.Manager.In(partnership));
        Assert.EndsWith("-F07", finding.Reference, StringComparison.Ordinal);
        Assert.Equal(
            (FindingKind.Narrative, "Main findings", FictionalLetter.Ambulance.Replace('\n', ' ')),
            (finding.Kind, finding.Heading, finding.Text));
    }

    [Fact]
    public async Task AddFinding_WordsThatTheParagraphLacks_IsInvalid()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, _) = await partnership.ConfirmedAsync();

        await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.AddFindingFromParagraphAsync(
            new AddFindingFromParagraphRequest { InspectionId = inspection.InspectionId, Paragraph = 1, Quote = "Made up" },
            partnership.Manager.In(partnership)));
    }

    // By name, since a case's arguments become part of its name.
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["nothing"] = [],
        ["picture"] = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13],
        ["large picture"] = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[2 * 1024 * 1024]],
        ["blank"] = Encoding.UTF8.GetBytes("   \n  "),
        ["long text"] = [.. Enumerable.Repeat((byte)'a', 1024 * 1024 + 1)],
        ["word"] = "PK\x03\x04 [Content_Types].xml"u8.ToArray(),
        ["too large"] = [.. Enumerable.Repeat((byte)'a', LetterImport.LargestFile + 1)],
        ["encrypted"] = Encoding.ASCII.GetBytes(EncryptedPdf),
        ["damaged"] = "%PDF-1.7\nthe rest is missing"u8.ToArray(),
        ["minutes"] = "Minutes of the meeting of 3 May.\n\nNothing was decided."u8.ToArray(),
    };

    [Theory]
    [InlineData("nothing", "empty")]
    [InlineData("picture", "neither PDF nor text")]
    [InlineData("large picture", "The file is a picture")]
    [InlineData("blank", "no words")]
    [InlineData("long text", "larger than 1 MB")]
    [InlineData("word", "Word document")]
    [InlineData("too large", "larger than 10 MB")]
    public async Task Import_WrongFile_IsInvalidAndLeavesNothing(string file, string why)
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, partnership.ImportAsync(inspection.InspectionId, Files[file]));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0], await host.Database.QueryAsync<int>(
            """
            select count(*)::int from letter_import where tenant_id = @TenantId
            union all select count(*)::int from stored_file where tenant_id = @TenantId
            """,
            new { partnership.TenantId }));
    }

    public static TheoryData<string> Encodings => ["utf-8 with a mark", "utf-16", "utf-16 without a mark", "utf-16 of the other end", "windows-1252", "with a nul"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Import_TextInAnotherEncoding_IsRead(string encoding)
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        // A curly apostrophe is another byte in each of them.
        var text = FictionalLetter.With(("children's social care", "children’s social care"));
        byte[] file = encoding switch
        {
            "utf-8 with a mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "utf-16 without a mark" => Encoding.Unicode.GetBytes(text),
            "utf-16 of the other end" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            // Its apostrophe is the one byte that ISO 8859-1 does not have.
            "windows-1252" => Encoding.Latin1.GetBytes(text.Replace('’', '\u0092').Replace("■", "\u0095", StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(text.Replace("Leaders meet", "Leaders\0 meet", StringComparison.Ordinal)),
        };

        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, file));

        Assert.Equal((LetterImportState.ReadyForReview, 6, ""), (import.State, import.Items.Count, import.Failure));
        var letter = await host.Client.GetLetterAsync(new GetLetterRequest { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership));
        Assert.Contains(letter.Paragraphs, paragraph => paragraph.Text.Contains("do not tell children’s social care", StringComparison.Ordinal));
        Assert.Contains(letter.Paragraphs, paragraph => paragraph.Text.StartsWith("Leaders meet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ImportsOfAnInspection_AreTheNewestFirst()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var failed = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, Files["minutes"]));
        var read = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        await partnership.ImportAsync((await partnership.RecordAsync()).InspectionId, FictionalLetter.Bytes);

        var list = await ListAsync(partnership.Manager.In(partnership));

        Assert.Equal(
            [(read.ImportId, LetterImportState.ReadyForReview, ""), (failed.ImportId, LetterImportState.Failed, failed.Failure)],
            list.Imports.Select(import => (import.ImportId, import.State, import.Failure)));
        Assert.All(list.Imports, import => Assert.Empty(import.Items));

        await partnership.PublishAsync(inspection);
        Assert.Equal(list, await ListAsync(partnership.OtherManager.In(partnership)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, ListAsync(TestPerson.Of(partnership.Council, Capacity.Councillor).In(partnership)));

        AsyncUnaryCall<ListLetterImportsReply> ListAsync(Metadata caller) => host.Client.ListLetterImportsAsync(
            new ListLetterImportsRequest { InspectionId = inspection.InspectionId }, caller);
    }

    [Fact]
    public async Task Import_NhsNumberInTheFileName_IsInvalid()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var request = new ImportLetterRequest
        {
            InspectionId = inspection.InspectionId,
            Content = ByteString.CopyFrom(FictionalLetter.Bytes),
            FileName = "Letter about 943-476-5919.pdf",
        };

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ImportLetterAsync(request, partnership.Manager.In(partnership)));

        Assert.Equal(NhsNumber.Refusal("The name of the file"), refusal.Message);
    }

    [Theory]
    [InlineData("encrypted", "encrypted")]
    [InlineData("damaged", "PDF")]
    [InlineData("minutes", "targeted area inspection")]
    public async Task Import_FileThatIsNoReadableLetter_FailsWithAReason(string file, string why)
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, Files[file]));

        Assert.Equal(LetterImportState.Failed, import.State);
        Assert.Contains(why, import.Failure, StringComparison.Ordinal);
        Assert.Empty(import.Items);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest { ImportId = import.ImportId }, partnership.Manager.In(partnership)));
    }

    private async Task<IReadOnlyList<V1.Finding>> FindingsAsync(TestPartnership partnership, InspectionReply inspection) =>
        (await host.Client.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership))).Findings;

    // A password that nobody knows: the keys are noise.
    private const string EncryptedPdf = """
        %PDF-1.4
        1 0 obj
        << /Type /Catalog /Pages 2 0 R >>
        endobj
        2 0 obj
        << /Type /Pages /Kids [3 0 R] /Count 1 >>
        endobj
        3 0 obj
        << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>
        endobj
        4 0 obj
        << /Filter /Standard /V 1 /R 2 /P -44
        /O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f>
        /U <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> >>
        endobj
        trailer
        << /Root 1 0 R /Size 5 /Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] >>
        %%EOF
        """;
}
