using Jtai.Access;
using Jtai.Data.Tests.Sample;
using Jtai.Events.V1;
using Jtai.Field;
using Jtai.Hosting;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;

namespace Jtai.Data.Tests;

/// <summary>Whatever the broker does, the copy ends equal to the owner's current state.</summary>
public sealed class ConsumerTests : IAsyncLifetime
{
    private Subscriber subscriber = null!;

    public async Task InitializeAsync() => subscriber = await Subscriber.StartAsync();

    public async Task DisposeAsync() => await subscriber.DisposeAsync();

    [Fact]
    public async Task Deliver_Twice_IsAppliedOnceWithItsCheckpoint()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        var range = await PublishedAsync("northshire", 1);

        await subscriber.Consumer.AcceptAsync(range, default);
        await subscriber.Consumer.AcceptAsync(range, default);

        Assert.Equal(["northshire|a|1|one"], await subscriber.CopysStateAsync());
        Assert.Equal(1, await subscriber.CheckpointAsync("northshire"));
        Assert.Equal(1, subscriber.Poison.Calls);
    }

    [Fact]
    public async Task Deliver_AfterAGap_PullsWhatIsMissing()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await PublishedAsync("northshire", 1);
        await subscriber.SaveAsync("northshire", "b", 0, "two");
        var second = await PublishedAsync("northshire", 2);

        Assert.Equal(1, second.After);
        await subscriber.Consumer.AcceptAsync(second, default);
        await Eventually.SoAsync(async () => await subscriber.CheckpointAsync("northshire") == 2, "both are applied");

        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
    }

    [Fact]
    public async Task Confirm_LastMessageLost_IsPulled()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.SaveAsync("northshire", "a", 1, "two");
        await subscriber.NumberedAsync();
        Assert.Equal(TimeSpan.MaxValue, subscriber.Consumer.UnconfirmedFor("northshire"));

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(["northshire|a|2|two"], await subscriber.CopysStateAsync());
        Assert.True(subscriber.Consumer.UnconfirmedFor("northshire") < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Confirm_PublisherDown_StaysUnconfirmed()
    {
        subscriber.PublisherIsDown = true;
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => subscriber.Consumer.ConfirmAsync(default));
        Assert.Equal(TimeSpan.MaxValue, subscriber.Consumer.UnansweredFor);
        Assert.Equal(TimeSpan.MaxValue, subscriber.Consumer.UnconfirmedFor("northshire"));

        subscriber.PublisherIsDown = false;
        await subscriber.Consumer.ConfirmAsync(default);
        Assert.True(subscriber.Consumer.UnansweredFor < TimeSpan.FromMinutes(1));
        Assert.True(subscriber.Consumer.UnconfirmedFor("no-stream-yet") < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Confirm_RelayCannotNumber_CountsFromTheOldestChangeWithoutNumber()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.SaveAsync("southshire", "a", 0, "one");
        await subscriber.NumberedAsync();
        await using var held = await subscriber.HoldRelayAsync();
        await subscriber.SaveAsync("northshire", "a", 1, "withdrawn");
        await subscriber.SaveAsync("new-tenant", "a", 0, "one");
        await subscriber.ChangeOwnersAsync("update outbox set recorded_at = recorded_at - interval '46 seconds' where seq is null");

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.True(subscriber.Consumer.UnconfirmedFor("northshire") > TimeSpan.FromSeconds(45));
        Assert.True(subscriber.Consumer.UnconfirmedFor("new-tenant") > TimeSpan.FromSeconds(45));
        Assert.True(subscriber.Consumer.UnconfirmedFor("southshire") < TimeSpan.FromSeconds(45));

        await held.DisposeAsync();
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
        Assert.True(subscriber.Consumer.UnconfirmedFor("northshire") < TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task Confirm_OneTenantsStreamFails_ConfirmsTheOthersAndNamesIt()
    {
        string[] tenants = ["eastshire", "northshire", "southshire", "westshire", "agency:westmarch-police", "newshire"];
        foreach (var tenant in tenants)
        {
            await subscriber.SaveAsync(tenant, "a", 0, tenant);
        }

        await subscriber.NumberedAsync();
        subscriber.PullFailsFor = "northshire";

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(5, (await subscriber.CopysStateAsync()).Count);
        Assert.Equal(["northshire"], tenants.Where(tenant => subscriber.Consumer.UnconfirmedFor(tenant) == TimeSpan.MaxValue));
        var warning = Assert.Single(subscriber.Log.All);
        Assert.Contains("northshire (Internal)", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning, StringComparison.Ordinal);

        subscriber.PullFailsFor = null;
        await subscriber.Consumer.ConfirmAsync(default);
        Assert.True(subscriber.Consumer.UnconfirmedFor("northshire") < TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Deliver_DroppedDoubledAndReorderedToTwoReplicas_EndsEqual(int seed)
    {
        var random = new Random(seed);
        string[] tenants = ["northshire", "southshire", "agency:westmarch-police"];
        var versions = new Dictionary<(string, string), long>();
        for (var write = 0; write < 60; write++)
        {
            var note = (Tenant: tenants[random.Next(3)], Id: "n" + random.Next(6));
            var version = versions.GetValueOrDefault(note);
            versions[note] = await subscriber.SaveAsync(note.Tenant, note.Id, version, $"{seed}-{write}");
        }

        await subscriber.NumberedAsync();
        var other = subscriber.NewConsumer();
        var deliveries = subscriber.Published
            .SelectMany(range => Enumerable.Repeat(range, random.Next(5) switch { 0 => 0, 1 => 2, _ => 1 }))
            .OrderBy(_ => random.Next())
            .ToArray();
        await Parallel.ForEachAsync(deliveries, async (range, ct) =>
            await (range.Through % 2 == 0 ? subscriber.Consumer : other).AcceptAsync(range, ct));
        await other.ConfirmAsync(default);

        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
        Assert.Empty(await subscriber.QuarantineAsync());
    }

    [Theory]
    [InlineData("poison", "FormatException", false)]
    [InlineData("poison", "FormatException", true)]
    [InlineData("poison for the database", "SQLSTATE 22012", false)]
    [InlineData("poison for the database", "SQLSTATE 22012", true)]
    public async Task Apply_PoisonMessage_IsQuarantinedAndHoldsUpNobody(string text, string failure, bool manyAtOnce)
    {
        var consumer = subscriber.NewConsumer(manyAtOnce);
        await subscriber.SaveAsync("northshire", "a", 0, "before");
        await subscriber.SaveAsync("northshire", "bad", 0, text);
        await subscriber.SaveAsync("northshire", "b", 0, "after");
        await subscriber.NumberedAsync();

        await consumer.ConfirmAsync(default);

        Assert.Equal(["northshire|a|1|before", "northshire|b|1|after"], await subscriber.CopysStateAsync());
        Assert.Equal([$"northshire|bad|1|{failure}"], await subscriber.QuarantineAsync());
        Assert.Equal(3, await subscriber.CheckpointAsync("northshire"));

        await subscriber.SaveAsync("northshire", "bad", 1, "healed");
        await subscriber.NumberedAsync();
        await consumer.ConfirmAsync(default);

        Assert.Empty(await subscriber.QuarantineAsync());
        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
    }

    [Fact]
    public async Task Apply_PoisonWhileQuarantineIsFull_IsCountedAndHoldsUpNobody_AndARebuildMendsIt()
    {
        await subscriber.SaveAsync("northshire", "first", 0, "poison");
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
        await subscriber.ChangeCopysAsync(
            """
            insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
            select tenant_id, publisher, type, 'filled ' || number, 1, event, failure, quarantined_at
            from quarantine, generate_series(1, @more) as numbers (number)
            """,
            new { more = RangeApplier.MostQuarantined - 1 });
        foreach (var id in new[] { "second", "third" })
        {
            await subscriber.SaveAsync("northshire", id, 0, "poison");
        }

        await subscriber.SaveAsync("northshire", "first", 1, "poison");
        await subscriber.SaveAsync("northshire", "b", 0, "after");
        await subscriber.NumberedAsync();

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(["northshire|b|1|after"], await subscriber.CopysStateAsync());
        Assert.Equal((RangeApplier.MostQuarantined, 2L), (await QuarantinedAsync(), await subscriber.PassedOverAsync("northshire")));
        Assert.Contains("northshire|first|2|FormatException", await subscriber.QuarantineAsync());

        subscriber.Poison.TakeAsync = (_, _) => Task.CompletedTask;
        Assert.True(await RebuildCommand.RanAsync(["rebuild", "sample", "northshire"], subscriber.CopysConfiguration));
        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
        Assert.Equal((0, 0L), (await QuarantinedAsync(), await subscriber.PassedOverAsync("northshire")));

        async Task<int> QuarantinedAsync() => (await subscriber.QuarantineAsync()).Count;
    }

    [Fact]
    public async Task Apply_PoisonAfterAThousandWereGivenUp_StandsInQuarantine()
    {
        await subscriber.SaveAsync("northshire", "first", 0, "poison");
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
        await subscriber.ChangeCopysAsync(
            """
            insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
            select tenant_id, publisher, type, 'filled ' || number, 1, event, failure, quarantined_at
            from quarantine, generate_series(1, @more) as numbers (number);
            update quarantine set discarded = 'NotNeeded', event = '';
            """,
            new { more = RangeApplier.MostQuarantined - 1 });
        await subscriber.SaveAsync("northshire", "second", 0, "poison");
        await subscriber.SaveAsync("northshire", "first", 1, "poison");
        await subscriber.NumberedAsync();

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(0, await subscriber.PassedOverAsync("northshire"));
        var quarantined = await subscriber.QuarantineAsync();
        Assert.All(["northshire|first|2|FormatException", "northshire|second|1|FormatException"], row => Assert.Contains(row, quarantined));
    }

    [Fact]
    public async Task Apply_StatementThatFailsAtItsThirdUse_IsReadRightAfterwards()
    {
        // The third use of a text on a connection is the one at which Npgsql prepares it.
        string[] notes = ["a", "b", "bad", "c", "d", "e"];
        foreach (var note in notes)
        {
            await subscriber.SaveAsync("northshire", note, 0, note);
        }

        await subscriber.NumberedAsync();
        var read = new Dictionary<string, IReadOnlyList<string>>();
        subscriber.Poison.TakeAsync = async (context, text) => read[text] = await context.QueryAsync<string>(
            "select text from note_copy where id = @AggregateId and text <> @other", new { context.AggregateId, other = text == "bad" ? "\0" : "" });

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(["northshire|bad|1|SQLSTATE 22021"], await subscriber.QuarantineAsync());
        Assert.Equal(notes.Where(note => note != "bad").Select(note => $"northshire|{note}|1|{note}"), await subscriber.CopysStateAsync());
        Assert.All(read, note => Assert.Equal([note.Key], note.Value));
    }

    [Fact]
    public async Task Apply_StatesSupersededInTheSameRange_ArePassedOver()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "poison");
        await subscriber.SaveAsync("northshire", "b", 0, "one");
        await subscriber.SaveAsync("northshire", "a", 1, "healed");
        await subscriber.NumberedAsync();

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Empty(await subscriber.QuarantineAsync());
        Assert.Equal(["northshire|a|2|healed", "northshire|b|1|one"], await subscriber.CopysStateAsync());
        Assert.Equal((2, 3), (subscriber.Poison.Calls, await subscriber.CheckpointAsync("northshire")));
    }

    [Fact]
    public async Task Apply_StateThatIsNoMessage_IsQuarantined()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.NumberedAsync();
        await subscriber.ChangeOwnersAsync(@"update outbox set state = '\xffffff'");

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Equal(["northshire|a|1|InvalidProtocolBufferException"], await subscriber.QuarantineAsync());
    }

    [Fact]
    public async Task Apply_ConnectionLostInTheMiddle_ChangesNothingAndIsTriedAgain()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.SaveAsync("northshire", "b", 0, "two");
        await subscriber.NumberedAsync();
        var take = subscriber.Poison.TakeAsync;
        subscriber.Poison.TakeAsync = (context, text) => text == "two"
            ? context.ExecuteAsync("select pg_terminate_backend(pg_backend_pid())")
            : Task.CompletedTask;

        await subscriber.Consumer.ConfirmAsync(default);
        Assert.Equal(TimeSpan.MaxValue, subscriber.Consumer.UnconfirmedFor("northshire"));
        Assert.Empty(await subscriber.CopysStateAsync());
        Assert.Empty(await subscriber.QuarantineAsync());
        Assert.Equal(0, await subscriber.CheckpointAsync("northshire"));

        subscriber.Poison.TakeAsync = take;
        await subscriber.Consumer.ConfirmAsync(default);
        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
    }

    [Fact]
    public async Task Apply_UnknownType_IsPassedOver()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.NumberedAsync();
        await subscriber.ChangeOwnersAsync("update outbox set type = 'jtai.sample.v9.Unheard'");

        await subscriber.Consumer.ConfirmAsync(default);

        Assert.Empty(await subscriber.CopysStateAsync());
        Assert.Equal(1, await subscriber.CheckpointAsync("northshire"));
    }

    [Fact]
    public async Task Erase_Aggregate_RemovesTheCopyAndItsEarlierStates()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "child's story");
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);

        await EraseAsync();

        Assert.Empty(await subscriber.CopysStateAsync());
        var whole = await subscriber.Publisher.Feed.ListEventsAsync(
            new ListEventsRequest { TenantId = "northshire" }, new Grpc.Core.Metadata { { "test-subject", "service:reader" } });
        Assert.True(Assert.Single(whole.Events).Erased);
    }

    [Fact]
    public async Task Erase_AggregateInQuarantine_LeavesNoWordsThere()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "poison");
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
        Assert.Single(await subscriber.QuarantineAsync());

        await EraseAsync();

        Assert.Empty(await subscriber.QuarantineAsync());
    }

    [Fact]
    public async Task Rebuild_UnderANewNameWhileWritesGoOn_EndsEqual()
    {
        for (var note = 0; note < 30; note++)
        {
            await subscriber.SaveAsync("northshire", $"n{note}", 0, "one");
        }

        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
        // As a migration leaves its tables anew.
        await subscriber.ChangeCopysAsync("delete from note_copy");

        var writing = Task.Run(async () =>
        {
            for (var note = 0; note < 30; note++)
            {
                await subscriber.SaveAsync("northshire", $"n{note}", 1, "two");
            }
        });
        var anew = subscriber.NewConsumer(readModel: "sample/new");
        await anew.ConfirmAsync(default);
        await writing;
        await subscriber.NumberedAsync();
        await anew.ConfirmAsync(default);

        Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
    }

    [Fact]
    public async Task Expect_VersionThatIsApplied_IsSeen()
    {
        using var expectation = subscriber.Applied.Expect("a", 1);
        using var later = subscriber.Applied.Expect("a", 2);
        Assert.False(await expectation.WithinAsync(TimeSpan.FromMilliseconds(10), default));
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.Consumer.AcceptAsync(await PublishedAsync("northshire", 1), default);

        Assert.True(await expectation.WithinAsync(TimeSpan.FromSeconds(10), default));
        Assert.False(await later.WithinAsync(TimeSpan.FromMilliseconds(10), default));
    }

    /// <summary>Erases the note `a` of Northshire, in its first version, and has it applied.</summary>
    private async Task EraseAsync()
    {
        var caller = new Caller("person-1", new TenantId("northshire"), null, false, [], Partners.V1.Capacity.InformationGovernanceReader);
        await subscriber.Publisher.Database.SaveAsync(
            Write.OnBehalfOf(new TenantId("northshire"), caller, "Erase"), new SaveNoteReply(),
            "delete from note where tenant_id = 'northshire' and id = 'a'", null,
            [new Change("a", 2, new NoteChanged()) { Erased = true }], default);
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
    }

    private async Task<EventRange> PublishedAsync(string tenant, long through)
    {
        await Eventually.SoAsync(() => Task.FromResult(subscriber.Published.Any(range => range.TenantId == tenant && range.Through == through)), "the range is published");
        return subscriber.Published.First(range => range.TenantId == tenant && range.Through == through);
    }
}
