using System.Text;
using Dapper;
using Grpc.Core;
using Jtai.Exporting.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>Everything of a partnership's plans, as far as whoever exports may see it.</summary>
public sealed class ExportTests
{
    private const string Canary = "Widdershins at the quay";

    [Fact]
    public async Task Export_OfAnEmbargoedPlan_HoldsNothingOfItForAManagerWhoIsNotOnTheList()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();
        var request = here.NewAction(planId);
        request.Title = Canary;
        var action = await here.As(here.Manager).AddActionAsync(request);
        await here.As(here.Manager).SaveMilestoneAsync(new() { ActionId = action.ActionId, ExpectedVersion = action.Version, Title = Canary, DueOn = "2027-01-31" });

        var whole = await ExportAsync(here, here.Manager);
        Assert.Equal(
            ["actions/actions.jsonl", "actions/events.jsonl", "actions/milestones.jsonl", "actions/recorded-changes.jsonl"],
            whole.Where(entry => entry.Text.Contains(Canary, StringComparison.Ordinal) || HoldsHex(entry.Text, Canary)).Select(entry => entry.Name).Order(StringComparer.Ordinal));

        var partial = await ExportAsync(here, here.OtherManager);
        Assert.Equal(whole.Select(entry => entry.Name), partial.Select(entry => entry.Name));
        foreach (var (name, text) in partial)
        {
            foreach (var word in new[] { Canary, planId, action.ActionId, here.InspectionId.ToString(), here.FindingIds[0].ToString() })
            {
                Assert.False(text.Contains(word, StringComparison.Ordinal) || HoldsHex(text, word), $"{name} holds {word}");
            }
        }

        // As if there were no such inspection: what is left is of none.
        Assert.Empty(partial.Where(entry => entry.Text.Length > 0).Select(entry => entry.Name));

        await here.InspectionIsAsync(InspectionPhase.Published, [here.Manager]);
        Assert.Contains(await ExportAsync(here, here.OtherManager), entry => entry.Name == "actions/actions.jsonl" && entry.Text.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_OfOnePartnership_HoldsNothingOfAnother()
    {
        var (here, there) = (await PlanSteps.PartnershipAsync(), await PlanSteps.PartnershipAsync());
        var (ours, theirs) = (await here.MakeActionAsync(), await there.MakeActionAsync());

        var text = string.Concat((await ExportAsync(here, here.Manager)).Select(entry => entry.Text));

        Assert.Contains(ours.ActionId, text, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.ActionId, text, StringComparison.Ordinal);
        Assert.DoesNotContain(there.TenantId, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ByWhoDoesNotRunThePartnership_IsDenied()
    {
        var here = await PlanSteps.PartnershipAsync();
        var officer = TestPerson.Of(here.Police, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.IndependentScrutineer);
        await here.RegisterAsync(officer);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(here, officer));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    [Fact]
    public async Task Export_WhileAnotherIsMade_IsRefusedAndBothAreOnRecordBeforeTheirFirstByte()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakeActionAsync();
        await using var superuser = new NpgsqlConnection(here.Host.Database.Everything);
        await superuser.OpenAsync();
        await using (var held = await superuser.BeginTransactionAsync())
        {
            await superuser.ExecuteAsync("lock table coverage_reading in access exclusive mode");
            using var first = Call(here, here.Manager);
            Assert.True(await first.ResponseStream.MoveNext(default));
            Assert.Equal(1, await RecordedAsync());

            var refusal = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(here, here.Manager));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);

            await held.RollbackAsync();
            ExportPart last = new();
            while (await first.ResponseStream.MoveNext(default))
            {
                last = first.ResponseStream.Current;
            }

            Assert.NotNull(last.End);
        }

        Assert.NotEmpty(await ExportAsync(here, here.Manager));
        Assert.Equal(2, await RecordedAsync());

        async Task<long> RecordedAsync() => (await here.Host.Database.QueryAsync<long>(
            "select count(*) from audit where tenant_id = @TenantId and kind = 'Disclosure' and entity = 'TenantExport' and capacity = 'PartnershipManager' and disclosed_to = @Id",
            new { here.TenantId, Id = here.Manager.Id.ToString() })).Single();
    }

    private static AsyncServerStreamingCall<ExportPart> Call(TestPartnership here, TestPerson person) =>
        new V1.Export.ExportClient(here.Host.Service.Channel).ExportTenant(new(), person.In(here));

    private static async Task<IReadOnlyList<(string Name, string Text)>> ExportAsync(TestPartnership here, TestPerson person)
    {
        using var call = Call(here, person);
        var entries = new List<(string Name, StringBuilder Text)>();
        ExportPart last = new();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            last = part;
            if (part.PartCase == ExportPart.PartOneofCase.Entry)
            {
                entries.Add((part.Entry, new()));
            }
            else if (part.PartCase == ExportPart.PartOneofCase.Content)
            {
                entries[^1].Text.Append(part.Content.ToString(Encoding.UTF8));
            }
        }

        Assert.NotNull(last.End);
        return [.. entries.Select(entry => (entry.Name, entry.Text.ToString()))];
    }

    // As events hold it.
    private static bool HoldsHex(string text, string word) => text.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)), StringComparison.Ordinal);
}
