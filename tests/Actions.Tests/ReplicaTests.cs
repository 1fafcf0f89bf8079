using Grpc.Core;

namespace Jtai.Actions.Tests;

/// <summary>Two replicas of the service on one database.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task AddAction_AtTwoReplicasAtOnce_GivesEachReferenceOnce()
    {
        var host = await ActionsHost.SharedAsync();
        await using var second = (await host.StartProcessAsync()).Replica;
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var replicas = new[] { here.As(here.Manager), here.As(here.Manager, second) };
        // The first call of a process takes so long that all others would pass it.
        var references = new List<string> { await AddAsync(replicas[0]), await AddAsync(replicas[1]) };

        references.AddRange(await Task.WhenAll(Enumerable.Range(0, 40).Select(number => AddAsync(replicas[number % 2]))));

        Assert.Equal(Enumerable.Range(1, 42).Select(number => $"A{number:000}"), references.Select(reference => reference[^4..]).Order());
        var stored = await replicas[0].ListActionsAsync(new() { PlanId = planId });
        Assert.Equal(references.Order(), stored.Actions.Select(action => action.Reference).Order());

        // Who loses the race each time is told to try again.
        async Task<string> AddAsync(V1.Actions.ActionsClient replica)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return (await replica.AddActionAsync(here.NewAction(planId))).Reference;
                }
                catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable && attempt < 5)
                {
                }
            }
        }
    }

    [Fact]
    public async Task Messages_AfterAFurtherReplicaHasEnded_StillArrive()
    {
        var host = await ActionsHost.SharedAsync();
        await (await host.StartReplicaAsync()).DisposeAsync();
        await (await host.StartProcessAsync()).Replica.DisposeAsync();

        var here = await PlanSteps.PartnershipAsync();

        Assert.NotEmpty(await here.MakePlanAsync());
    }
}
