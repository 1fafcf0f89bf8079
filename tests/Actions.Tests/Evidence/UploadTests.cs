using System.Text;
using Dapper;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Jtai.Files;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Jtai.Actions.Tests;

public sealed class UploadTests
{
    [Fact]
    public async Task File_PutInWholeAndClean_ComesBackByteForByte()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var bytes = EvidenceSteps.Pdf(2_500_000);
        var file = await calls.ScannedAsync("C:\\Users\\me\\Minutes é.PDF", bytes);
        Assert.Equal((V1.FileState.Clean, V1.FileKind.Pdf, EvidenceSteps.Hash(bytes), 2_500_000L), (file.State, file.Kind, file.Sha256, file.Size));

        var added = await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Minutes.", FileId = file.FileId });
        var (back, first) = await calls.DownloadAsync(added.EvidenceId);
        var taken = await new V1.ActivityLog.ActivityLogClient(here.Host.Service.Channel).ListActivityAsync(new() { RecordId = added.EvidenceId, PageSize = 1 }, here.Manager.In(here));
        Assert.Equal(("DownloadEvidence", Activities.V1.ActivityKind.Consultation), taken.Entries.Select(entry => (entry.Rpc.Split('/')[^1], entry.Kind)).Single());
        Assert.Equal(bytes, back);
        Assert.Equal(("Minutes é.PDF", "application/pdf", EvidenceSteps.Hash(bytes)), (first.FileName, first.MediaType, first.Sha256));
    }

    [Fact]
    public async Task ListSizes_OfATenantWithFiles_SaysTheirBytes()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        await here.EvidenceAs(here.Officer).ScannedAsync("a.pdf", EvidenceSteps.Pdf(2_000));
        await here.EvidenceAs(here.Officer).ScannedAsync("b.pdf", EvidenceSteps.Pdf(3_000));
        var asOperator = TestTokens.Bearer(here.Host.Tokens.ForPerson(Guid.NewGuid(), "platform", "operator", Capacity.PlatformOperator));
        var sizes = await new V1.Operations.OperationsClient(here.Host.Service.Channel).ListSizesAsync(new() { TenantIds = { here.TenantId, "never-was" } }, asOperator);
        Assert.Equal([(here.TenantId, 2L, 5_000L), ("never-was", 0L, 0L)], sizes.Sizes.Select(size => (size.TenantId, size.Files, size.FileBytes)));
        Assert.Equal("actions", sizes.Part);
    }

    [Fact]
    public async Task Upload_BrokenOff_GoesOnWhereItStopped()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var calls = here.EvidenceAs(here.Officer);
        var bytes = EvidenceSteps.Pdf(3 * EvidenceSteps.Megabyte);
        var fileId = (await calls.BeginUploadAsync(new() { Name = "a.pdf", Size = bytes.Length })).FileId;
        V1.AppendToUploadRequest Part(int at) => new() { FileId = fileId, Offset = at * EvidenceSteps.Megabyte, Content = ByteString.CopyFrom(bytes, at * EvidenceSteps.Megabyte, EvidenceSteps.Megabyte) };
        await calls.AppendToUploadAsync(Part(0));

        var gap = await Assert.ThrowsAsync<RpcException>(async () => await calls.AppendToUploadAsync(Part(2)));
        var detail = gap.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((StatusCode.FailedPrecondition, "UPLOAD_OFFSET", "1048576"), (gap.StatusCode, detail.Reason, detail.Metadata["offset"]));
        // The answer to the second was lost, and it is sent again.
        await calls.AppendToUploadAsync(Part(1));
        Assert.Equal(2L * EvidenceSteps.Megabyte, (await calls.AppendToUploadAsync(Part(1))).Received);
        Assert.Equal(2L * EvidenceSteps.Megabyte, (await calls.GetUploadAsync(new() { FileId = fileId })).Received);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.CompleteUploadAsync(new() { FileId = fileId, Sha256 = EvidenceSteps.Hash(bytes) }));
        await calls.AppendToUploadAsync(Part(2));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.CompleteUploadAsync(new() { FileId = fileId, Sha256 = new string('0', 64) }));
        Assert.Equal(EvidenceSteps.Hash(bytes), (await calls.CompleteUploadAsync(new() { FileId = fileId, Sha256 = EvidenceSteps.Hash(bytes) })).Sha256);
    }

    [Fact]
    public async Task Upload_OfSomebodyElse_IsNotThere()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var file = await here.EvidenceAs(here.Officer).ScannedAsync("a.pdf", EvidenceSteps.Pdf(2_000));
        var colleague = here.EvidenceAs(TestPerson.Of(here.Police, Capacity.ActionOwner));

        await Refusal.OfAsync(StatusCode.NotFound, colleague.GetUploadAsync(new() { FileId = file.FileId }));
        await Refusal.OfAsync(StatusCode.NotFound, colleague.AbandonUploadAsync(new() { FileId = file.FileId }));
        await Refusal.OfAsync(StatusCode.NotFound, colleague.AppendToUploadAsync(new() { FileId = file.FileId, Content = ByteString.CopyFromUtf8("x") }));
        await Refusal.OfAsync(StatusCode.NotFound, colleague.CompleteUploadAsync(new() { FileId = file.FileId, Sha256 = file.Sha256 }));
        await Refusal.OfAsync(StatusCode.NotFound, colleague.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = file.FileId }));
    }

    [Fact]
    public async Task InfectedFile_IsRefusedAndItsEvidenceSaysSoToOthers()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        // No scan before the evidence has read its file, and no evidence saved before the scan has ended.
        await using var holder = new NpgsqlConnection(here.Host.Database.Everything);
        await holder.OpenAsync();
        await holder.ExecuteAsync(
            "insert into job (tenant_id, kind, job_id, held_until) values (@TenantId, @JobKind, gen_random_uuid(), now() + interval '1 hour')",
            new { here.TenantId, FileScanning.JobKind });
        var upload = await calls.UploadAsync("notes.txt", Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile));
        await using var held = await holder.BeginTransactionAsync();
        var own = await holder.QuerySingleAsync<string>(
            "select pg_current_xact_id()::text from action_plan where tenant_id = @TenantId for update", new { here.TenantId });
        var adding = calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Notes.", FileId = upload.FileId }).ResponseAsync;
        await Eventually.SoAsync(
            async () => (await here.Host.Database.QueryAsync<int>(
                "select 1 from pg_locks where locktype = 'transactionid' and not granted and transactionid::text = @own", new { own })).Count > 0,
            "the evidence waits for its plan");
        await here.Host.Database.ExecuteAsync(
            "delete from job where tenant_id = @TenantId and kind = @JobKind and job_id <> @file", new { here.TenantId, FileScanning.JobKind, file = Guid.Parse(upload.FileId) });
        await Eventually.SoAsync(async () => (await calls.GetUploadAsync(new() { FileId = upload.FileId })).State == V1.FileState.Refused, "it is refused");
        Assert.Contains("Eicar", (await calls.GetUploadAsync(new() { FileId = upload.FileId })).Why, StringComparison.OrdinalIgnoreCase);
        await held.CommitAsync();
        await adding;

        var item = (await calls.ListEvidenceAsync(new() { ActionId = action.ActionId })).Items.Single().Item;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(item.EvidenceId));
        await Eventually.SoAsync(
            async () => (await here.ToldAsync<V1.EvidenceChanged>(item.EvidenceId)).Item.Content.File.State == V1.FileState.Refused, "others are told");
    }

    [Fact]
    public async Task WaitingFile_OnceScanned_IsToldOfAsANewVersion()
    {
        await using var host = await ActionsHost.StartAsync<WithoutScannerHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var file = await calls.UploadAsync("a.pdf", EvidenceSteps.Pdf(2_000));
        var added = await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = file.FileId });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(added.EvidenceId));
        Assert.Equal(V1.FileState.Scanning, (await here.ToldAsync<V1.EvidenceChanged>(added.EvidenceId)).Item.Content.File.State);

        await host.Database.ExecuteAsync("update stored_file set state = 'Clean', kind = 'Pdf', version = version + 1 where tenant_id = @TenantId", new { here.TenantId });
        await Eventually.SoAsync(
            async () => (await here.ToldAsync<V1.EvidenceChanged>(added.EvidenceId)).Item.Content.File.State == V1.FileState.Clean, "others are told");
        Assert.Equal(2, (await here.ItemAsync(added.EvidenceId)).Version);
    }

    [Fact]
    public async Task FileThatNeedsAReason_GivenOne_CanBeOpened()
    {
        var (here, evidenceId) = await WithADateOfBirthAsync();
        var calls = here.EvidenceAs(here.Officer);
        var version = (await here.ItemAsync(evidenceId)).Version;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(evidenceId));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.EvidenceAs(here.Manager).DownloadAsync(evidenceId));
        Assert.Equal("a date of birth", (await calls.GetEvidenceAsync(new() { EvidenceId = evidenceId })).Item.Content.File.Found);
        Assert.Equal(["reason"], (await Refusal.OfAsync(calls.GiveReasonAsync(new() { EvidenceId = evidenceId, ExpectedVersion = version }))).Fields);

        var given = await calls.GiveReasonAsync(new() { EvidenceId = evidenceId, ExpectedVersion = version, Reason = "It is a case of a training course." });
        await calls.DownloadAsync(evidenceId);
        var record = await calls.GetEvidenceAsync(new() { EvidenceId = evidenceId });
        Assert.Equal((V1.FileState.Clean, ""), (record.Item.Content.File.State, record.Item.Content.File.Found));
        Assert.Equal(
            ("It is a case of a training course.", here.Officer.Id.ToString(), "content.file.found", "a date of birth"),
            (record.Changes[0].Reason, record.Changes[0].PersonId, record.Changes[0].Fields.Single().Field, record.Changes[0].Fields.Single().From));
        Assert.Equal(V1.FileState.Clean, (await here.ToldAsync<V1.EvidenceChanged>(evidenceId)).Item.Content.File.State);
        var rpcs = await here.Host.Database.QueryAsync<(string Rpc, string Subject)>(
            "select rpc, subject from audit where tenant_id = @TenantId and aggregate_id = @evidenceId and version = @Version", new { here.TenantId, evidenceId, given.Version });
        Assert.Equal([("/jtai.actions.v1.Evidence/GiveReason", here.Officer.Id.ToString())], rpcs);
        var listed = Assert.Single(await GuardTests.GivenAsync(here));
        Assert.Equal(
            ("It is a case of a training course.", "EvidenceChanged", evidenceId, "content.file"),
            (listed.Reason, listed.RecordKind, listed.RecordId, listed.Fields.Single().Field));
        await Refusal.OfAsync(
            StatusCode.FailedPrecondition, calls.GiveReasonAsync(new() { EvidenceId = evidenceId, ExpectedVersion = given.Version, Reason = "Again." }));
    }

    [Fact]
    public async Task FileThatNeedsAReason_ToOthers_SaysNothingOfWhatWasFound()
    {
        var (here, evidenceId) = await WithADateOfBirthAsync();
        var colleague = TestPerson.Of(here.Police, Capacity.AgencyLead);
        await here.RegisterAsync(colleague);
        var calls = here.EvidenceAs(colleague);

        var file = (await calls.GetEvidenceAsync(new() { EvidenceId = evidenceId })).Item.Content.File;
        Assert.Equal((V1.FileState.NeedsAReason, "", ""), (file.State, file.Found, file.Why));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(evidenceId));
        await Refusal.OfAsync(StatusCode.PermissionDenied, calls.GiveReasonAsync(
            new() { EvidenceId = evidenceId, ExpectedVersion = (await here.ItemAsync(evidenceId)).Version, Reason = "X" }));
        Assert.Equal("", (await here.ToldAsync<V1.EvidenceChanged>(evidenceId)).Item.Content.File.Found);
        Assert.Equal("a date of birth", (await here.ItemAsync(evidenceId)).Content.File.Found);
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("replaced")]
    public async Task FileThatNeedsAReason_TakenBack_IsGone(string how)
    {
        var (here, evidenceId) = await WithADateOfBirthAsync();
        var calls = here.EvidenceAs(here.Officer);
        var version = (await here.ItemAsync(evidenceId)).Version;
        if (how == "withdrawn")
        {
            await calls.WithdrawEvidenceAsync(new() { EvidenceId = evidenceId, ExpectedVersion = version, Reason = "It names a child." });
            Assert.Equal(V1.FileState.Refused, (await here.ToldAsync<V1.EvidenceChanged>(evidenceId)).Item.Content.File.State);
        }
        else
        {
            await calls.ReplaceEvidenceAsync(new() { EvidenceId = evidenceId, ExpectedVersion = version, Link = "https://example.org/a", Reason = "It names a child." });
        }

        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(evidenceId, number: 1));
        Assert.Equal(["Refused"], await here.Host.Database.QueryAsync<string>("select state from stored_file where tenant_id = @TenantId", new { here.TenantId }));
    }

    [Theory]
    [InlineData("a.docx")]
    [InlineData("a.pdf")]
    public async Task FileWithAnNhsNumber_IsRefusedWithWhatToDo(string name)
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var upload = await here.EvidenceAs(here.Officer).ScannedAsync(name, EvidenceSteps.Readable(name, "Seen on Monday: 943 476 5919."));

        Assert.Equal(
            (V1.FileState.Refused, "This file seems to hold an NHS number. Take it out: no child's details are kept here."), (upload.State, upload.Why));
    }

    private static async Task<(TestPartnership Here, string EvidenceId)> WithADateOfBirthAsync()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var file = await calls.ScannedAsync("a.docx", EvidenceSteps.Readable("a.docx", "Jo was born on 12 March 2014."));
        Assert.Equal((V1.FileState.NeedsAReason, "a date of birth"), (file.State, file.Found));
        return (here, (await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = file.FileId })).EvidenceId);
    }

    [Fact]
    public async Task FileOfAnyItem_IsUsedOnce()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var file = await calls.ScannedAsync("a.pdf", EvidenceSteps.Pdf(2_000));
        V1.AddEvidenceRequest Request() => new() { ActionIds = { action.ActionId }, Shows = "X", FileId = file.FileId };
        await calls.AddEvidenceAsync(Request());

        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.AddEvidenceAsync(Request()));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.AbandonUploadAsync(new() { FileId = file.FileId }));
        var receiving = (await calls.BeginUploadAsync(new() { Name = "b.pdf", Size = 10 })).FileId;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = receiving }));
        await calls.AbandonUploadAsync(new() { FileId = receiving });
        await Refusal.OfAsync(StatusCode.NotFound, calls.GetUploadAsync(new() { FileId = receiving }));
    }

    [Fact]
    public async Task FileThatNoEvidenceTook_IsTakenAwayAfterADay()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var (used, unused) = (await calls.ScannedAsync("a.pdf", EvidenceSteps.Pdf(2_000)), await calls.ScannedAsync("b.pdf", EvidenceSteps.Pdf(2_001)));
        await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = used.FileId });
        await here.Host.Database.ExecuteAsync("update stored_file set changed_at = changed_at - interval '25 hours' where tenant_id = @TenantId", new { here.TenantId });

        await here.Host.Service.Services.GetServices<IHostedService>().OfType<EvidenceUpkeep>().Single().RunAsync(default);
        await Refusal.OfAsync(StatusCode.NotFound, calls.GetUploadAsync(new() { FileId = unused.FileId }));
        await calls.GetUploadAsync(new() { FileId = used.FileId });
    }

    [Fact]
    public async Task BeginUpload_WithWhatCannotBeTaken_SaysWhy()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var calls = here.EvidenceAs(here.Officer);
        Assert.Equal(["size"], (await Refusal.OfAsync(calls.BeginUploadAsync(new() { Name = "a.pdf", Size = (25 * EvidenceSteps.Megabyte) + 1 }))).Fields);
        Assert.Equal(["size"], (await Refusal.OfAsync(calls.BeginUploadAsync(new() { Name = "a.pdf" }))).Fields);
        Assert.Equal(["name"], (await Refusal.OfAsync(calls.BeginUploadAsync(new() { Name = "child 943 476 5919.pdf", Size = 1 }))).Fields);
        Assert.Equal(["name"], (await Refusal.OfAsync(calls.BeginUploadAsync(new() { Name = "../", Size = 1 }))).Fields);
        Assert.Equal(["sha256"], (await Refusal.OfAsync(calls.CompleteUploadAsync(new() { FileId = Guid.NewGuid().ToString(), Sha256 = "x" }))).Fields);
    }

    /// <summary>A scanner that nobody answers for.</summary>
    public sealed class WithoutScannerHost : ActionsHost
    {
        protected override Dictionary<string, string> Settings(TestDatabase database) =>
            new(base.Settings(database)) { [Files.FilesSettings.ScannerSetting] = "127.0.0.1:1" };
    }
}
