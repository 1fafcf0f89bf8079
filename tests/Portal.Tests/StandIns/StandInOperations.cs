using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Operating.V1;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>How the services stand, as the portal sees them: what is in quarantine and the jobs are those of Actions.</summary>
public sealed class StandInOperations
{
    public const string LaidAside = "0198c0de-0000-7000-8000-0000000000e1";

    /// <summary>Of a request that Actions has in its log.</summary>
    public const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly Timestamp Since = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 7, 0, 0, TimeSpan.Zero));

    /// <summary>A part that does not answer; null where all do.</summary>
    public string? Away { get; set; }

    public List<QuarantinedEvent> Quarantined { get; } = [Event()];

    public List<WaitingJob> Jobs { get; } = [Job()];

    /// <summary>Every write that was accepted, with its part.</summary>
    public List<(string Part, IMessage Request)> Asked { get; } = [];

    public static QuarantinedEvent Event() => new()
    {
        Name = new() { TenantId = "haskermoor", ReadModel = "partners/proof", Type = "jtai.partners.v1.PersonChanged", RecordId = "somebody" },
        Version = 4, Tries = 3, Failure = "SQLSTATE 23514", QuarantinedAt = Since,
    };

    public static WaitingJob Job() => new()
    {
        TenantId = "haskermoor", Kind = "statement-mailing", JobId = LaidAside, AddedAt = Since, Tries = 1,
        NotBefore = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };

    public static TracedAct Act() => new()
    {
        TenantId = "haskermoor", EntryId = 71, At = Since, Rpc = "/jtai.actions.v1.Actions/UpdateProgress", RecordType = "ActionChanged",
        RecordId = StandInActions.ActionId, Version = 3, Subject = "0198c0de-0000-7000-8000-0000000000f1",
    };

    private GetHealthReply GetHealth(string part, GetHealthRequest request, ServerCallContext context)
    {
        Admit(part, context);
        var health = new GetHealthReply
        {
            Part = part, Version = "1.2.3+abc", StartedAt = Since, Migrations = new() { Applied = 12 }, Outbox = new(),
            Consumers = { new ConsumerState { Publisher = part == "partners" ? "actions" : "partners", Streams = 3, UnansweredForMs = 900, UnconfirmedForMs = 900 } },
        };
        if (part == "actions")
        {
            health.Consumers[0].Quarantined = Quarantined.Count;
        }

        return health;
    }

    private ListQuarantineReply ListQuarantine(string part, ListQuarantineRequest request, ServerCallContext context)
    {
        Admit(part, context);
        return new() { Events = { part == "actions" ? Quarantined : [] } };
    }

    private ReplayQuarantinedReply ReplayQuarantined(string part, ReplayQuarantinedRequest request, ServerCallContext context)
    {
        Find(part, request.Name, request.ExpectedVersion, context).ReplayAsked = true;
        Asked.Add((part, request));
        return new();
    }

    private DiscardQuarantinedReply DiscardQuarantined(string part, DiscardQuarantinedRequest request, ServerCallContext context)
    {
        Quarantined.Remove(Find(part, request.Name, request.ExpectedVersion, context));
        Asked.Add((part, request));
        return new();
    }

    private RebuildReadModelReply RebuildReadModel(string part, RebuildReadModelRequest request, ServerCallContext context)
    {
        Admit(part, context);
        if (request.TenantId != "haskermoor")
        {
            throw new NotFound("stream that was applied here");
        }

        Asked.Add((part, request));
        return new();
    }

    private ListJobsReply ListJobs(string part, ListJobsRequest request, ServerCallContext context)
    {
        Admit(part, context);
        return new() { Jobs = { part == "actions" ? Jobs : [] } };
    }

    private RetryJobReply RetryJob(string part, RetryJobRequest request, ServerCallContext context)
    {
        Admit(part, context);
        (Jobs.FirstOrDefault(job => job.JobId == request.JobId) ?? throw new NotFound("job")).NotBefore = null;
        Asked.Add((part, request));
        return new();
    }

    private ListSizesReply ListSizes(string part, ListSizesRequest request, ServerCallContext context)
    {
        Admit(part, context);
        return new()
        {
            Part = part,
            Sizes = { request.TenantIds.Select(id => new TenantSize { TenantId = id, Records = part == "actions" ? 100_000 : 1_234, LastActAt = part == "actions" ? StandInPartners.NewInvitation().ExpiresAt : null, Files = part == "actions" ? 2 : 0, FileBytes = part == "actions" ? 3_500_000 : 0 }) },
        };
    }

    private ListActsOfTraceReply ListActsOfTrace(string part, ListActsOfTraceRequest request, ServerCallContext context)
    {
        Admit(part, context);
        return new() { Acts = { part == "actions" && request.TraceId == TraceId ? [Act()] : (TracedAct[])[] } };
    }

    private QuarantinedEvent Find(string part, QuarantineName name, long version, ServerCallContext context)
    {
        Admit(part, context);
        var found = Quarantined.FirstOrDefault(one => part == "actions" && one.Name.Equals(name)) ?? throw new NotFound("event in quarantine");
        return found.Version == version ? found : throw new Conflict(found.Version);
    }

    private void Admit(string part, ServerCallContext context)
    {
        if (StandInPartners.Bearer(context) != "operator in platform")
        {
            throw new Forbidden("Only operators may.");
        }

        if (part == Away)
        {
            throw new Unavailable("It is away.");
        }
    }

    public sealed class OfPartners(PlatformOfStandIns platform) : Jtai.Partners.V1.Operations.OperationsBase
    {
        public override Task<ListTrustedReply> ListTrusted(ListTrustedRequest request, ServerCallContext context)
        {
            platform.Operations.Admit("partners", context);
            return Task.FromResult(new ListTrustedReply
            {
                Providers = { new TrustedProvider { Issuer = "https://sign-in.example", Audience = "jtai-portal", KeysReadAt = Since, KeyIds = { "a1", "b2" } } },
                Clients =
                {
                    new TrustedClient { ClientId = "client:northshire", TenantIds = { "northshire" }, Capacities = { Capacity.SystemUser }, KeyThumbprint = "Tq7", KeyMadeOn = "2020-01-31" },
                    new TrustedClient { ClientId = "service:actions", KeyThumbprint = "Zw4" },
                    new TrustedClient { ClientId = "service:portal", MayStartSessions = true, KeyThumbprint = "Xy9", KeyMadeOn = DateTime.UtcNow.AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
                },
                SigningKeys = { new SigningKeyState { KeyId = "now", IsCurrent = true }, new SigningKeyState { KeyId = "later" } },
            });
        }

        public override Task<GetHealthReply> GetHealth(GetHealthRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.GetHealth("partners", request, context));

        public override Task<ListQuarantineReply> ListQuarantine(ListQuarantineRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListQuarantine("partners", request, context));

        public override Task<ReplayQuarantinedReply> ReplayQuarantined(ReplayQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ReplayQuarantined("partners", request, context));

        public override Task<DiscardQuarantinedReply> DiscardQuarantined(DiscardQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.DiscardQuarantined("partners", request, context));

        public override Task<RebuildReadModelReply> RebuildReadModel(RebuildReadModelRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RebuildReadModel("partners", request, context));

        public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListJobs("partners", request, context));

        public override Task<RetryJobReply> RetryJob(RetryJobRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RetryJob("partners", request, context));

        public override Task<ListSizesReply> ListSizes(ListSizesRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListSizes("partners", request, context));

        public override Task<ListActsOfTraceReply> ListActsOfTrace(ListActsOfTraceRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListActsOfTrace("partners", request, context));
    }

    public sealed class OfInspections(PlatformOfStandIns platform) : Jtai.Inspections.V1.Operations.OperationsBase
    {
        public override Task<GetHealthReply> GetHealth(GetHealthRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.GetHealth("inspections", request, context));

        public override Task<ListQuarantineReply> ListQuarantine(ListQuarantineRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListQuarantine("inspections", request, context));

        public override Task<ReplayQuarantinedReply> ReplayQuarantined(ReplayQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ReplayQuarantined("inspections", request, context));

        public override Task<DiscardQuarantinedReply> DiscardQuarantined(DiscardQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.DiscardQuarantined("inspections", request, context));

        public override Task<RebuildReadModelReply> RebuildReadModel(RebuildReadModelRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RebuildReadModel("inspections", request, context));

        public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListJobs("inspections", request, context));

        public override Task<RetryJobReply> RetryJob(RetryJobRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RetryJob("inspections", request, context));

        public override Task<ListSizesReply> ListSizes(ListSizesRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListSizes("inspections", request, context));

        public override Task<ListActsOfTraceReply> ListActsOfTrace(ListActsOfTraceRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListActsOfTrace("inspections", request, context));
    }

    public sealed class OfActions(PlatformOfStandIns platform) : Jtai.Actions.V1.Operations.OperationsBase
    {
        public override Task<GetHealthReply> GetHealth(GetHealthRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.GetHealth("actions", request, context));

        public override Task<ListQuarantineReply> ListQuarantine(ListQuarantineRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListQuarantine("actions", request, context));

        public override Task<ReplayQuarantinedReply> ReplayQuarantined(ReplayQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ReplayQuarantined("actions", request, context));

        public override Task<DiscardQuarantinedReply> DiscardQuarantined(DiscardQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.DiscardQuarantined("actions", request, context));

        public override Task<RebuildReadModelReply> RebuildReadModel(RebuildReadModelRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RebuildReadModel("actions", request, context));

        public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListJobs("actions", request, context));

        public override Task<RetryJobReply> RetryJob(RetryJobRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RetryJob("actions", request, context));

        public override Task<ListSizesReply> ListSizes(ListSizesRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListSizes("actions", request, context));

        public override Task<ListActsOfTraceReply> ListActsOfTrace(ListActsOfTraceRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListActsOfTrace("actions", request, context));
    }

    public sealed class OfReporting(PlatformOfStandIns platform) : Jtai.Reporting.V1.Operations.OperationsBase
    {
        public override Task<GetHealthReply> GetHealth(GetHealthRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.GetHealth("reporting", request, context));

        public override Task<ListQuarantineReply> ListQuarantine(ListQuarantineRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListQuarantine("reporting", request, context));

        public override Task<ReplayQuarantinedReply> ReplayQuarantined(ReplayQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ReplayQuarantined("reporting", request, context));

        public override Task<DiscardQuarantinedReply> DiscardQuarantined(DiscardQuarantinedRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.DiscardQuarantined("reporting", request, context));

        public override Task<RebuildReadModelReply> RebuildReadModel(RebuildReadModelRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RebuildReadModel("reporting", request, context));

        public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListJobs("reporting", request, context));

        public override Task<RetryJobReply> RetryJob(RetryJobRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.RetryJob("reporting", request, context));

        public override Task<ListSizesReply> ListSizes(ListSizesRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListSizes("reporting", request, context));

        public override Task<ListActsOfTraceReply> ListActsOfTrace(ListActsOfTraceRequest request, ServerCallContext context) => Task.FromResult(platform.Operations.ListActsOfTrace("reporting", request, context));
    }
}
