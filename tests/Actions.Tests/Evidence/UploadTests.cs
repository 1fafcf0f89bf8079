using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
        Assert.Equal(bytes, back);
        Assert.Equal(("Minutes é.PDF", "application/pdf", EvidenceSteps.Hash(bytes)), (first.FileName, first.MediaType, first.Sha256));
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
        var upload = await calls.UploadAsync("notes.txt", Encoding.ASCII.GetBytes(PrivateClamd.EicarTestFile));
        var code = await Refusal.CodeAsync(calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Notes.", FileId = upload.FileId }));
        await Eventually.SoAsync(async () => (await calls.GetUploadAsync(new() { FileId = upload.FileId })).State == V1.FileState.Refused, "it is refused");
        Assert.Contains("Eicar", (await calls.GetUploadAsync(new() { FileId = upload.FileId })).Why, StringComparison.OrdinalIgnoreCase);
        if (code != StatusCode.OK)
        {
            // The scanner was faster than the next call.
            Assert.Equal(StatusCode.FailedPrecondition, code);
            return;
        }

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
        await using var host = await ActionsHost.StartAsync<WithoutScannerHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var file = await calls.UploadAsync("a.pdf", EvidenceSteps.Pdf(2_000));
        var added = await calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "X", FileId = file.FileId });
        await host.Database.ExecuteAsync(
            "update stored_file set state = 'NeedsReason', kind = 'Pdf', why = 'Page 2 may hold a date of birth.' where tenant_id = @TenantId", new { here.TenantId });
        await Eventually.SoAsync(async () => (await here.ItemAsync(added.EvidenceId)).Version == 2, "others are told");
        await Refusal.OfAsync(StatusCode.FailedPrecondition, calls.DownloadAsync(added.EvidenceId));

        await calls.DescribeEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 2, Shows = "X", NoChildBecause = "It is a meeting’s date." });
        await calls.DownloadAsync(added.EvidenceId);
        Assert.Equal(
            "It is a meeting’s date.", (await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId })).Changes[0].Reason);
        Assert.Equal(["no_child_because"], (await Refusal.OfAsync(calls.DescribeEvidenceAsync(new()
        {
            EvidenceId = added.EvidenceId, ExpectedVersion = 3, Shows = "X", NoChildBecause = "Again.",
        }))).Fields);
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
