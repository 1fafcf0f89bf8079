using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.BackPlan> GetBackPlan(V1.GetBackPlanRequest request, ServerCallContext context)
    {
        var today = clock.Today();
        var whole = await ReadWholeAsync(Caller.Of(context), request.StatementId, context.CancellationToken);
        return BackPlanning.Of(
            whole.Statement.CountsOn(whole.Inspection),
            today,
            whole.Settings,
            Columns.ListFromJson<V1.BackPlanMove>(whole.Statement.MovedDates),
            DoneSteps(whole, today));
    }

    // What the records show; what else was done, nobody said.
    private static HashSet<V1.BackPlanStep> DoneSteps(WholeStatement whole, DateOnly today) =>
    [
        .. from step in new (V1.BackPlanStep Step, bool Done)[]
           {
               (V1.BackPlanStep.PlanOwner, whole.Sections.Any(section => section.AuthorId is not null || section.WrittenBy is not null)),
               (V1.BackPlanStep.Circulation, whole.Drafts.Count > 0),
               (V1.BackPlanStep.Returns, whole.Returns.Count > 0 && whole.Returns.All(asked => asked.IsSettled)),
               (V1.BackPlanStep.Comments, false),
               (V1.BackPlanStep.Committee, false),
               (V1.BackPlanStep.SignOffs, whole.Partnership.SafeguardingPartnerIds is { Length: > 0 } partners && partners.All(agency =>
                   whole.SignOffs.Any(given => given.AgencyId == agency && given.Stands(whole.PresentSha256(today), whole.Corrections)))),
               (V1.BackPlanStep.Sending, false),
           }
           where step.Done || !whole.Statement.IsBeingPrepared
           select step.Step,
    ];
}
