using System.Text;
using Dapper;
using Grpc.Core;
using Jtai.Files;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>Letters as files: in pieces, looked through by a real ClamAV before they are read, sealed, and out again.</summary>
public sealed class LetterFileTests(LetterFileTests.Host host) : IClassFixture<LetterFileTests.Host>
{
    private LetterUpkeep Upkeep => ActivatorUtilities.CreateInstance<LetterUpkeep>(host.Service.Services);

    [Fact]
    public async Task Upload_BrokenOffAndRepeated_IsReadAndComesOutAsItWentIn()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var letter = Encoding.UTF8.GetBytes(FictionalLetter.With() + new string('\n', 2 * InspectionSteps.PieceBytes));
        var fileId = await partnership.BeginUploadAsync(letter, "C:\\Letters\\haskermoor.txt");
        await partnership.AppendAsync(fileId, letter);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, partnership.AppendAsync(fileId, letter, 2 * InspectionSteps.PieceBytes));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, partnership.ImportFileAsync(inspection.InspectionId, fileId));
        var there = await host.Client.GetLetterUploadAsync(new() { FileId = fileId }, partnership.Manager.In(partnership));
        await partnership.AppendAsync(fileId, letter, (int)there.Received);
        await partnership.AppendAsync(fileId, letter, (int)there.Received);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, partnership.CompleteAsync(fileId, letter));
        await partnership.AppendAsync(fileId, letter, 2 * InspectionSteps.PieceBytes);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, partnership.CompleteAsync(fileId, FictionalLetter.Bytes));
        Assert.True((await partnership.CompleteAsync(fileId, letter)).Complete);

        var import = await partnership.EndOfAsync(await partnership.ImportFileAsync(inspection.InspectionId, fileId));

        Assert.Equal((LetterImportState.ReadyForReview, 6, "haskermoor.txt"), (import.State, import.Items.Count, import.FileName));
        Assert.Equal(InspectionSteps.Hash(letter), import.LetterSha256);
        var (content, first) = await DownloadAsync(partnership, inspection.InspectionId);
        Assert.Equal(letter, content);
        Assert.Equal(
            ("haskermoor.txt", "text/plain", import.LetterSha256, (long)letter.Length),
            (first.FileName, first.MediaType, first.Sha256, first.Size));
        var taken = await new ActivityLog.ActivityLogClient(host.Service.Channel).ListActivityAsync(
            new() { Kind = Activities.V1.ActivityKind.Consultation, Entity = "LetterImport" }, partnership.Manager.In(partnership));
        Assert.Equal((import.ImportId, partnership.Manager.Id.ToString()), taken.Entries.Select(entry => (entry.RecordId, entry.PersonId)).Single());
        Assert.Equal([0], await host.Database.QueryAsync<int>(
            "select count(*)::int from file_chunk where tenant_id = @TenantId and position(@words in sealed) > 0",
            new { partnership.TenantId, words = "Haskermoor"u8.ToArray() }));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, partnership.ImportFileAsync(inspection.InspectionId, fileId));
    }

    // By name, since a case's arguments become part of its name.
    private static readonly Dictionary<string, byte[]> Hostile = new()
    {
        ["eicar"] = Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile),
        ["infected letter"] = Encoding.UTF8.GetBytes(FictionalLetter.With(("9 September 2024\n", $"9 September 2024\n\n{PrivateClamd.TestWord}\n"))),
        ["word as pdf"] = "PK\x03\x04 [Content_Types].xml"u8.ToArray(),
        ["program as pdf"] = [(byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, .. new byte[2000]],
        ["bomb"] = HostileLetter.NestedForms,
        ["long text"] = [.. Enumerable.Repeat((byte)'a', (1024 * 1024) + 1)],
    };

    [Theory]
    [InlineData("eicar", "The virus scanner found Eicar-Test-Signature")]
    [InlineData("infected letter", "The virus scanner found Jtai.TestWord")]
    [InlineData("word as pdf", "a Word document or an archive")]
    [InlineData("program as pdf", "neither PDF nor text")]
    [InlineData("bomb", "more memory or time")]
    [InlineData("long text", "larger than 1 MB")]
    public async Task Letter_ThatIsHostile_FailsWithOneSentenceAndIsNotGivenOut(string file, string why)
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        var import = await partnership.EndOfAsync(await partnership.ImportInPiecesAsync(inspection.InspectionId, Hostile[file], "letter.pdf"));

        Assert.Equal((LetterImportState.Failed, false), (import.State, import.Scanning));
        Assert.Contains(why, import.Failure, StringComparison.Ordinal);
        using var call = host.Client.DownloadLetter(new() { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership));
        await Refusal.OfAsync(StatusCode.NotFound, call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Begin_FileThatIsTooLargeOrNamesAChild_IsInvalid()
    {
        var partnership = await host.NewPartnershipAsync();
        var manager = partnership.Manager.In(partnership);

        var large = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.BeginLetterUploadAsync(new() { Name = "a.pdf", Size = LetterImport.LargestFile + 1 }, manager));
        var named = await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.BeginLetterUploadAsync(new() { Name = "943-476-5919.pdf", Size = 1 }, partnership.Manager.In(partnership)));

        Assert.Contains("larger than 10 MB", large.Message, StringComparison.Ordinal);
        Assert.Contains("NHS number", named.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_OfAnotherManager_IsNotThere()
    {
        var partnership = await host.NewPartnershipAsync();
        var fileId = await partnership.BeginUploadAsync(FictionalLetter.Bytes);

        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetLetterUploadAsync(new() { FileId = fileId }, partnership.OtherManager.In(partnership)));
    }

    [Fact]
    public async Task Import_WhoseFileWaitsForTheScanner_SaysSince()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var importId = await partnership.ImportInPiecesAsync(inspection.InspectionId, FictionalLetter.Bytes);
        await partnership.EndOfAsync(importId);
        // As it stands while clamd does not answer.
        await host.Database.ExecuteAsync(
            """
            update letter_import set state = 1, step = 0 where import_id = @import;
            update stored_file set state = 'Scanning', scan_tries = 1, why = 'This file waits for the virus scanner.' where file_id = @import
            """,
            new { import = Guid.Parse(importId) });

        var import = await host.Client.GetLetterImportAsync(new() { ImportId = importId }, partnership.Manager.In(partnership));
        var listed = await host.Client.ListLetterImportsAsync(new() { InspectionId = inspection.InspectionId }, partnership.Manager.In(partnership));

        Assert.Equal((LetterImportState.Waiting, true, "This file waits for the virus scanner."), (import.State, import.Scanning, import.ScanningWaits));
        Assert.True(listed.Imports.Single().Scanning);
    }

    [Fact]
    public async Task Letters_OfAnOlderRelease_AreMovedReadAndOpen()
    {
        var partnership = await host.NewPartnershipAsync();
        var unread = (await partnership.RecordAsync()).InspectionId;
        var infected = (await partnership.RecordAsync()).InspectionId;
        var imports = new[] { Guid.NewGuid(), Guid.NewGuid() };
        await KeepInPiecesAsync(imports[0], unread, FictionalLetter.Bytes);
        await KeepInPiecesAsync(imports[1], infected, Hostile["infected letter"]);

        await Upkeep.RunAsync(CancellationToken.None);
        // A second round finds nothing to do.
        await Upkeep.RunAsync(CancellationToken.None);

        Assert.Equal(LetterImportState.ReadyForReview, (await partnership.EndOfAsync(imports[0].ToString())).State);
        Assert.Equal(FictionalLetter.Bytes, (await DownloadAsync(partnership, unread)).Content);
        Assert.Contains("virus scanner found", (await partnership.EndOfAsync(imports[1].ToString())).Failure, StringComparison.Ordinal);
        Assert.Equal([0, 0], await host.Database.QueryAsync<int>(
            """
            select count(*)::int from letter_piece where tenant_id = @TenantId
            union all select count(*)::int from job where tenant_id = @TenantId
            """,
            new { partnership.TenantId }));

        // In pieces of any length, with its job, by the database's owner.
        async Task KeepInPiecesAsync(Guid importId, string inspectionId, byte[] bytes)
        {
            await using var owner = new NpgsqlConnection(host.Database.Owner);
            await owner.ExecuteAsync(
                """
                select set_config('app.tenants', @TenantId, false), set_config('app.person', @person, false);
                insert into letter_import (tenant_id, import_id, inspection_id, file_name, handed_in_at) values (@TenantId, @importId, @inspection, 'old.txt', now());
                insert into letter_piece (tenant_id, import_id, number, content)
                values (@TenantId, @importId, 1, substr(@bytes, 1, 1000)), (@TenantId, @importId, 2, substr(@bytes, 1001));
                insert into job (tenant_id, kind, job_id) values (@TenantId, 'letter-reading', @importId)
                """,
                new { partnership.TenantId, importId, inspection = Guid.Parse(inspectionId), bytes, person = partnership.Manager.Id.ToString() });
        }
    }

    [Fact]
    public async Task Files_ThatNoImportTookWithinADay_AreTakenAwayAndNoOthers()
    {
        var partnership = await host.NewPartnershipAsync();
        var used = await partnership.ImportInPiecesAsync((await partnership.RecordAsync()).InspectionId, FictionalLetter.Bytes);
        await partnership.EndOfAsync(used);
        var unused = await partnership.BeginUploadAsync(FictionalLetter.Bytes);
        await partnership.AppendAsync(unused, FictionalLetter.Bytes);
        await partnership.CompleteAsync(unused, FictionalLetter.Bytes);
        await Eventually.SoAsync(async () => (await StatesAsync()).All(state => state == "Clean"), "both are checked");

        await Upkeep.RunAsync(CancellationToken.None);
        Assert.Equal(2, (await StatesAsync()).Count);
        await host.Database.ExecuteAsync("update stored_file set changed_at = changed_at - interval '25 hours' where tenant_id = @TenantId", new { partnership.TenantId });
        await Upkeep.RunAsync(CancellationToken.None);

        Assert.Equal([used], await host.Database.QueryAsync<string>("select file_id::text from stored_file where tenant_id = @TenantId", new { partnership.TenantId }));

        Task<IReadOnlyList<string>> StatesAsync() =>
            host.Database.QueryAsync<string>("select state from stored_file where tenant_id = @TenantId", new { partnership.TenantId });
    }

    private async Task<(byte[] Content, LetterPart First)> DownloadAsync(TestPartnership partnership, string inspectionId)
    {
        using var call = host.Client.DownloadLetter(new() { InspectionId = inspectionId }, partnership.Manager.In(partnership));
        var parts = await call.ResponseStream.ReadAllAsync().ToListAsync();
        return ([.. parts.SelectMany(part => part.Content)], parts[0]);
    }

    /// <summary>The service with a real ClamAV at its side.</summary>
    public sealed class Host : InspectionsHost
    {
        private string scanner = "";

        public override async Task InitializeAsync()
        {
            scanner = await ClamdUnderTest.AddressAsync();
            await base.InitializeAsync();
        }

        protected override Dictionary<string, string> Settings(TestDatabase database) =>
            new(base.Settings(database)) { [FilesSettings.ScannerSetting] = scanner };
    }
}
