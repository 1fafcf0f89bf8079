using System.Text;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>A letter about another place, one that is held already, and days that contradict each other.</summary>
[Collection(InspectionsService.Name)]
public sealed class LetterDoubtTests(InspectionsHost host)
{
    [Fact]
    public async Task Confirm_LetterAboutAnotherPlace_AsksFirst()
    {
        var partnership = await NamedAsync("Northshire Safeguarding Children Partnership");
        var import = await ImportedAsync(partnership, FictionalLetter.Bytes);
        var request = new ConfirmFindingsRequest { ImportId = import.ImportId };

        Assert.Equal(
            (LetterDoubtKind.OtherPlace, "This letter is about Haskermoor. This is the Northshire Safeguarding Children Partnership."),
            (Assert.Single(import.Doubts).Kind, import.Doubts[0].Message));
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership)));
        Assert.Equal(["belongs_here"], refusal.Fields);
        request.BelongsHere = true;
        await host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership));
    }

    [Fact]
    public async Task Import_LetterNamedAsACouncilOfThePartnership_RaisesNoDoubt()
    {
        var partnership = new TestPartnership(host, "Moors and Estuary Safeguarding Partnership");
        await host.Partners.PublishAsync("platform", partnership.Council, 1, new AgencyChanged
        {
            Agency = new() { AgencyId = partnership.Council, Name = "Haskermoor Borough Council", Kind = AgencyKind.Council, Version = 1 },
        });
        await partnership.PublishAsync();
        await partnership.AppointAsync(partnership.Manager);

        Assert.Empty((await ImportedAsync(partnership, FictionalLetter.Bytes)).Doubts);
    }

    [Fact]
    public async Task Confirm_LetterHeldForAnotherInspection_AsksFirst()
    {
        var partnership = await host.NewPartnershipAsync();
        var (held, _, _) = await partnership.ConfirmedAsync();
        var import = await ImportedAsync(partnership, FictionalLetter.Bytes);
        var request = new ConfirmFindingsRequest { ImportId = import.ImportId };

        Assert.Equal(LetterDoubtKind.AlreadyHeld, Assert.Single(import.Doubts).Kind);
        Assert.StartsWith($"You already hold this letter: {held.Reference}, imported on ", import.Doubts[0].Message, StringComparison.Ordinal);
        Assert.EndsWith(" as haskermoor.txt.", import.Doubts[0].Message, StringComparison.Ordinal);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership)));
        Assert.Equal(["import_again"], refusal.Fields);
        request.ImportAgain = true;
        await host.Client.ConfirmFindingsAsync(request, partnership.Manager.In(partnership));
    }

    [Fact]
    public async Task Import_NearlyTheSameWordsInAnotherFile_AsksFirst()
    {
        var partnership = await host.NewPartnershipAsync();
        await partnership.ConfirmedAsync();
        var again = FictionalLetter.With(("9 September 2024", "10 September 2024"), ("■", "•"), ("Leaders meet often", "Leaders meet\noften"));

        var import = await ImportedAsync(partnership, Encoding.UTF8.GetBytes(again));

        Assert.Contains("one with nearly the same words", Assert.Single(import.Doubts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAnotherPartnershipsLetter_OrOneThatThisManagerMayNotSee_RaisesNoDoubt()
    {
        await (await host.NewPartnershipAsync()).ConfirmedAsync();
        var partnership = await host.NewPartnershipAsync();
        await partnership.ConfirmedAsync();
        await partnership.AppointAsync(partnership.OtherManager);
        var inspection = await host.Client.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Another", Phase = InspectionPhase.PrePublication }, partnership.OtherManager.In(partnership));
        var started = await host.Client.ImportLetterAsync(
            new ImportLetterRequest { InspectionId = inspection.InspectionId, Content = Google.Protobuf.ByteString.CopyFrom(FictionalLetter.Bytes) },
            partnership.OtherManager.In(partnership));

        var import = new V1.LetterImport();
        await Eventually.SoAsync(
            async () => (import = await host.Client.GetLetterImportAsync(
                new GetLetterImportRequest { ImportId = started.ImportId }, partnership.OtherManager.In(partnership))).State == LetterImportState.ReadyForReview,
            "the letter is read");

        Assert.Empty(import.Doubts);
    }

    [Fact]
    public async Task Import_TwiceForOneInspection_DoubtsTheSecondAlone()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var first = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        var second = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));

        Assert.Contains("this inspection, imported on", Assert.Single(second.Doubts).Message, StringComparison.Ordinal);
        Assert.Empty((await partnership.EndOfAsync(first.ImportId)).Doubts);
    }

    [Fact]
    public async Task Import_OtherDaysOfFieldworkThanRecorded_SaysSoAndConfirmingTakesTheLetters()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await host.Client.RecordInspectionAsync(
            new RecordInspectionRequest
            {
                Theme = "Serious youth violence", Phase = InspectionPhase.PrePublication, NotifiedOn = "2024-07-02",
                FieldworkStartsOn = "2024-07-03", FieldworkEndsOn = "2024-07-07",
            },
            partnership.Manager.In(partnership));
        var import = await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));

        Assert.Equal(
            [
                "Fieldwork is recorded as 3 July 2024 to 7 July 2024, and the letter says 1 July 2024 to 5 July 2024. If you confirm, the letter's days are taken.",
                "The inspection is recorded as notified on 2 July 2024, after the day on which the letter says that fieldwork started, 1 July 2024.",
            ],
            import.Warnings.Where(warning => warning.Code is DateWarnings.FieldworkDiffers or DateWarnings.NotifiedAfterFieldwork).Select(warning => warning.Message));
        await host.Client.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId }, partnership.Manager.In(partnership));
        var after = await partnership.GetAsync(inspection);
        Assert.Equal(("2024-07-01", "2024-07-05"), (after.FieldworkStartsOn, after.FieldworkEndsOn));
    }

    [Theory]
    [InlineData("Ashmere", "London Borough of Ashmere", true)]
    [InlineData("Ashmere", "Ashmere Safeguarding Children Partnership", true)]
    [InlineData("Telford & Wrekin", "Telford and Wrekin Council", true)]
    [InlineData("Durham", "County Durham", true)]
    [InlineData("Ynys Môn", "Ynys Mon County Council", true)]
    [InlineData("King’s Ashmere", "Kings Ashmere", true)]
    [InlineData("Ashmere", "Ashmere, Brackwater and Coldharbour Partnership", true)]
    [InlineData("Ashmere and Brackwater", "Brackwater", true)]
    [InlineData("Cheshire West and Chester", "Cheshire East Council", false)]
    [InlineData("London", "City of London Corporation", false)]
    [InlineData("City of London", "London", false)]
    [InlineData("City of London", "City of London", true)]
    [InlineData("Ashmere", "Ashmereshire County Council", false)]
    [InlineData("North Ashmere", "Ashmere Council", false)]
    [InlineData("Children's Partnership", "Safeguarding Board", false)]
    public void Places_ByTheirNames_AreOneOrAreNot(string one, string other, bool meet) =>
        Assert.Equal((meet, meet), (PlaceNames.Meet(one, [other]), PlaceNames.Meet(other, [one])));

    private async Task<TestPartnership> NamedAsync(string name)
    {
        var partnership = new TestPartnership(host, name);
        await partnership.PublishAsync();
        await partnership.AppointAsync(partnership.Manager);
        return partnership;
    }

    private static async Task<V1.LetterImport> ImportedAsync(TestPartnership partnership, byte[] letter) =>
        await partnership.EndOfAsync(await partnership.ImportAsync((await partnership.RecordAsync()).InspectionId, letter));
}
