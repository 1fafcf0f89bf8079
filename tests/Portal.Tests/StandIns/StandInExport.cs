using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Exporting.V1;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>What the services export, as a test says; each has an entry of its own and one that it shares with the others.</summary>
public sealed class StandInExport
{
    public const string SharedFile = "files/" + "ab54d286474d4b0c5b1a0f0a8d5c5e0d7c0a1f5e3f3a7c8f2d1b9e6c4a3f2e1d";

    /// <summary>Of whom everything was asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Why Actions refuses; empty where it does not.</summary>
    public string Refusal { get; set; } = "";

    /// <summary>True where Actions fails in the middle of an entry.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>True where Actions ends without saying that it has.</summary>
    public bool EndsEarly { get; set; }

    /// <summary>True where Actions sends on and on until the call ends.</summary>
    public bool IsEndless { get; set; }

    /// <summary>True once nobody may export any more.</summary>
    public bool IsOver { get; set; }

    /// <summary>Of which tenants somebody has the whole archive.</summary>
    public ConcurrentQueue<string> Completed { get; } = new();

    private async Task ExportAsync(string service, IServerStreamWriter<ExportPart> parts, CancellationToken ct)
    {
        lock (Asked)
        {
            Asked.Add(service);
        }

        if (service == "actions" && Refusal.Length > 0)
        {
            throw new Refused(Refusal);
        }

        await parts.WriteAsync(new ExportPart { Schema = new() { Service = service, Migrations = { "platform 0001_platform" } } }, ct);
        await parts.WriteAsync(new ExportPart { Entry = $"{service}/records.jsonl" }, ct);
        await parts.WriteAsync(Content($"{{\"name\":\"{service}\"}}\n"), ct);
        if (service == "actions" && BreaksOff)
        {
            throw new InvalidOperationException("It breaks off.");
        }

        while (service == "actions" && IsEndless)
        {
            await parts.WriteAsync(Content("{\"name\":\"one more\"}\n"), ct);
            await Task.Delay(20, ct);
        }

        await parts.WriteAsync(Content("{\"name\":\"another\"}\n"), ct);
        await parts.WriteAsync(new ExportPart { Entry = SharedFile }, ct);
        await parts.WriteAsync(Content("The same in each."), ct);
        if (service != "actions" || !EndsEarly)
        {
            await parts.WriteAsync(new ExportPart { End = new() }, ct);
        }
    }

    private static ExportPart Content(string text) => new() { Content = ByteString.CopyFrom(text, Encoding.UTF8) };

    public sealed class OfPartners(PlatformOfStandIns platform) : Jtai.Partners.V1.Export.ExportBase
    {
        public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
            platform.Export.ExportAsync("partners", responseStream, context.CancellationToken);

        public override Task<CheckExportReply> CheckExport(CheckExportRequest request, ServerCallContext context) =>
            platform.Export.IsOver ? throw new Forbidden("You may not do this.") : Task.FromResult(new CheckExportReply());

        public override Task<CompleteExportReply> CompleteExport(CompleteExportRequest request, ServerCallContext context)
        {
            platform.Export.Completed.Enqueue(context.RequestHeaders.GetValue("authorization")!.Split(' ')[^1]);
            return Task.FromResult(new CompleteExportReply());
        }
    }

    public sealed class OfInspections(PlatformOfStandIns platform) : Jtai.Inspections.V1.Export.ExportBase
    {
        public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
            platform.Export.ExportAsync("inspections", responseStream, context.CancellationToken);
    }

    public sealed class OfActions(PlatformOfStandIns platform) : Jtai.Actions.V1.Export.ExportBase
    {
        public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
            platform.Export.ExportAsync("actions", responseStream, context.CancellationToken);
    }

    public sealed class OfReporting(PlatformOfStandIns platform) : Jtai.Reporting.V1.Export.ExportBase
    {
        public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
            platform.Export.ExportAsync("reporting", responseStream, context.CancellationToken);
    }
}
