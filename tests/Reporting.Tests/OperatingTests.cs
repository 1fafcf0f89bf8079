using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Operating.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>What every service tells whoever runs the platform, here of Reporting, and what they may do about it.</summary>
[Collection(ReportingService.Name)]
public sealed class OperatingTests(ReportingHost host)
{
    private const string Canary = "canary that somebody wrote";

    public static TheoryData<string> Rpcs => [.. V1.Operations.Descriptor.Methods.Select(method => method.Name)];

    private V1.Operations.OperationsClient Client => new(host.Service.Channel);

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task AnyCall_ByCapacity_AdmitsPlatformOperatorsAlone(string rpc)
    {
        var method = V1.Operations.Descriptor.FindMethodByName(rpc);
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            Assert.Equal((capacity, capacity == Capacity.PlatformOperator), (capacity, await IsAdmittedAsync("platform", capacity)));
            Assert.False(await IsAdmittedAsync("somewhere", capacity));
            Assert.False(await IsAdmittedAsync("agency:some-agency", capacity));
        }

        Assert.Equal(StatusCode.PermissionDenied, await AnyRpc.CodeAsync(host.Service, method, host.Tokens.ForService("partners")));
        Assert.Equal(StatusCode.Unauthenticated, await AnyRpc.CodeAsync(host.Service, method, token: null));

