using Google.Protobuf;
using Grpc.Core;
using Jtai.Activities.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>What every service tells of its own audit log, here of Partners'.</summary>
[Collection(PartnersCollection.Name)]
public sealed class ActivityTests(PartnersHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.ActivityReflection.Descriptor.Services.Single());

    private const string Many =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        select @Id, now(), 'Alteration', 'PostChanged', 'many', number, 'somebody', 'PartnershipManager', 'council', 'r' from generate_series(1, @rows) number
        """;

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    private ActivityLog.ActivityLogClient Client => new(host.Service.Channel);

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((3, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(), await TenantAsync());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task ListActivity_AfterAnAct_SaysWhoDidWhatInWhichCapacity()
    {
        var area = await Area.MakeAsync(host);
        var post = await PostAsync(area);
        var entry = (await Client.ListActivityAsync(new() { RecordId = post }, area.AsManager())).Entries.Single();
        Assert.Equal(
            (ActivityKind.Collection, "PostChanged", post, 1L, area.Manager, "PartnershipManager", area.Council, "", "/jtai.partners.v1.Partners/RegisterPost"),
            (entry.Kind, entry.Entity, entry.RecordId, entry.Version, entry.PersonId, entry.Capacity, entry.AgencyId, entry.DisclosedTo, entry.Rpc));
    }

    [Fact]
    public async Task ListActivity_InPages_HasEveryEntryOnceNewestFirst()
    {
        var area = await Area.MakeAsync(host);
        for (var number = 0; number < 5; number++)
        {
            await PostAsync(area);
        }

        var all = (await Client.ListActivityAsync(new() { PageSize = 200 }, area.AsManager())).Entries.Select(entry => entry.EntryId).ToList();
        var paged = new List<long>();
        for (var token = ""; paged.Count == 0 || token.Length > 0;)
        {
            var page = await Client.ListActivityAsync(new() { PageSize = 2, PageToken = token }, area.AsManager());
            token = page.NextPageToken;
            paged.AddRange(page.Entries.Select(entry => entry.EntryId));
        }

        Assert.Equal(all.OrderDescending(), all);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task ListActivity_Filtered_HoldsWhatAnswersAllFilters()
    {
        var area = await Area.MakeAsync(host);
        var post = await PostAsync(area);
        await host.Client.FillPostAsync(new() { PostId = post, HolderId = area.Manager, ExpectedVersion = 1 }, area.AsManager());
        var today = host.Clock.Today();
        Assert.Equal(2, await CountAsync(new() { Entity = "PostChanged", PersonId = area.Manager, From = today.ToIso(), Through = today.ToIso() }));
        Assert.Equal(1, await CountAsync(new() { Entity = "PostChanged", Kind = ActivityKind.Alteration }));
        Assert.Equal(0, await CountAsync(new() { Entity = "PostChanged", Kind = ActivityKind.Erasure }));
        Assert.Equal(0, await CountAsync(new() { Entity = "PostChanged", PersonId = "service:reporting" }));
        Assert.Equal(0, await CountAsync(new() { Entity = "PostChanged", From = today.AddDays(1).ToIso() }));
        Assert.Equal(0, await CountAsync(new() { Entity = "PostChanged", Through = today.AddDays(-1).ToIso() }));

        async Task<int> CountAsync(ListActivityRequest request) => (await Client.ListActivityAsync(request, area.AsManager())).Entries.Count;
    }

    // Whoever looks is looked at: once an hour however often, and for each file that is taken away.
    [Fact]
    public async Task ListActivity_AgainAndAgain_IsRecordedOnceAnHourAndEachExport()
    {
        var area = await Area.MakeAsync(host);
        var looks = new ListActivityRequest { PersonId = area.Manager, Kind = ActivityKind.Consultation, PageSize = 1 };
        for (var times = 0; times < 3; times++)
        {
            Assert.Single((await Client.ListActivityAsync(looks, area.AsManager())).Entries, entry => (entry.Entity, entry.RecordId) == ("Activity", area.Manager));
        }

        var export = new ListActivityRequest { Export = true, PageSize = 1 };
        var first = await Client.ListActivityAsync(export, area.AsManager());
        Assert.Equal("ActivityExport", first.Entries[0].Entity);
        export.PageToken = first.NextPageToken;
        await Client.ListActivityAsync(export, area.AsManager());
        await Client.ListActivityAsync(new() { Export = true }, area.AsManager());
        looks.PageSize = 10;
        Assert.Equal(["ActivityExport", "ActivityExport", "Activity"], (await Client.ListActivityAsync(looks, area.AsManager())).Entries.Select(entry => entry.Entity));
    }

    [Fact]
    public async Task ListActivity_BehindMoreThanACallLooksThrough_IsFoundByTheNext()
    {
        var area = await Area.MakeAsync(host);
        await PostAsync(area);
        await host.Database.ExecuteAsync(Many, new { area.Id, rows = 20_000 });
        var request = new ListActivityRequest { PersonId = area.Manager, Entity = "PostChanged" };
        var nothing = await Client.ListActivityAsync(request, area.AsManager());
        Assert.Equal((0, true), (nothing.Entries.Count, nothing.LookedThrough is not null));
        request.PageToken = nothing.NextPageToken;
        var found = await Client.ListActivityAsync(request, area.AsManager());
        Assert.Equal((1, "", null), (found.Entries.Count, found.NextPageToken, found.LookedThrough));
    }

    [Fact]
    public async Task ListActivity_WithFaults_NamesEach()
    {
        var area = await Area.MakeAsync(host);
        var request = new ListActivityRequest { From = "2026-13-01", PageSize = 201, PageToken = "nowhere", Kind = (ActivityKind)99 };
        Assert.Equal(["page_size", "kind", "from", "page_token"], (await Refusal.OfAsync(Client.ListActivityAsync(request, area.AsManager()))).Fields);
        request = new() { From = "2026-11-02", Through = "2026-11-01" };
        Assert.Equal(["through"], (await Refusal.OfAsync(Client.ListActivityAsync(request, area.AsManager()))).Fields);
        var check = new CheckSealsRequest { Progress = ByteString.CopyFrom(1), Kept = { new KeptHead { Number = 1 } } };
        Assert.Equal(["kept", "progress"], (await Refusal.OfAsync(Client.CheckSealsAsync(check, area.AsManager()))).Fields);
    }

    [Theory]
    [InlineData(Capacity.InformationGovernanceReader)]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.AgencyLead)]
    public async Task Activity_ForAnybodyElse_IsClosed(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var headers = TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Council, capacity));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ListActivityAsync(new(), headers));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ListSealsAsync(new(), headers));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.CheckSealsAsync(new(), headers));
    }

    [Fact]
    public async Task Activity_OfThePlatform_IsForItsOperatorsAlone()
    {
        var area = await Area.MakeAsync(host);
        var entry = (await Client.ListActivityAsync(new() { RecordId = area.Council }, host.AsOperator())).Entries.Single();
        Assert.Equal(("AgencyChanged", "PlatformOperator"), (entry.Entity, entry.Capacity));
        await Client.ListSealsAsync(new(), host.AsOperator());
        Assert.Null((await Client.CheckSealsAsync(new(), host.AsOperator())).Fault);

        // Neither an operator's capacity in a partnership nor a manager's in the platform opens either.
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ListActivityAsync(new(), As(area.Id, Capacity.PlatformOperator)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ListActivityAsync(new(), As("platform", Capacity.PartnershipManager)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, Client.ListSealsAsync(new(), As(area.Id, Capacity.PlatformOperator)));

        Metadata As(string tenant, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), tenant, area.Council, capacity));
    }

    [Fact]
    public async Task ListSharingLog_TakenAway_IsRecordedOnceForEachFile()
    {
        var area = await Area.MakeAsync(host);
        await host.Client.ListSharingLogAsync(new(), area.AsManager());
        await host.Client.ListSharingLogAsync(new() { Export = true }, area.AsManager());
        Assert.Single((await Client.ListActivityAsync(new() { Entity = "SharingLogExport" }, area.AsManager())).Entries);
    }

    [Fact]
    public async Task Seals_OfWhatWasDone_ComeByThemselvesAndTellOfTampering()
    {
        var area = await Area.MakeAsync(host);
        var post = await PostAsync(area);
        await Eventually.SoAsync(async () => (await CheckAsync()) is { ThroughNumber: > 0, Complete: true, Fault: null, UnsealedEntries: 0 }, "its seals");
        var seals = (await Client.ListSealsAsync(new(), area.AsManager())).Seals;
        Assert.Equal(seals[0].Number, (await CheckAsync([.. seals])).ThroughNumber);
        Assert.Equal(
            new SealFault { Kind = SealFaultKind.TailCut, SegmentNumber = seals[0].Number },
            (await CheckAsync(new Seal { Number = seals[0].Number + 1, Head = seals[0].Head })).Fault);

        var id = (await Client.ListActivityAsync(new() { RecordId = post }, area.AsManager())).Entries[0].EntryId;
        await host.Database.ExecuteAsync("update audit set subject = 'somebody' where id = @id", new { id });
        var fault = (await CheckAsync()).Fault;
        Assert.Equal((SealFaultKind.EntryChanged, id), (fault.Kind, fault.EntryId));

        async Task<CheckSealsReply> CheckAsync(params IReadOnlyList<Seal> kept) => await Client.CheckSealsAsync(
            new() { Kept = { kept.Select(seal => new KeptHead { Number = seal.Number, Head = seal.Head }) } }, area.AsManager());
    }

    private async Task<string> PostAsync(Area area) =>
        (await host.Client.RegisterPostAsync(new() { AgencyId = area.Council, Title = $"Head of service {Area.NewSubject()}" }, area.AsManager())).PostId;

    private async Task<SweptTenant> TenantAsync()
    {
        var area = await Area.MakeAsync(host);
        return new() { Caller = _ => area.AsManager(), Sent = new() { ["person_id"] = area.Manager, ["record_id"] = await PostAsync(area) } };
    }
}
