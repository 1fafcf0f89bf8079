using System.Text.RegularExpressions;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>What stands in the partnership, and every call that an agency can make.</summary>
public sealed partial class SharingMatrixTests
{
    /// <summary>An action that the police lead, one that they support and one of others, each also of an unpublished inspection.</summary>
    private static async Task<IReadOnlyList<Action>> FillAsync(TestPartnership there)
    {
        var embargoed = Guid.NewGuid();
        await there.InspectionIsAsync(InspectionPhase.PrePublication, statementDueOn: "2026-11-10", inspectionId: embargoed);
        var actions = new List<Action>();
        var findingIds = new[] { await there.FindingAsync("[finding]"), await there.FindingAsync("[unpublished-finding]", embargoed) };
        foreach (var (prefix, inspectionId) in new[] { ("", there.InspectionId), ("unpublished-", embargoed) })
        {
            actions.Add(await FilledAsync($"{prefix}led", "2026-10-01", there.Police, null));
            actions.Add(await FilledAsync($"{prefix}supported", "2026-11-20", there.Schools, there.Police));
            actions.Add(await FilledAsync($"{prefix}others", "2099-01-01", there.Schools, there.Icb));

            async Task<Action> FilledAsync(string which, string dueOn, string lead, string? supporting)
            {
                var action = there.NewAction($"[{which}-title]", dueOn);
                action.InspectionId = inspectionId.ToString();
                (action.Description, action.OutcomeSought) = ($"[{which}-description]", $"[{which}-outcome]");
                (action.SuccessMeasure, action.Theme) = ($"[{which}-measure]", $"[{which}-theme]");
                action.Lead = new() { AgencyId = lead };
                action.SupportingAgencyIds.AddRange(supporting is null ? [] : [supporting]);
                action.FindingIds.AddRange(findingIds.Select(id => id.ToString()));
                await there.TellAsync(action);
                await there.ProgressAsync(action, $"[{which}-narrative]");
                return action;
            }
        }

        return actions;
    }

    /// <summary>Every call that an agency can make; the words that came back, and whether counts did.</summary>
    private async Task<HashSet<string>> LookEverywhereAsync(TestPartnership there, IReadOnlyList<Action> actions)
    {
        var reader = there.PoliceAcross;
        var answers = new List<string>();
        var view = await host.Client.GetAcrossPartnershipsAsync(new(), reader.Across(host));
        answers.Add(view.ToString());
        await AddAsync(ListAsync(there, reader));
        foreach (var action in actions)
        {
            await AddAsync(GetAsync(there, action.ActionId, reader).ResponseAsync);
        }

        HashSet<string> seen = [.. Words().Matches(string.Concat(answers)).Select(match => match.Groups[1].Value)];
        if (view.Partnerships.Count > 0)
        {
            seen.Add("counts");
        }

        return seen;

        async Task AddAsync<T>(Task<T> call)
        {
            try
            {
                answers.Add((await call)!.ToString()!);
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
            {
                answers.Add(refusal.Status.Detail);
            }
        }
    }

    private Task<ListSharedActionsReply> ListAsync(TestPartnership there, TestPerson reader) =>
        host.Client.ListSharedActionsAsync(new() { PartnershipId = there.TenantId }, reader.Across(host)).ResponseAsync;

    private AsyncUnaryCall<SharedAction> GetAsync(TestPartnership there, string actionId, TestPerson reader) =>
        host.Client.GetSharedActionAsync(new() { PartnershipId = there.TenantId, ActionId = actionId }, reader.Across(host));

    [GeneratedRegex(@"\[([a-z-]+)\]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Words();
}
