using Google.Protobuf;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>What seems to hold a child's identifier needs a reason, which Partners is told; the letter's own words need none.</summary>
[Collection(InspectionsService.Name)]
public sealed class GuardTests(InspectionsHost host)
{
    [Fact]
    public async Task CorrectFinding_WithADateOfBirth_NeedsAReasonAndTellsIt()
    {
        var partnership = await host.NewPartnershipAsync();
        var (_, _, confirmed) = await partnership.ConfirmedAsync();
        var request = new CorrectFindingRequest
        {
            FindingId = confirmed.FindingIds[0], ExpectedVersion = 1, Kind = FindingKind.Improvement, Text = GuardReasons.DoubtedText, Reason = "Misread.",
        };
        var headers = partnership.Manager.In(partnership);

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.CorrectFindingAsync(request, headers));
        Assert.Equal(("CHILD_IDENTIFIER", "text"), (refusal.Reason, refusal.Fields.Single()));
        await host.Client.CorrectFindingAsync(request, headers.WithReason());

        var given = Assert.Single(await GivenAsync(partnership));
        Assert.Equal(
            (GuardReasons.Reason, "jtai.inspections.v1.Inspections/CorrectFinding", "FindingChanged", request.FindingId),
            (given.Reason, given.Rpc, given.RecordKind, given.RecordId));
    }

    [Fact]
    public async Task CorrectFinding_ToWordsOfTheLetter_NeedsNone()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        const string Public = "DOB 12/03/2014 was written on the form.";
        var letter = FictionalLetter.With((FictionalLetter.Ambulance, FictionalLetter.Ambulance + " " + Public));
        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, System.Text.Encoding.UTF8.GetBytes(letter)));
        await host.Client.ConfirmFindingsAsync(new() { ImportId = import.ImportId }, partnership.Manager.In(partnership));
        var findings = (await host.Client.ListFindingsAsync(new() { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership))).Findings;

        var paragraph = (await host.Client.GetLetterAsync(new() { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership)))
            .Paragraphs.First(one => one.Text.Contains(Public, StringComparison.Ordinal));
        var made = await host.Client.AddFindingFromParagraphAsync(
            new() { InspectionId = inspection.InspectionId, Paragraph = paragraph.Number, Kind = FindingKind.Improvement, Quote = paragraph.Text },
            partnership.Manager.In(partnership));

        // A part of the letter's words.
        await host.Client.CorrectFindingAsync(
            new() { FindingId = made.FindingId, ExpectedVersion = 1, Kind = FindingKind.Improvement, Text = Public, Reason = "The rest is context." },
            partnership.Manager.In(partnership));
        Assert.NotEmpty(findings);
    }

    [Fact]
    public async Task SaveReview_WithACorrectedText_NeedsAReasonUnlessItIsTheLetters()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        var request = new SaveReviewRequest { ImportId = import.ImportId, ExpectedVersion = import.Version, Corrections = { new ItemCorrection { ItemId = 2, Text = GuardReasons.DoubtedText } } };
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveReviewAsync(request, partnership.Manager.In(partnership)));
        Assert.Equal(("CHILD_IDENTIFIER", "corrections[0].text"), (refusal.Reason, refusal.Fields.Single()));
        Assert.StartsWith("Item 2 seems to hold ", refusal.Sentences["corrections[0].text"], StringComparison.Ordinal);
        await host.Client.SaveReviewAsync(request, partnership.Manager.In(partnership).WithReason());
    }

    [Fact]
    public async Task ImportLetter_NamedAfterADateOfBirth_NeedsAReason()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var request = new ImportLetterRequest
        {
            InspectionId = inspection.InspectionId, Content = ByteString.CopyFrom(FictionalLetter.Bytes), FileName = "DOB 12-03-2014.txt",
        };
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ImportLetterAsync(request, partnership.Manager.In(partnership)));
        Assert.Equal(("CHILD_IDENTIFIER", "file_name"), (refusal.Reason, refusal.Fields.Single()));
        await host.Client.ImportLetterAsync(request, partnership.Manager.In(partnership).WithReason());
        Assert.Single(await GivenAsync(partnership));
    }

    private async Task<IReadOnlyList<GuardReasonGiven>> GivenAsync(TestPartnership partnership)
    {
        var events = await host.PullAsync(partnership.TenantId, "partners", events => events.Any(one => one.Type == GuardReasonGiven.Descriptor.FullName));
        return [.. events.Where(one => one.Type == GuardReasonGiven.Descriptor.FullName).Select(one => GuardReasonGiven.Parser.ParseFrom(one.State))];
    }
}
