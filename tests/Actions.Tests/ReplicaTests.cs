using Grpc.Core;

namespace Jtai.Actions.Tests;

/// <summary>Two replicas of the service on one database.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task AddAction_AtTwoReplicasAtOnce_GivesEachReferenceOnce()
    {
        var one = await Platform.SharedAsync();
        await using var second = await ActionsProcess.StartAsync(one.Database, one.Tokens, one.Partners, one.Inspections, delivered: false);
        var here = await TestPartnership.MakeAsync();
        var planId = await here.MakePlanAsync();
        var clients = new[] { here.As(here.Manager), (one with { Service = second }).ClientWith(
            one.Tokens.ForPerson(here.Manager.Id, here.TenantId, here.Manager.AgencyId, here.Manager.Capacities)) };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            try
            {
                return (await clients[number % 2].AddActionAsync(here.NewAction(planId))).Reference;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode.ToString();
            }
        }));

        var stored = (await clients[0].ListActionsAsync(new() { PlanId = planId })).Actions.Select(action => action.Reference).Order().ToList();
        Assert.Equal(stored, outcomes.Where(outcome => outcome != nameof(StatusCode.Aborted)).Order());
        Assert.Equal(stored.Select((_, index) => $"A{index + 1:000}"), stored.Select(reference => reference[^4..]));
    }
}
