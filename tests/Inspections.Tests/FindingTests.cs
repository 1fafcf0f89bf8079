using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>What becomes a finding, without I/O.</summary>
public sealed class FindingTests
{
    private static readonly Paragraph Narrative = new()
    {
        Number = 7, Page = 3, Heading = "Main findings", Text = "Ambulance crews do not tell social care. This leaves gaps.",
    };

    private static readonly WordingCorrection Reviewed = new(
        Guid.NewGuid(), Partners.V1.Capacity.PartnershipManager, DateTimeOffset.UnixEpoch, "", AtReview: true);

    [Theory]
    [InlineData("Ambulance crews\n do not   tell social care.", "Ambulance crews do not tell social care.")]
    [InlineData("", "Ambulance crews do not tell social care. This leaves gaps.")]
    public void FromParagraph_QuoteWithOtherSpaces_IsTaken(string quote, string text)
    {
        var finding = FromParagraph(quote);

        Assert.Equal((text, FindingKind.Narrative, 7, 3), (finding.Text, finding.Kind, finding.Paragraph, finding.Page));
    }

    [Theory]
    [InlineData("Ambulance crews tell social care.")]
    [InlineData("ambulance crews do not tell social care.")]
    public void FromParagraph_WordsThatAreNotThere_IsInvalid(string quote) =>
        Assert.Equal("quote", Assert.Throws<Invalid>(() => FromParagraph(quote)).Violations.Single().Field);