        async Task<bool> IsAdmittedAsync(string tenant, Capacity capacity) => StatusCode.PermissionDenied
            != await AnyRpc.CodeAsync(host.Service, method, host.Tokens.ForPerson(Guid.NewGuid(), tenant, "some-agency", capacity));
    }

    [Fact]
    public async Task GetHealth_OfARunningService_SaysVersionMigrationsStreamsAndJobs()
    {
        var there = await TestPartnership.MakeAsync(host);
        await AddJobAsync(there, "tries = 2", kind: "health-test");
        var health = await Client.GetHealthAsync(new(), Operator());
        Assert.Equal("reporting", health.Part);
        Assert.NotEqual("", health.Version);
        Assert.True(health.StartedAt.ToDateTimeOffset() < DateTimeOffset.UtcNow);
        Assert.True(health.Migrations.Applied > 10);
        Assert.Empty(health.Migrations.Pending);
        Assert.Equal(["actions", "inspections", "partners"], health.Consumers.Select(consumer => consumer.Publisher));
        Assert.All(health.Consumers, consumer => Assert.True(consumer is { Streams: > 0, HasUnansweredForMs: true }));
        var jobs = health.Jobs.Single(job => job.Kind == "health-test");
        Assert.Equal((1, 0, 1), (jobs.Waiting, jobs.Running, jobs.BrokenOff));
    }

    [Fact]
    public async Task GetHealth_MigrationThatHasNotRun_IsNamed()
    {
        await host.Database.ExecuteAsync("update migration set source = 'away' where name = '202611302010_operations'");
        var health = await Client.GetHealthAsync(new(), Operator());
        await host.Database.ExecuteAsync("update migration set source = 'platform' where name = '202611302010_operations'");
        Assert.Equal(["202611302010_operations"], health.Migrations.Pending);
    }

    [Fact]
    public async Task ReplayQuarantined_CauseStillThere_StaysWithOneTryMore_AndLeavesOnceItIsMended()
    {
        var there = await TestPartnership.MakeAsync(host);
        var quarantined = await QuarantineAsync(there);
        Assert.Equal((3, "SQLSTATE 23514", false), (quarantined.Tries, quarantined.Failure, quarantined.ReplayAsked));
        Assert.Contains((await Client.GetHealthAsync(new(), Operator())).Consumers, consumer => consumer is { Publisher: "partners", Quarantined: > 0 });
        var replay = new ReplayQuarantinedRequest { Name = quarantined.Name, ExpectedVersion = quarantined.Version };

        var asker = Operator();
        await Client.ReplayQuarantinedAsync(replay, asker);
        await Client.ReplayQuarantinedAsync(replay, asker);
        await Eventually.SoAsync(async () => await FindAsync(there) is { Tries: 4, ReplayAsked: false }, "it was tried once more");

        await host.Database.ExecuteAsync("alter table post drop constraint shut");
        await Client.ReplayQuarantinedAsync(replay, Operator());
        await Eventually.SoAsync(async () => await FindAsync(there) is null, "it has left quarantine");
        Assert.Equal(1, Assert.Single(await host.Database.QueryAsync<long>("select count(*) from post where tenant_id = @TenantId", there)));
        await Refusal.OfAsync(StatusCode.NotFound, Client.ReplayQuarantinedAsync(replay, Operator()));
        Assert.Equal([("platform", "ReplayQuarantined", 2L), (there.TenantId, "ReplayQuarantined", 2L)], await AuditedAsync(quarantined.Name.RecordId));
    }

    [Fact]
    public async Task DiscardQuarantined_WithAReason_IsGoneWithItsEventAndNotedInBothLogs()
    {
        var there = await TestPartnership.MakeAsync(host);
        var quarantined = await QuarantineAsync(there);
        var discard = new DiscardQuarantinedRequest { Name = quarantined.Name, ExpectedVersion = quarantined.Version, Reason = DiscardReason.NotNeeded };
        var withoutReason = discard.Clone();
        withoutReason.Reason = DiscardReason.Unspecified;
        Assert.Equal(["reason"], (await Refusal.OfAsync(StatusCode.InvalidArgument, Client.DiscardQuarantinedAsync(withoutReason, Operator()))).Fields);
        var stale = discard.Clone();
        stale.ExpectedVersion += 1;
        Assert.Equal(quarantined.Version, (await Refusal.OfAsync(StatusCode.Aborted, Client.DiscardQuarantinedAsync(stale, Operator()))).CurrentVersion);

        await Client.DiscardQuarantinedAsync(discard, Operator());

        Assert.Null(await FindAsync(there));
        Assert.Equal(
            ("NotNeeded", 0),
            Assert.Single(await host.Database.QueryAsync<(string, int)>("select discarded, octet_length(event) from quarantine where tenant_id = @TenantId", there)));
        Assert.Equal([("platform", "DiscardQuarantined", 1L), (there.TenantId, "DiscardQuarantined", 1L)], await AuditedAsync(quarantined.Name.RecordId));
        await host.Database.ExecuteAsync("alter table post drop constraint shut");
    }

    [Fact]
    public async Task DiscardQuarantined_AfterAThousandOthers_ForgetsTheOldestOfThem()
    {
        var there = await TestPartnership.MakeAsync(host);
        var quarantined = await QuarantineAsync(there);
        await host.Database.ExecuteAsync(
            $"""
            insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at, discarded)
            select tenant_id, publisher, type, 'given up ' || number, 1, '', failure, quarantined_at - number * interval '1 hour', 'NotNeeded'
            from quarantine, generate_series(1, 1000) as numbers (number) where tenant_id = '{there.TenantId}'
            """);

        await Client.DiscardQuarantinedAsync(
            new() { Name = quarantined.Name, ExpectedVersion = quarantined.Version, Reason = DiscardReason.NotNeeded }, Operator());

        var kept = await host.Database.QueryAsync<string>("select aggregate_id from quarantine where tenant_id = @TenantId", there);
        Assert.Equal(1000, kept.Count);
        Assert.Contains(quarantined.Name.RecordId, kept);
        Assert.DoesNotContain("given up 1000", kept);
        await host.Database.ExecuteAsync("alter table post drop constraint shut");
    }

    [Fact]
    public async Task RebuildReadModel_OfATenant_MakesItsRowsAgain()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.PostIsAsync(Guid.NewGuid(), null);
        await host.Database.ExecuteAsync($"delete from post where tenant_id = '{there.TenantId}'");
        await Client.RebuildReadModelAsync(new() { TenantId = there.TenantId, Publisher = "partners" }, Operator());
        await Eventually.SoAsync(
            async () => (await host.Database.QueryAsync<long>("select count(*) from post where tenant_id = @TenantId", there)).Single() == 1, "the row is there again");
        await Refusal.OfAsync(StatusCode.NotFound, Client.RebuildReadModelAsync(new() { TenantId = "nobody-at-all", Publisher = "partners" }, Operator()));
    }

    [Fact]
    public async Task RetryJob_LaidAside_WaitsNoLonger_AndOneThatRunsIsRefused()
    {
        var there = await TestPartnership.MakeAsync(host);
        var aside = await AddJobAsync(there, "not_before = now() + interval '1 hour'");
        var held = await AddJobAsync(there, "held_until = now() + interval '1 hour'");
        await Client.RetryJobAsync(new() { TenantId = there.TenantId, Kind = "test", JobId = aside }, Operator());
        var jobs = (await AllJobsAsync()).Where(job => job.TenantId == there.TenantId).ToDictionary(job => job.JobId);
        Assert.Equal(2, jobs.Count);
        Assert.Null(jobs[aside].NotBefore);
        Assert.NotNull(jobs[held].HeldUntil);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, Client.RetryJobAsync(new() { TenantId = there.TenantId, Kind = "test", JobId = held }, Operator()));
        await Refusal.OfAsync(StatusCode.NotFound, Client.RetryJobAsync(new() { TenantId = there.TenantId, Kind = "test", JobId = Guid.NewGuid().ToString() }, Operator()));
    }

    [Fact]
    public async Task ListActsOfTrace_OfAWrite_NamesItsEntriesInTheLogsOfAllTenants_AndIsItselfNoted()
    {
        var there = await TestPartnership.MakeAsync(host);
        var jobId = await AddJobAsync(there, "not_before = now() + interval '1 hour'");
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var headers = Operator();
        headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        await Client.RetryJobAsync(new() { TenantId = there.TenantId, Kind = "test", JobId = jobId }, headers);

        var (asker, asked) = (Operator(), new ListActsOfTraceRequest { TraceId = trace });
        await Client.ListActsOfTraceAsync(asked, asker);
        var found = await Client.ListActsOfTraceAsync(asked, asker);

        Assert.Equal(
            [("platform", "/jtai.reporting.v1.Operations/RetryJob", "Job", jobId), (there.TenantId, "/jtai.reporting.v1.Operations/RetryJob", "Job", jobId)],
            found.Acts.OrderBy(act => act.TenantId != "platform").Select(act => (act.TenantId, act.Rpc, act.RecordType, act.RecordId)));
        Assert.All(found.Acts, act => Assert.True(act.EntryId > 0 && Guid.TryParse(act.Subject, out _)));
        Assert.False(found.More);
        Assert.Equal([("platform", "ListActsOfTrace", 1L)], await AuditedAsync(trace));
        Assert.Equal(["trace_id"], (await Refusal.OfAsync(StatusCode.InvalidArgument, Client.ListActsOfTraceAsync(new() { TraceId = "4BF9' or" }, Operator()))).Fields);
    }

    [Fact]
    public async Task EveryAnswer_ToAnOperator_HoldsNothingThatAnybodyWrote()
    {
        var there = await TestPartnership.MakeAsync(host, name: Canary);
        await there.FindingAsync(Canary);
        await there.AddAsync(Canary);
        var quarantined = await QuarantineAsync(there);
        var jobId = await AddJobAsync(there, "not_before = now() + interval '1 hour'");
        string[] answers = [.. await Task.WhenAll(V1.Operations.Descriptor.Methods.Select(AskAsync))];
        await host.Database.ExecuteAsync("alter table post drop constraint shut");

        Assert.Equal(9, answers.Length);
        Assert.DoesNotContain(answers, answer => answer.Contains("canary", StringComparison.OrdinalIgnoreCase));

        async Task<string> AskAsync(Google.Protobuf.Reflection.MethodDescriptor method)
        {
            IMessage request = method.Name switch
            {
                "ReplayQuarantined" => new ReplayQuarantinedRequest { Name = quarantined.Name, ExpectedVersion = quarantined.Version },
                "DiscardQuarantined" => new DiscardQuarantinedRequest { Name = quarantined.Name, ExpectedVersion = quarantined.Version + 1, Reason = DiscardReason.NotNeeded },
                "RebuildReadModel" => new RebuildReadModelRequest { TenantId = there.TenantId, Publisher = "inspections" },
                "ListSizes" => new ListSizesRequest { TenantIds = { there.TenantId } },
                "ListActsOfTrace" => new ListActsOfTraceRequest { TraceId = ActivityTraceId.CreateRandom().ToHexString() },
                "RetryJob" => new RetryJobRequest { TenantId = there.TenantId, Kind = "test", JobId = jobId },
                _ => method.InputType.Parser.ParseFrom(ByteString.Empty),
            };
            try
            {
                using var call = AnyRpc.Call(host.Service.Channel.CreateCallInvoker(), method, request, Operator());
                return (await call.ResponseAsync).ToString()!;
            }
            catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Aborted)
            {
                return refusal.Status.Detail;
            }
        }
    }

    private Metadata Operator() => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), "platform", "platform-operations", Capacity.PlatformOperator));

    /// <summary>Publishes a post that the database refuses until the constraint goes.</summary>
    private async Task<QuarantinedEvent> QuarantineAsync(TestPartnership there)
    {
        await host.Database.ExecuteAsync("alter table post drop constraint if exists shut; alter table post add constraint shut check (false) not valid");
        var post = Guid.NewGuid().ToString();
        await host.Partners.PublishAsync(
            there.TenantId, post, 1, new PostChanged { Post = new() { PostId = post, AgencyId = there.Police, Title = Canary } });
        return (await FindAsync(there))!;
    }

    private async Task<QuarantinedEvent?> FindAsync(TestPartnership there)
    {
        var found = new List<QuarantinedEvent>();
        for (string? token = ""; token is not null;)
        {
            var page = await Client.ListQuarantineAsync(new() { PageSize = 1, PageToken = token }, Operator());
            found.AddRange(page.Events);
            token = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }

        return found.SingleOrDefault(one => one.Name.TenantId == there.TenantId);
    }

    private async Task<IReadOnlyList<WaitingJob>> AllJobsAsync()
    {
        var found = new List<WaitingJob>();
        for (string? token = ""; token is not null;)
        {
            var page = await Client.ListJobsAsync(new() { PageSize = 1, PageToken = token }, Operator());
            found.AddRange(page.Jobs);
            token = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }

        return found;
    }

    private async Task<string> AddJobAsync(TestPartnership there, string standing, string kind = "test")
    {
        var job = Guid.NewGuid();
        await host.Database.ExecuteAsync(
            $"insert into job (tenant_id, kind, job_id) values ('{there.TenantId}', '{kind}', '{job}'); update job set {standing} where job_id = '{job}'");
        return job.ToString();
    }

    private async Task<IReadOnlyList<(string, string, long)>> AuditedAsync(string recordId) =>
        [.. await host.Database.QueryAsync<(string, string, long)>(
            """
            select tenant_id, split_part(rpc, '/', 3), count(*) from audit
            where aggregate_id = @recordId and capacity = 'PlatformOperator' group by 1, 2 order by tenant_id <> 'platform'
            """,
            new { recordId })];
}
