using Google.Protobuf;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
[Collection(InspectionsService.Name)]
public sealed class IsolationTests(InspectionsHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.Inspections.Descriptor);

    // A letter comes with its import or before it, never both.
    public static TheoryData<string> Ids => [.. Sweep.Cases.Where(one => one != "ImportLetter *")];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((26, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(
            host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(host.Ours, id), await TenantAsync(host.Theirs, id));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<SweptTenant> TenantAsync(Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> one, string id)
    {
        // One letter for all that only look; what a call changes is the case's own.
        var (partnership, record) = await one.Value;
        var fresh = await partnership.RecordAsync(InspectionPhase.Fieldwork);
        var (import, finding) = (record.ImportId, record.FindingId);
        if (id.Split(' ')[0] is "ConfirmFindings" or "SaveReview")
        {
            import = (await partnership.EndOfAsync(await partnership.ImportAsync(fresh.InspectionId, FictionalLetter.Bytes))).ImportId;
        }

        if (id.StartsWith("CorrectFinding", StringComparison.Ordinal) || id.StartsWith("WithdrawFinding", StringComparison.Ordinal))
        {
            finding = (await partnership.ConfirmedAsync()).Confirmed.FindingIds[0];
        }

        // A file that no import uses: of an upload that waits for its bytes, or has them and is to be completed or imported.
        var file = "";
        if (id.Contains("file_id", StringComparison.Ordinal))
        {
            file = await partnership.BeginUploadAsync(FictionalLetter.Bytes);
            if (!id.StartsWith("AppendTo", StringComparison.Ordinal))
            {
                await partnership.AppendAsync(file, FictionalLetter.Bytes);
            }

            if (id.StartsWith("ImportLetter", StringComparison.Ordinal))
            {
                await partnership.CompleteAsync(file, FictionalLetter.Bytes);
            }
        }

        return new()
        {
            Caller = _ => partnership.Manager.In(partnership),
            Sent = new()
            {
                ["inspection_id"] = record.InspectionId,
                ["ChangePhase inspection_id"] = fresh.InspectionId,
                ["NameReaders inspection_id"] = fresh.InspectionId,
                ["PublishInspection inspection_id"] = fresh.InspectionId,
                ["ImportLetter inspection_id"] = fresh.InspectionId,
                ["CorrectInspection inspection_id"] = fresh.InspectionId,
                ["WithdrawInspection inspection_id"] = fresh.InspectionId,
                ["import_id"] = import,
                ["file_id"] = file,
                ["sha256"] = InspectionSteps.Hash(FictionalLetter.Bytes),
                ["finding_id"] = finding,
                ["record_id"] = record.FindingId,
                ["theme"] = "Neglect",
                ["CorrectInspection published_on"] = "",
                ["kind"] = FindingKind.Strength,
                ["text"] = "Words.",
                ["reason"] = "Words.",
                ["reader_ids"] = partnership.Manager.Id.ToString(),
                ["phase"] = InspectionPhase.PrePublication,
                ["expected_version"] = 1L,
                ["published_on"] = "2024-09-09",
                ["ImportLetter content"] = file.Length > 0 ? ByteString.Empty : ByteString.CopyFrom(FictionalLetter.Bytes),
                ["content"] = ByteString.CopyFrom(FictionalLetter.Bytes),
                ["file_name"] = "letter.txt",
                // The record's own letter is the same.
                ["import_again"] = true,
                ["paragraph"] = 1,
            },
        };
    }
}
