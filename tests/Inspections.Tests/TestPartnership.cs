using Google.Protobuf;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Inspections.Tests;

/// <summary>One partnership with its people, and the steps that most tests start from.</summary>
internal sealed record TestPartnership(InspectionsHost Host, int Number)
{
    public string TenantId => $"partnership-{Number}";

    public string Code => $"{(char)('A' + (Number / 676 % 26))}{(char)('A' + (Number / 26 % 26))}{(char)('A' + (Number % 26))}";

    /// <summary>Records the inspections, and so is on their lists.</summary>
    public Guid Manager { get; } = Id(Number, 1);

    /// <summary>Appointed; a test may name them.</summary>
    public Guid Reader { get; } = Id(Number, 2);

    /// <summary>A partnership manager too, but on no list.</summary>
    public Guid OtherManager { get; } = Id(Number, 3);

    /// <summary>Whose appointment is over.</summary>
    public Guid Leaver { get; } = Id(Number, 4);

    public V1.Inspections.InspectionsClient Client => Host.Client;

    public Metadata By(Guid person, Capacity capacity = Capacity.PartnershipManager, string? key = null) => Host.By(person, TenantId, capacity, key);

    public async Task<InspectionReply> RecordAsync(InspectionPhase phase = InspectionPhase.PrePublication) =>
        await Client.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Serious youth violence", Phase = phase, NotifiedOn = "2024-06-17" },
            By(Manager));

    public async Task<InspectionReply> PublishAsync(InspectionReply inspection) => await Client.PublishInspectionAsync(
        new PublishInspectionRequest
        {
            InspectionId = inspection.InspectionId,
            PublishedOn = "2024-09-09",
            PublishedUrl = "https://files.example/letter",
            ExpectedVersion = (await GetAsync(inspection)).Version,
        },
        By(Manager));

    public async Task<V1.Inspection> GetAsync(InspectionReply inspection) =>
        await Client.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId }, By(Manager));

    public async Task<string> ImportAsync(string inspectionId, byte[] content, string receivedOn = "")
    {
        var reply = await Client.ImportLetterAsync(
            new ImportLetterRequest
            {
                InspectionId = inspectionId,
                Content = ByteString.CopyFrom(content),
                FileName = "C:\\Letters\\haskermoor.txt",
                ReceivedOn = receivedOn,
            },
            By(Manager));
        return reply.ImportId;
    }

    /// <summary>Waits until the job has ended, one way or the other.</summary>
    public async Task<V1.LetterImport> EndOfAsync(string importId)
    {
        var import = new V1.LetterImport();
        await Eventually.Async(
            async () =>
            {
                import = await Client.GetLetterImportAsync(new GetLetterImportRequest { ImportId = importId }, By(Manager));
                return import.State is not (LetterImportState.Waiting or LetterImportState.Reading);
            },
            "the letter is read");
        return import;
    }

    /// <summary>An inspection with its letter read and its findings confirmed.</summary>
    public async Task<(InspectionReply Inspection, ConfirmFindingsReply Confirmed)> ConfirmedAsync()
    {
        var inspection = await RecordAsync();
        var import = await EndOfAsync(await ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        return (inspection, await Client.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId }, By(Manager)));
    }

    /// <summary>The same, with the ids that calls name.</summary>
    public async Task<(TestPartnership Partnership, Calls.Record Record)> WithRecordAsync(bool publish)
    {
        var inspection = await RecordAsync();
        var import = await EndOfAsync(await ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        var confirmed = await Client.ConfirmFindingsAsync(new ConfirmFindingsRequest { ImportId = import.ImportId }, By(Manager));
        if (publish)
        {
            await PublishAsync(inspection);
        }

        return (this, new Calls.Record(inspection.InspectionId, import.ImportId, confirmed.FindingIds[0]));
    }

    private static Guid Id(int partnership, int person) => new(partnership, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)person);
}
