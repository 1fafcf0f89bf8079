using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>What was recorded wrong is put right, and what stood there before stays readable.</summary>
[Collection(InspectionsService.Name)]
public sealed class CorrectingTests(InspectionsHost host)
{
    [Fact]
    public async Task CorrectInspection_OfDates_KeepsOldAndNewWhoWhenAndWhy()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, _) = await partnership.ConfirmedAsync();
        var request = InspectionSteps.CorrectionOf(await partnership.GetAsync(inspection), "Serious youth violence");
        (request.FieldworkEndsOn, request.StatementDueOn, request.Reason) = ("2024-07-06", "2024-12-17", "Typed wrongly.");
        var before = (await partnership.GetAsync(inspection)).FieldworkEndsOn;

        await host.Client.CorrectInspectionAsync(request, partnership.Manager.In(partnership));
        var stale = await Refusal.OfAsync(StatusCode.Aborted, host.Client.CorrectInspectionAsync(request, partnership.Manager.In(partnership)));

        var after = await partnership.GetAsync(inspection);
        Assert.Equal(("2024-07-06", "2024-12-17", 3L), (after.FieldworkEndsOn, after.StatementDueOn, stale.CurrentVersion));
        var entry = Assert.Single((await HistoryAsync(partnership, inspection.InspectionId)).Entries);
        Assert.Equal(
            [("fieldwork_ends_on", before, "2024-07-06"), ("statement_due_on", "2024-12-16", "2024-12-17")],
            entry.Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal(
            ("Typed wrongly.", partnership.Manager.Id.ToString(), Capacity.PartnershipManager, 3L),
            (entry.Reason, entry.PersonId, entry.Capacity, entry.Version));
    }

    [Fact]
    public async Task CorrectInspection_EverythingWrong_SaysAllOfItAtOnce()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.CorrectInspectionAsync(
            new CorrectInspectionRequest
            {
                InspectionId = inspection.InspectionId, ExpectedVersion = 1, Theme = " ", PublishedOn = "2024-09-09",
                FieldworkStartsOn = "2024-07-06", FieldworkEndsOn = "2024-07-01", LetterDated = "9 September", StatementSentBy = "943 476 5919",
            },
            partnership.Manager.In(partnership)));

        Assert.Equal(
            ["fieldwork_ends_on", "letter_dated", "published_on", "reason", "statement_sent_by", "theme"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CorrectInspection_NothingChanged_IsRefused()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.CorrectInspectionAsync(
            InspectionSteps.CorrectionOf(await partnership.GetAsync(inspection), "Serious youth violence"), partnership.Manager.In(partnership)));
    }

    [Fact]
    public async Task ListHistory_OfManyCorrections_ComesInPages()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        for (var number = 1; number <= 23; number++)
        {
            await partnership.CorrectThemeAsync(inspection, $"Theme {number}");
        }

        var newest = await HistoryAsync(partnership, inspection.InspectionId);
        var earlier = await HistoryAsync(partnership, inspection.InspectionId, newest.EarlierBeforeVersion);

        Assert.Equal((20, 3, 0L), (newest.Entries.Count, earlier.Entries.Count, earlier.EarlierBeforeVersion));
        Assert.Equal(
            Enumerable.Range(1, 23).Reverse().Select(number => $"Theme {number}"),
            newest.Entries.Concat(earlier.Entries).Select(entry => entry.Fields.Single().To));
    }

    [Fact]
    public async Task ChangePhase_BackWithAReason_IsKeptInTheHistory()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync(InspectionPhase.PrePublication);

        await host.Client.ChangePhaseAsync(
            new() { InspectionId = inspection.InspectionId, Phase = InspectionPhase.Fieldwork, ExpectedVersion = 1, Reason = "Moved on too early." },
            partnership.Manager.In(partnership));

        var entry = Assert.Single((await HistoryAsync(partnership, inspection.InspectionId)).Entries);
        Assert.Equal(("Moved on too early.", new FieldChange { Field = "phase", From = "4", To = "2" }), (entry.Reason, entry.Fields.Single()));
    }

    [Fact]
    public async Task WithdrawInspection_RecordedByMistake_LeavesTheListsAndStaysReadable()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        await host.Client.WithdrawInspectionAsync(
            new() { InspectionId = inspection.InspectionId, ExpectedVersion = 1, Reason = "Recorded twice." }, partnership.Manager.In(partnership));

        Assert.Empty((await host.Client.ListInspectionsAsync(new(), partnership.Manager.In(partnership))).Inspections);
        Assert.Single((await host.Client.ListInspectionsAsync(new() { Withdrawn = true }, partnership.Manager.In(partnership))).Inspections);
        Assert.Equal("Recorded twice.", (await partnership.GetAsync(inspection)).WithdrawnBecause);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.PublishInspectionAsync(
            new() { InspectionId = inspection.InspectionId, PublishedOn = "2024-09-09", ExpectedVersion = 2 }, partnership.Manager.In(partnership)));
        var import = await Assert.ThrowsAsync<RpcException>(() => partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        Assert.Equal(StatusCode.FailedPrecondition, import.StatusCode);
    }

    [Fact]
    public async Task WithdrawInspection_WithConfirmedFindings_IsRefused()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, _) = await partnership.ConfirmedAsync();

        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.WithdrawInspectionAsync(
            new() { InspectionId = inspection.InspectionId, ExpectedVersion = 2, Reason = "Recorded twice." }, partnership.Manager.In(partnership)));
    }

    [Fact]
    public async Task CorrectFinding_WordingAndKind_KeepsTheQuoteAndCountsAnew()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, confirmed) = await partnership.ConfirmedAsync();
        var read = new GetFindingRequest { FindingId = confirmed.FindingIds[0] };
        var before = await host.Client.GetFindingAsync(read, partnership.Manager.In(partnership));

        await host.Client.CorrectFindingAsync(
            new()
            {
                FindingId = before.FindingId, ExpectedVersion = 1, Kind = FindingKind.Improvement, Text = "Health leaders share what they know.",
                Reason = "A line was read twice.",
            },
            partnership.Manager.In(partnership));

        var after = await host.Client.GetFindingAsync(read, partnership.Manager.In(partnership));
        Assert.Equal(
            (FindingKind.Improvement, "Health leaders share what they know.", before.Text, before.Reference),
            (after.Kind, after.Text, after.Quote, after.Reference));
        Assert.Equal(
            (partnership.Manager.Id.ToString(), Capacity.PartnershipManager, "A line was read twice.", false),
            (after.Correction.PersonId, after.Correction.Capacity, after.Correction.Reason, after.Correction.AtReview));
        var entry = Assert.Single((await HistoryAsync(partnership, before.FindingId)).Entries);
        Assert.Equal(["kind", "text"], entry.Fields.Select(change => change.Field));
        var counted = await partnership.GetAsync(inspection);
        Assert.Equal((0, 4, 2, 3L), (counted.PriorityActions, counted.Improvements, counted.Strengths, counted.Version));
    }

    [Fact]
    public async Task Confirm_ItemCorrectedAtTheReview_KeepsTheLettersWordsAndSaysWho()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));

        var confirmed = await host.Client.ConfirmFindingsAsync(
            new() { ImportId = import.ImportId, Corrections = { new ItemCorrection { ItemId = 1, Text = "Better read." } } },
            partnership.Manager.In(partnership));

        var finding = await host.Client.GetFindingAsync(new() { FindingId = confirmed.FindingIds[0] }, partnership.Manager.In(partnership));
        Assert.Equal(("Better read.", import.Items[0].Text), (finding.Text, finding.Quote));
        Assert.Equal((true, partnership.Manager.Id.ToString()), (finding.Correction.AtReview, finding.Correction.PersonId));
    }

    [Fact]
    public async Task WithdrawFinding_ADuplicate_LeavesListsAndCountsAndTakesNoMoreChanges()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, confirmed) = await partnership.ConfirmedAsync();
        var request = new WithdrawFindingRequest { FindingId = confirmed.FindingIds[0], ExpectedVersion = 1, Reason = "Twice in the letter." };

        await host.Client.WithdrawFindingAsync(request, partnership.Manager.In(partnership));

        Assert.Equal(0, (await partnership.GetAsync(inspection)).PriorityActions);
        Assert.Equal(5, (await ListAsync(false)).Count);
        Assert.Equal(["Twice in the letter."], (await ListAsync(true)).Select(finding => finding.WithdrawnBecause));
        request.ExpectedVersion = 2;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.WithdrawFindingAsync(request, partnership.Manager.In(partnership)));

        async Task<IReadOnlyList<V1.Finding>> ListAsync(bool withdrawn) => (await host.Client.ListFindingsAsync(
            new() { InspectionId = inspection.InspectionId, Withdrawn = withdrawn }, partnership.Manager.In(partnership))).Findings;
    }

    private async Task<ListHistoryReply> HistoryAsync(TestPartnership partnership, string recordId, long before = 0) =>
        await host.Client.ListHistoryAsync(new() { RecordId = recordId, BeforeVersion = before }, partnership.Manager.In(partnership));
}
