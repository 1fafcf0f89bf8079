using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    private const int MostLooks = 1000;

    [Authorize(Policies.CheckStrengths)]
    public override async Task<V1.AssuranceReply> CheckStrength(V1.CheckStrengthRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (strength, answered, inspections) = await database.QueryMultipleAsync(
            write,
            $"""
            {StoredStrength.Select};
            {AboutActions.Select("select action_id from action where tenant_id = @TenantId and @findingId = any(finding_ids) and withdrawn_because = ''")}
            """,
            new { write.TenantId, findingId = Ids.Parse("strength", request.FindingId) },
            async results => (
                await StoredStrength.ReadAsync(results),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId)),
            context.CancellationToken);
        var access = new PlanAccess(write.Caller);
        if (strength is null || !SeesStrength(access, strength, answered, inspections[strength.InspectionId]))
        {
            throw new NotFound("strength");
        }

        if (!access.MayCheck(strength))
        {
            throw new Forbidden("Only the lead of the agency that keeps this strength, or the partnership manager, may record a look at it.");
        }

        if (strength.Version != request.ExpectedVersion)
        {
            throw new Conflict(strength.Version);
        }

        if (strength.Checks.Count >= MostLooks)
        {
            throw new Refused("A strength can have at most 1,000 looks.");
        }

        var looked = strength.Check(request, write.Caller.PersonId, write.Caller.AgencyId ?? "", clock.Today(), new RequestCheck());
        return await SaveStrengthAsync(
            write, strength, looked, looked.Checks.Single(look => look.StrengthVersion == looked.Version), context.CancellationToken);
    }

    /// <summary>Whole-plan readers all; others what their agency keeps, or what an action answers that they see.</summary>
    private static bool SeesStrength(PlanAccess access, Strength? strength, IEnumerable<Action> answering, Inspection inspection) =>
        access.Sees(inspection)
        && (access.SeesEveryAction || access.IsKeptByOurs(strength) || answering.Any(action => access.Sees(action, inspection)));
}
