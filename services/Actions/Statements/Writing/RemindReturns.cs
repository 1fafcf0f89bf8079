using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    /// <summary>As many returns as are asked for in one call.</summary>
    private const int MostReminded = 100;

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.RemindReturnsReply> RemindReturns(V1.RemindReturnsRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var now = clock.NowAsStored();
        var (stored, storedInspection, owed, leads) = await ReadOwedAsync(
            write, Ids.Parse(Called, request.StatementId), now.DateInLondon(), context.CancellationToken);
        var (statement, inspection) = new StatementAccess(write.Caller).Require(stored, storedInspection);
        statement.StillPrepared("given returns");
        // Whoever may not know of the inspection, or presses the button themselves, is reminded of nothing.
        var led = leads.Where(lead => lead.PersonId != write.Caller.PersonId && (inspection.IsPublished || inspection.ReaderIds.Contains(lead.PersonId)))
            .Select(lead => lead.AgencyId).ToHashSet(StringComparer.Ordinal);
        var (today, canBeReminded) = (now.DateInLondon(), owed.ToLookup(one => one.FromAgencyId is { } agency && led.Contains(agency)));
        var reminded = canBeReminded[true].Where(one => !one.WasRemindedOn(today)).Select(one => one.Reminded(now)).ToList();
        if (reminded.Count == 0)
        {
            throw new Refused(
                owed.Count == 0 ? "Nobody owes a return of this statement."
                : canBeReminded[true].Any() ? "Everybody who can be reminded was reminded today. Remind them again tomorrow."
                : "Nobody can be reminded here: those who owe a return have no agency lead. Ask them yourself, or have their part drafted for them.");
        }

        return await database.SaveAsync(
            write,
            new V1.RemindReturnsReply
            {
                StatementId = statement.StatementId.ToString(),
                Reminded = { reminded.Select(one => one.From) },
                RemindedToday = { canBeReminded[true].Where(one => one.WasRemindedOn(today)).Select(one => one.From) },
                WithoutLeads = { canBeReminded[false].Select(one => one.From) },
            },
            Statement.Unchanged + AgencyReturn.Remind + Notice.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                StatementVersion = statement.Version,
                Returns = Columns.ListToJson(reminded),
                Notices = Notice.ToJson(StatementNotices.RemindedOfReturns(statement, reminded, write.Caller, now)),
            },
            [.. reminded.Select(one => one.Changed())],
            context.CancellationToken);
    }

    /// <summary>The statement with the returns that are waited for, and who leads for an agency today.</summary>
    private Task<(Statement? Statement, Inspection? Inspection, IReadOnlyList<AgencyReturn> Owed, IReadOnlyList<AppointedLead> Leads)> ReadOwedAsync(
        Write write, Guid statementId, DateOnly today, CancellationToken ct) => database.QueryMultipleAsync(
        write,
        """
        select * from statement where tenant_id = @TenantId and statement_id = @statementId;
        select inspection.* from inspection join statement using (tenant_id, inspection_id)
        where tenant_id = @TenantId and statement_id = @statementId;
        select * from agency_return where tenant_id = @TenantId and statement_id = @statementId and state = any (@owed)
        order by due_on, return_id limit @MostReminded;
        select distinct agency_id, person_id from appointment
        where tenant_id = @TenantId and capacity = @Lead and starts_on <= @today and (ends_on is null or ends_on >= @today)
        """,
        new
        {
            write.TenantId,
            statementId,
            today,
            MostReminded,
            Lead = Capacity.AgencyLead,
            owed = new[] { (int)V1.ReturnState.Asked, (int)V1.ReturnState.SentBack },
        },
        async results => (
            await results.ReadSingleOrDefaultAsync<Statement>(),
            await results.ReadSingleOrDefaultAsync<Inspection>(),
            (IReadOnlyList<AgencyReturn>)[.. await results.ReadAsync<AgencyReturn>()],
            (IReadOnlyList<AppointedLead>)[.. await results.ReadAsync<AppointedLead>()]),
        ct);

    private sealed record AppointedLead
    {
        public string AgencyId { get; init; } = "";
        public Guid PersonId { get; init; }
    }
}
