using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Documents;
using Jtai.Files.Tests;
using Jtai.Inspections.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that tests of evidence start from.</summary>
internal static class EvidenceSteps
{
    public const int Megabyte = 1024 * 1024;

    /// <summary>Beside a real virus scanner.</summary>
    public static async Task<TestPartnership> PartnershipAsync(InspectionPhase phase = InspectionPhase.Published) =>
        await PlanSteps.PartnershipAsync(phase, host: await EvidenceHost.SharedAsync());

    public static V1.Evidence.EvidenceClient EvidenceAs(this TestPartnership here, TestPerson person) => new(
        here.Host.Service.Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    /// <summary>The two things that are compulsory, of a link.</summary>
    public static V1.AddEvidenceRequest Linked(params IEnumerable<string> actionIds) => new()
    {
        ActionIds = { actionIds }, Shows = "The pathway is agreed.", Link = "https://example.org/pathway",
    };

    public static async Task<V1.EvidenceItem> ItemAsync(this TestPartnership here, string evidenceId) =>
        (await here.EvidenceAs(here.Manager).GetEvidenceAsync(new() { EvidenceId = evidenceId })).Item;

    public static byte[] Pdf(int size = 700_000)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    /// <summary>A document of Word or a PDF that can be read.</summary>
    public static byte[] Readable(string name, string text)
    {
        if (name.EndsWith(".pdf", StringComparison.Ordinal))
        {
            return Samples.TextPdf(text);
        }

        using var document = new MemoryStream();
        Word.Write(new Document("Notes", "", "OFFICIAL", "", [new Documents.Paragraph(text)]), document);
        return document.ToArray();
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Put in whole; it waits for its scan or has it behind it.</summary>
    public static async Task<V1.Upload> UploadAsync(this V1.Evidence.EvidenceClient calls, string name, byte[] bytes)
    {
        var fileId = (await calls.BeginUploadAsync(new() { Name = name, Size = bytes.Length })).FileId;
        for (var offset = 0; offset < bytes.Length; offset += Megabyte)
        {
            await calls.AppendToUploadAsync(new()
            {
                FileId = fileId, Offset = offset, Content = ByteString.CopyFrom(bytes, offset, Math.Min(Megabyte, bytes.Length - offset)),
            });
        }

        return await calls.CompleteUploadAsync(new() { FileId = fileId, Sha256 = Hash(bytes) });
    }

    /// <summary>Put in, looked through and read.</summary>
    public static async Task<V1.Upload> ScannedAsync(this V1.Evidence.EvidenceClient calls, string name, byte[] bytes)
    {
        var upload = await calls.UploadAsync(name, bytes);
        await Eventually.SoAsync(
            async () => (upload = await calls.GetUploadAsync(new() { FileId = upload.FileId })).State is not (V1.FileState.Scanning or V1.FileState.Reading), "the checks are done");
        return upload;
    }

    public static async Task<(byte[] Bytes, V1.DocumentPart First)> DownloadAsync(this V1.Evidence.EvidenceClient calls, string evidenceId, int number = 0)
    {
        using var call = calls.DownloadEvidence(new() { EvidenceId = evidenceId, Number = number });
        var parts = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.All(parts, part => Assert.InRange(part.Content.Length, 1, 64 * 1024));
        return ([.. parts.SelectMany(part => part.Content)], parts[0]);
    }
}
