using System.Text;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>A review: what was left over, and what is kept of it until it is finished.</summary>
[Collection(InspectionsService.Name)]
public sealed class ReviewTests(InspectionsHost host)
{
    private const string InNarrative = "Plans are written and nobody reads them.";
    private const string Heading = "Matters to put right";
    private const string Below = "The board should meet every month.";

    // A heading inside the improvements, a point in the narrative, and one below the letter's end.
    private static byte[] Letter { get; } = Encoding.UTF8.GetBytes(FictionalLetter.With(
        ("■ The sharing of intelligence", $"{Heading}\n\n■ The sharing of intelligence"),
        ("Leaders meet often and know one another well.", $"Leaders meet often and know one another well.\n\n■ {InNarrative}"),
        ("Yours sincerely", $"Yours sincerely\n\n■ {Below}")));

    [Fact]
    public async Task Import_LetterWithLeftOvers_ListsThemAndWhy()
    {
        var (_, import) = await ImportedAsync();

        Assert.Equal(
            [
                (1, Heading, LeftOverReason.HeadingInList), (2, InNarrative, LeftOverReason.ListNowhere), (3, Below, LeftOverReason.BelowTheLetter),
            ],
            import.LeftOvers.Select(line => (line.LeftOverId, line.Text, line.Reason)));
        Assert.True(import.LeftOvers[1].Paragraph > import.LeftOvers[0].Paragraph);
        Assert.Equal(0, import.LeftOvers[2].Paragraph);
        Assert.Contains(import.Warnings, warning => warning.Code == "left_over");
    }

    [Fact]
    public async Task Confirm_LeftOverLinesThatAreFindings_MakesThemInTheLettersOrder()
    {
        var (partnership, import) = await ImportedAsync();

        var confirmed = await host.Client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest
            {
                ImportId = import.ImportId,
                LeftOvers =
                {
                    new LeftOverChoice { LeftOverId = 3, Kind = FindingKind.PriorityAction },
                    new LeftOverChoice { LeftOverId = 2, Kind = FindingKind.Narrative },
                },
            },
            partnership.Manager.In(partnership));

