using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementReply> StartStatement(V1.StartStatementRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var planId = Ids.Parse("action plan", request.PlanId);
        var (stored, inspection, settings, newest, changesAsked, facts) = await database.QueryMultipleAsync(
            write.AndPeople(),
            """
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            select inspection.* from inspection join action_plan using (tenant_id, inspection_id)
            where tenant_id = @TenantId and plan_id = @planId;
            select settings from partnership_settings where tenant_id = @TenantId;
            select * from statement where tenant_id = @TenantId and plan_id = @planId order by number desc limit 1;
            select exists (
              select from statement_reply where tenant_id = @TenantId and kind = @AsksForChanges and statement_id = (
                select statement_id from statement where tenant_id = @TenantId and plan_id = @planId order by number desc limit 1));
            """
            + PlanFacts.Query,
            new { write.TenantId, planId, AsksForChanges = (int)V1.ReplyKind.AsksForChanges },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                KeptSettings.Of(await results.ReadSingleOrDefaultAsync<string>(), write.TenantId),
                await results.ReadSingleOrDefaultAsync<Statement>(),
                await results.ReadSingleAsync<bool>(),
                await PlanFacts.ReadAsync(results)),
            context.CancellationToken);
        var plan = new PlanAccess(write.Caller).Require(stored, inspection);
        var statement = Statement.Begin(plan, inspection!, settings, newest, changesAsked);
        List<StatementSection> sections = [.. StatementSection.OfTemplate(statement.StatementId, settings)];
        sections.AddRange(StatementSection.OfLeads(statement.StatementId, sections, LeadsOf(facts), facts.NameOf));
        return await database.SaveAsync(
            write,
            statement.ToReply(),
            Statement.Insert + StatementSection.Insert,
            new { write.TenantId, Statement = Columns.Of(statement), Sections = Columns.ListToJson(sections) },
            [statement.Changed(inspection!), .. sections.Select(section => section.Changed())],
            context.CancellationToken);
    }

    /// <summary>Agencies by name, then bodies.</summary>
    private static IEnumerable<V1.Lead> LeadsOf(PlanFacts facts) => facts.Actions
        .SelectMany(action => action.AllLeads)
        .Distinct()
        .OrderBy(lead => LeadText.BodyOf(lead) is not null)
        .ThenBy(facts.NameOf, StringComparer.Ordinal)
        .Select(lead => LeadText.ToProto(lead)!);
}