    [Fact]
    public void Confirm_MoreCorrectionsAndOmissionsThanItems_IsRefusedAtOnce()
    {
        var request = new ConfirmFindingsRequest
        {
            LeaveOut = { Enumerable.Repeat(1, 1_000_000) },
            Corrections = { Enumerable.Repeat(new ItemCorrection { ItemId = 2 }, 20_000) },
        };

        var refusal = Assert.Throws<Invalid>(() => Import().Confirm(request, InspectionTests.Record(), Reviewed, []));

        Assert.Equal(["leave_out", "corrections"], refusal.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Confirm_LeftOutAndCorrected_KeepsOrderAndPlace()
    {
        var request = new ConfirmFindingsRequest
        {
            LeaveOut = { 1 },
            Corrections = { new ItemCorrection { ItemId = 3, Kind = FindingKind.Strength, Text = "Better read" } },
        };

        var findings = Import().Confirm(request, InspectionTests.Record(), Reviewed, []);

        Assert.Equal(
            [("", FindingKind.Improvement, "two", "", 12, 1), ("", FindingKind.Strength, "Better read", "three", 13, 2)],
            findings.Select(finding => (finding.Reference, finding.Kind, finding.Text, finding.Quote, finding.Paragraph, finding.Position)));
        Assert.Equal([null, Reviewed], findings.Select(finding => finding.Correction));
    }

    [Fact]
    public void Confirm_OfItemsThatAreNotThere_SaysAllOfIt()
    {
        var request = new ConfirmFindingsRequest
        {
            LeaveOut = { 9 },
            Corrections = { new ItemCorrection { ItemId = 8 }, new ItemCorrection { ItemId = 2, Kind = FindingKind.Narrative } },
        };

        var failure = Assert.Throws<Invalid>(() => Import().Confirm(request, InspectionTests.Record(), Reviewed, []));

        Assert.Equal(["leave_out[0]", "corrections[0].item_id", "corrections[1].kind"], failure.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Confirm_NhsNumberInACorrection_IsInvalid()
    {
        var request = new ConfirmFindingsRequest { Corrections = { new ItemCorrection { ItemId = 2, Text = "See 943 476 5919" } } };

        var failure = Assert.Throws<Invalid>(() => Import().Confirm(request, InspectionTests.Record(), Reviewed, []));

        Assert.Equal(("corrections[0].text", NhsNumber.Refusal("Item 2")), failure.Violations.Single());
    }

    [Fact]
    public void Confirm_NumberInTheLettersOwnWords_IsKept()
    {
        var request = new ConfirmFindingsRequest
        {
            Corrections = { new ItemCorrection { ItemId = 2, Kind = FindingKind.Strength, Text = "Call 943 476 5919." } },
        };

        var findings = Import("Call\n943 476 5919.").Confirm(request, InspectionTests.Record(), Reviewed, []);

        Assert.Equal((FindingKind.Strength, "Call 943 476 5919."), (findings[1].Kind, findings[1].Text));
    }

    [Fact]
    public void FromParagraph_NumberInTheLettersOwnWords_IsTaken() =>
        Assert.Equal("Call 943 476 5919.", FromParagraph("Call 943 476 5919.", new Paragraph(Narrative) { Text = "Call 943 476 5919. Or write." }).Text);

    [Fact]
    public void Confirm_WithEverythingLeftOut_IsInvalid() => Assert.Throws<Invalid>(() =>
        Import().Confirm(new ConfirmFindingsRequest { LeaveOut = { 1, 2, 3 } }, InspectionTests.Record(), Reviewed, []));

    [Theory]
    [InlineData(LetterImportState.Waiting)]
    [InlineData(LetterImportState.Failed)]
    [InlineData(LetterImportState.Confirmed)]
    public void Confirm_NotReadyForReview_IsRefused(LetterImportState state) => Assert.Throws<Refused>(() =>
        (Import() with { State = state }).Confirm(new ConfirmFindingsRequest(), InspectionTests.Record(), Reviewed, []));

    [Fact]
    public void Correct_BackToTheLettersWords_IsNoCorrectionAnyMore()
    {
        var corrected = FromParagraph("").Correct(Corrected("Crews do not tell social care."), Reviewed, new());

        var back = corrected.Correct(Corrected(Narrative.Text), Reviewed, new());

        Assert.Equal((Narrative.Text, "Crews do not tell social care."), (corrected.Quote, corrected.Text));
        Assert.Equal((Narrative.Text, "", null, 3L), (back.Text, back.Quote, back.Correction, back.Version));
    }

    [Fact]
    public void Correct_NothingChanged_IsRefused() =>
        Assert.Throws<Refused>(() => FromParagraph("").Correct(Corrected(Narrative.Text), Reviewed, new()));

    [Fact]
    public void Correct_NhsNumberThatTheLetterLacks_IsInvalid() => Assert.Equal(
        "text", Assert.Throws<Invalid>(() => FromParagraph("").Correct(Corrected("See 943 476 5919"), Reviewed, new())).Violations.Single().Field);

    private static CorrectFindingRequest Corrected(string text) => new() { Kind = FindingKind.Narrative, Text = text };

    private static Finding FromParagraph(string quote, Paragraph? paragraph = null) => Finding.FromParagraph(
        Guid.NewGuid(), "HSK-2026-F03", InspectionTests.Record(), paragraph ?? Narrative, FindingKind.Unspecified, quote, 3);

    private static LetterImport Import(string second = "two") => new()
    {
        ImportId = Guid.NewGuid(),
        InspectionId = Guid.NewGuid(),
        FileName = "letter.pdf",
        State = LetterImportState.ReadyForReview,
        Reading = new ReadLetter
        {
            Sha256 = "",
            Area = "Haskermoor",
            Theme = "",
            StatementDueAsPrinted = "",
            StatementPreparedBy = "",
            StatementSentBy = "",
            StatementSentTo = "",
            Addressees = [],
            Warnings = [],
            Items = [Item(1, "one"), Item(2, second), Item(3, "three")],
            Paragraphs = [Narrative],
        },
    };

    private static FoundItem Item(int id, string text) => new()
    {
        ItemId = id, Kind = FindingKind.Improvement, Text = text, Heading = "What needs to improve?", Page = 2, Paragraph = 10 + id,
    };
}