        var findings = (await host.Client.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = confirmed.InspectionId }, partnership.Manager.In(partnership))).Findings;
        Assert.Equal(8, findings.Count);
        Assert.Equal(
            [(FindingKind.Narrative, InNarrative, "Main findings", import.LeftOvers[1].Paragraph), (FindingKind.PriorityAction, Below, "", 0)],
            findings.TakeLast(2).Select(finding => (finding.Kind, finding.Text, finding.Heading, finding.Paragraph)));
        Assert.Equal("Draft 8", findings[7].Reference);
    }

    [Fact]
    public async Task Confirm_LeftOverLinesWithoutAChoice_NamesEachButTheHeading()
    {
        var (partnership, import) = await ImportedAsync();

        var refusal = await RefusedAsync(partnership, new ConfirmFindingsRequest { ImportId = import.ImportId });
        Assert.Equal("Some fields cannot be accepted.", refusal.Message);
        Assert.Equal(["left_overs.2", "left_overs.3"], refusal.Fields);
        Assert.Equal("Left-over line 2: choose where it belongs, or that it is not a finding.", refusal.Sentences["left_overs.2"]);

        await host.Client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest { ImportId = import.ImportId, LeftOvers = { new LeftOverChoice { LeftOverId = 2 }, new LeftOverChoice { LeftOverId = 3 } } },
            partnership.Manager.In(partnership));
    }

    [Fact]
    public async Task Confirm_WithManyFaults_NamesEachInItsField()
    {
        var (partnership, import) = await ImportedAsync();

        var refusal = await RefusedAsync(partnership, new ConfirmFindingsRequest
        {
            ImportId = import.ImportId,
            LeaveOut = { 2, 77 },
            Corrections =
            {
                new ItemCorrection { ItemId = 2, Text = "Left out as well" },
                new ItemCorrection { ItemId = 3, Text = "See 943 476 5919" },
                new ItemCorrection { ItemId = 4, Text = new string('a', Finding.LongestText + 1) },
                new ItemCorrection { ItemId = 4, Text = "Again" },
                new ItemCorrection { ItemId = 5, Kind = FindingKind.Narrative },
                new ItemCorrection { ItemId = 6, Emptied = true },
            },
            LeftOvers = { new LeftOverChoice { LeftOverId = 2 }, new LeftOverChoice { LeftOverId = 3, Kind = (FindingKind)9 }, new LeftOverChoice { LeftOverId = 9 } },
        });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["leave_out[1]"] = "There is no item 77 in this letter to leave out.",
                ["corrections[1].text"] = NhsNumber.Refusal("Item 3"),
                ["corrections[2].text"] = "Item 4: shorten its text to 20,000 characters.",
                ["corrections[3].item_id"] = "Item 4: correct it once.",
                ["corrections[4].kind"] = "Item 5: choose a priority action, an area for improvement or a strength.",
                ["left_overs[1].kind"] = "Left-over line 3: choose where it belongs, or that it is not a finding.",
                ["left_overs[2].left_over_id"] = "There is no left-over line 9 in this letter.",
                ["corrections[0].item_id"] = "Item 2: correct it or leave it out, not both.",
                ["corrections[5].text"] = "Item 6: enter its text, or leave it out.",
            },
            refusal.Sentences);
    }

    [Fact]
    public async Task Confirm_CorrectedItem_KeepsTheLettersWordsWithTheImport()
    {
        var (partnership, import) = await ImportedAsync();
        await host.Client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest
            {
                ImportId = import.ImportId,
                Corrections = { new ItemCorrection { ItemId = 2, Text = "Put better" } },
                LeftOvers = { new LeftOverChoice { LeftOverId = 2 }, new LeftOverChoice { LeftOverId = 3 } },
            },
            partnership.Manager.In(partnership));

        Assert.Equal(import.Items, (await GetAsync(partnership, import)).Items);
    }

    [Fact]
    public async Task Save_UnfinishedReview_IsThereForTheNextManagerAndMakesNoFindings()
    {
        var (partnership, import) = await ImportedAsync();
        await partnership.AppointAsync(partnership.OtherManager);
        await Eventually.SoAsync(
            async () => await Refusal.CodeAsync(host.Client.NameReadersAsync(
                new NameReadersRequest
                {
                    InspectionId = import.InspectionId,
                    ReaderIds = { partnership.Manager.Id.ToString(), partnership.OtherManager.Id.ToString() },
                    ExpectedVersion = 1,
                },
                partnership.Manager.In(partnership))) == StatusCode.OK,
            "the other manager is on the list");
        var request = new SaveReviewRequest
        {
            ImportId = import.ImportId,
            LeaveOut = { 1, 1 },
            // Both left out and corrected: nothing that was typed is lost.
            Corrections = { new ItemCorrection { ItemId = 1, Text = "Half a sen", Kind = FindingKind.Strength }, new ItemCorrection { ItemId = 2, Emptied = true } },
            LeftOvers = { new LeftOverChoice { LeftOverId = 2, Kind = FindingKind.Improvement } },
            ExpectedVersion = import.Version,
        };

        var saved = await host.Client.SaveReviewAsync(request, partnership.Manager.In(partnership));

        Assert.Equal((import.ImportId, 2L), (saved.ImportId, saved.Version));
        var opened = await GetAsync(partnership, import, partnership.OtherManager);
        Assert.Equal(2, opened.Version);
        Assert.Equal(
            new V1.Review
            {
                LeaveOut = { 1 },
                Corrections = { request.Corrections },
                LeftOvers = { request.LeftOvers },
                SavedAt = opened.Review.SavedAt,
                SavedBy = partnership.Manager.Id.ToString(),
            },
            opened.Review);
        Assert.Equal(import.Items, opened.Items);
        Assert.Equal([1, 0, 0], await host.Database.QueryAsync<int>(
            """
            select count(*)::int from audit where tenant_id = @TenantId and aggregate_id = @ImportId and version = 2 and kind = 'Alteration'
              and subject = @Subject and rpc like '%/SaveReview'
            union all select count(*)::int from finding where tenant_id = @TenantId
            union all select count(*)::int from outbox where tenant_id = @TenantId and aggregate_id = @ImportId
            """,
            new { partnership.TenantId, import.ImportId, Subject = partnership.Manager.Id.ToString() }));
    }

    [Fact]
    public async Task Save_OverAnotherReview_IsAbortedAndKeepsTheOther()
    {
        var (partnership, import) = await ImportedAsync();
        await host.Client.SaveReviewAsync(
            new SaveReviewRequest { ImportId = import.ImportId, LeaveOut = { 1 }, ExpectedVersion = 1 }, partnership.Manager.In(partnership));

        var refusal = await Refusal.OfAsync(StatusCode.Aborted, host.Client.SaveReviewAsync(
            new SaveReviewRequest { ImportId = import.ImportId, LeaveOut = { 2 }, ExpectedVersion = 1 }, partnership.Manager.In(partnership)));
        Assert.Equal(2, refusal.CurrentVersion);
        var confirm = await Refusal.OfAsync(StatusCode.Aborted, host.Client.ConfirmFindingsAsync(
            new ConfirmFindingsRequest { ImportId = import.ImportId, ExpectedVersion = 1 }, partnership.Manager.In(partnership)));
        Assert.Equal(2, confirm.CurrentVersion);

        Assert.Equal([1], (await GetAsync(partnership, import)).Review.LeaveOut);
    }

    [Fact]
    public async Task Save_ByManyAtOnce_KeepsOneAndTellsTheOthers()
    {
        var (partnership, import) = await ImportedAsync();

        var codes = await Task.WhenAll(Enumerable.Range(1, 6).Select(item => Refusal.CodeAsync(host.Client.SaveReviewAsync(
            new SaveReviewRequest { ImportId = import.ImportId, LeaveOut = { item }, ExpectedVersion = 1 }, partnership.Manager.In(partnership)))));

        Assert.Single(codes, StatusCode.OK);
        Assert.Equal(5, codes.Count(code => code == StatusCode.Aborted));
        Assert.Equal(2, (await GetAsync(partnership, import)).Version);
    }

    [Fact]
    public async Task Save_ReviewThatNoLetterNeeds_IsInvalid()
    {
        var (partnership, import) = await ImportedAsync();
        var request = new SaveReviewRequest { ImportId = import.ImportId, ExpectedVersion = 1, Corrections = { new ItemCorrection { ItemId = 2, Text = "See 943 476 5919" } } };
        request.Corrections.Add(Enumerable.Range(3, 4).Select(id => new ItemCorrection { ItemId = id, Text = new string('a', 150_000) }));

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.SaveReviewAsync(request, partnership.Manager.In(partnership)));

        Assert.Equal(["corrections", "corrections[0].text", "corrections[1].text", "corrections[2].text", "corrections[3].text", "corrections[4].text"], refusal.Fields);
        Assert.Null((await GetAsync(partnership, import)).Review);
    }

    [Fact]
    public async Task Save_AfterTheConfirmation_IsRefused()
    {
        var partnership = await host.NewPartnershipAsync();
        var (_, import, _) = await partnership.ConfirmedAsync();

        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.SaveReviewAsync(
            new SaveReviewRequest { ImportId = import.ImportId, ExpectedVersion = 2 }, partnership.Manager.In(partnership)));
    }

    private async Task<(TestPartnership Partnership, V1.LetterImport Import)> ImportedAsync()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        return (partnership, await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, Letter)));
    }

    private async Task<V1.LetterImport> GetAsync(TestPartnership partnership, V1.LetterImport import, TestPerson? person = null) =>
        await host.Client.GetLetterImportAsync(new GetLetterImportRequest { ImportId = import.ImportId }, (person ?? partnership.Manager).In(partnership));

    private Task<Refusal> RefusedAsync(TestPartnership partnership, ConfirmFindingsRequest request) =>
        Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership)));
}
