using Jtai.Data.Tests.Sample;
using Jtai.Errors;
using Jtai.Streams;
using Jtai.Testing;

namespace Jtai.Data.Tests;

/// <summary>A publisher whose database was restored from an older copy gives its numbers once more; every copy ends equal, by itself.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private Subscriber subscriber = null!;

    public async Task InitializeAsync() => subscriber = await Subscriber.StartAsync();

    public async Task DisposeAsync() => await subscriber.DisposeAsync();

    [Theory]
    // The head then lies below the checkpoint, at the same number, and above it.
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public async Task Confirm_RestoredAndWrittenOn_EndsEqual(int writes)
    {
        await subscriber.SaveAsync("northshire", "kept", 0, "one");
        await subscriber.SaveAsync("northshire", "changed", 0, "one");
        await BackUpAsync();
        await subscriber.SaveAsync("northshire", "changed", 1, "lost change");
        await subscriber.SaveAsync("northshire", "changed", 2, "lost change");
        await subscriber.SaveAsync("northshire", "lost", 0, "poison");
        await ConfirmAsync();
        Assert.Single(await subscriber.QuarantineAsync());

        await subscriber.RestoreAsync();
        for (var write = 0; write < writes; write++)
        {
            await subscriber.SaveAsync("northshire", "new", write, $"new {write}");
        }

        await ConfirmAsync();

        await AssertEqualAsync();
        Assert.Empty(await subscriber.QuarantineAsync());
        Assert.Equal(2 + writes, await subscriber.CheckpointAsync("northshire"));
        Assert.Single(subscriber.Log.All, line => line.Contains("sample/northshire is not the stream that was applied up to 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Confirm_RestoredFromBeforeATenantBegan_ForgetsItAlsoAfterAStart()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await BackUpAsync();
        await subscriber.SaveAsync("southshire", "a", 0, "lost");
        await ConfirmAsync();

        await subscriber.RestoreAsync();
        await subscriber.NewConsumer().ConfirmAsync(default);

        Assert.Equal(["northshire|a|1|one"], await subscriber.CopysStateAsync());
    }

    [Fact]
    public async Task Confirm_RestoredToWhatWasApplied_GoesOnFromThere()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await ConfirmAsync();
        await subscriber.SaveAsync("northshire", "b", 0, "two");
        await BackUpAsync();
        await subscriber.SaveAsync("northshire", "c", 0, "lost");
        await subscriber.NumberedAsync();

        await subscriber.RestoreAsync();
        await subscriber.SaveAsync("northshire", "d", 0, "new");
        await ConfirmAsync();
        await ConfirmAsync();

        await AssertEqualAsync();
        Assert.Equal(3, subscriber.Poison.Calls);
        Assert.Empty(subscriber.Log.All);
    }

    [Fact]
    public async Task Deliver_AfterARestore_IsNotAppliedOnTopOfWhatIsGone()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await BackUpAsync();
        await subscriber.SaveAsync("northshire", "lost", 0, "lost");
        await ConfirmAsync();
        await subscriber.RestoreAsync();
        await subscriber.SaveAsync("northshire", "b", 0, "two");
        await subscriber.SaveAsync("northshire", "c", 0, "three");
        await subscriber.NumberedAsync();
        var feed = subscriber.FeedAsReader;

        // What would follow by its number alone; and the same where it begins before the checkpoint.
        var (following, overlapping) = (
            await feed.ListEventsAsync(new() { TenantId = "northshire", After = 2 }), await feed.ListEventsAsync(new() { TenantId = "northshire", After = 1 }));
        // Until both are looked at nothing is pulled, which would come 200 ms after the first.
        subscriber.PullFailsFor = "northshire";
        await subscriber.Consumer.AcceptAsync(following, default);
        Assert.Equal(2, await subscriber.CheckpointAsync("northshire"));
        await subscriber.Consumer.AcceptAsync(overlapping, default);
        Assert.Equal(2, await subscriber.CheckpointAsync("northshire"));

        subscriber.PullFailsFor = null;
        await subscriber.Consumer.AcceptAsync(following, default);

        await Eventually.SoAsync(async () => await subscriber.CheckpointAsync("northshire") == 3, "the stream is pulled anew");
        await AssertEqualAsync();
    }

    [Fact]
    public async Task Rebuild_WhileItRuns_ShowsWhatWas()
    {
        await SaveManyAsync();
        var before = await subscriber.CopysStateAsync();
        await subscriber.ChangeCopysAsync("update checkpoint set mark = ''");
        var seen = new List<IReadOnlyList<string>>();
        subscriber.Poison.TakeAsync = async (_, text) => seen.Add(text == "late" ? await subscriber.CopysStateAsync() : before);
        await subscriber.SaveAsync("northshire", "late", 0, "late");
        await ConfirmAsync();

        Assert.Equal(121, seen.Count);
        Assert.All(seen, rows => Assert.Equal(before, rows));
        await AssertEqualAsync();
    }

    [Fact]
    public async Task Rebuild_PublisherGoneInTheMiddle_LeavesWhatWasAndIsTriedAgain()
    {
        await SaveManyAsync();
        await subscriber.ChangeCopysAsync("update checkpoint set mark = ''; delete from note_copy where id = 'n7'");
        var before = await subscriber.CopysStateAsync();
        subscriber.PullFailsAfter = 100;
        await ConfirmAsync();
        Assert.Equal(before, await subscriber.CopysStateAsync());

        subscriber.PullFailsAfter = null;
        await ConfirmAsync();
        await AssertEqualAsync();
        Assert.Equal(120, await subscriber.CheckpointAsync("northshire"));
    }

    [Fact]
    public async Task Rebuild_AskedForByTheOperator_ReadsTheTenantsStreamAnewAndLeavesAnAuditRow()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await subscriber.SaveAsync("southshire", "a", 0, "one");
        await ConfirmAsync();
        await subscriber.ChangeCopysAsync("update note_copy set text = 'broken'");

        Assert.True(await RebuildCommand.RanAsync(["rebuild", "sample", "northshire"], subscriber.CopysConfiguration));
        await ConfirmAsync();

        Assert.Equal(["northshire|a|1|one", "southshire|a|1|broken"], await subscriber.CopysStateAsync());
        Assert.Equal(["northshire|Checkpoint|sample|PlatformOperator|rebuild"], await subscriber.CopysAuditAsync());

        Assert.True(await RebuildCommand.RanAsync(["rebuild", "sample"], subscriber.CopysConfiguration));
        await ConfirmAsync();
        await AssertEqualAsync();
        var refusal = await Assert.ThrowsAsync<StartRefused>(() => RebuildCommand.RanAsync(["rebuild", "sampel"], subscriber.CopysConfiguration));
        Assert.StartsWith("Nothing was applied here of 'sampel'.", refusal.Message, StringComparison.Ordinal);
        Assert.False(await RebuildCommand.RanAsync([], subscriber.CopysConfiguration));
    }

    [Fact]
    public async Task Confirm_CheckpointOfAnOlderVersion_LearnsItsEventAndFindsTheNextRestore()
    {
        await subscriber.SaveAsync("northshire", "a", 0, "one");
        await BackUpAsync();
        await subscriber.SaveAsync("northshire", "b", 0, "lost");
        await ConfirmAsync();
        await subscriber.ChangeCopysAsync("update checkpoint set mark = 'of another event', marked_seq = 1");
        await ConfirmAsync();
        Assert.Empty(subscriber.Log.All);

        await subscriber.RestoreAsync();
        await subscriber.SaveAsync("northshire", "c", 0, "new");
        await ConfirmAsync();
        await AssertEqualAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Deliver_AcrossRestoresDroppedDoubledAndReordered_EndsEqual(int seed)
    {
        var random = new Random(seed);
        string[] tenants = ["northshire", "southshire", "agency:westmarch-police"];
        var other = subscriber.NewConsumer();
        await BackUpAsync();
        for (var step = 0; step < 80; step++)
        {
            switch (random.Next(12))
            {
                case 0:
                    await BackUpAsync();
                    break;
                case 1:
                    await subscriber.RestoreAsync();
                    break;
                case 2:
                    await (random.Next(2) == 0 ? subscriber.Consumer : other).ConfirmAsync(default);
                    break;
                case 3 or 4 when subscriber.Published.ToArray() is { Length: > 0 } published:
                    await other.AcceptAsync(published[random.Next(published.Length)], default);
                    break;
                default:
                    var (tenant, id) = (tenants[random.Next(3)], "n" + random.Next(6));
                    await subscriber.SaveAsync(tenant, id, await subscriber.VersionAsync(tenant, id), $"{seed}-{step}");
                    break;
            }
        }

        await ConfirmAsync();
        await AssertEqualAsync();
    }

    /// <summary>More than one range holds.</summary>
    private async Task SaveManyAsync()
    {
        for (var note = 0; note < 120; note++)
        {
            await subscriber.SaveAsync("northshire", $"n{note}", 0, "one");
        }

        await ConfirmAsync();
    }

    private async Task BackUpAsync()
    {
        await subscriber.NumberedAsync();
        await subscriber.BackUpAsync();
    }

    private async Task ConfirmAsync()
    {
        await subscriber.NumberedAsync();
        await subscriber.Consumer.ConfirmAsync(default);
    }

    private async Task AssertEqualAsync() => Assert.Equal(await subscriber.OwnersStateAsync(), await subscriber.CopysStateAsync());
}
