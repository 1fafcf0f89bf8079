using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.TakePartInStatements)]
    public override async Task<V1.StatementPartReply> WriteSection(V1.WriteSectionRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, inspection, before) = await ReadSectionAsync(write, request.SectionId, context.CancellationToken);
        if (!new StatementAccess(write.Caller).MayWrite(before))
        {
            throw new Forbidden("Only the section's author, a lead of its agency, or the partnership manager may write it.");
        }

        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        var now = clock.NowAsStored();
        statement.StillOpen(inspection, now.DateInLondon(), "written on");
        var check = new RequestCheck();
        var text = check.Text("text", request.Text, "The section", StatementSection.LongestText);
        check.ThrowIfRefused();
        return await SaveAsync(write, statement, before, before.Write(text, write.Caller.PersonId, now), now, context.CancellationToken);
    }

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    private async Task<(Statement Statement, Inspection Inspection, StatementSection Section)> ReadSectionAsync(
        Write write, string sectionId, CancellationToken ct)
    {
        var (section, stored, inspection) = await database.QueryMultipleAsync(
            write,
            """
            select * from statement_section where tenant_id = @TenantId and section_id = @sectionId;
            select statement.* from statement join statement_section using (tenant_id, statement_id)
            where tenant_id = @TenantId and section_id = @sectionId;
            select inspection.* from inspection join statement using (tenant_id, inspection_id)
              join statement_section using (tenant_id, statement_id)
            where tenant_id = @TenantId and section_id = @sectionId
            """,
            new { write.TenantId, sectionId = Ids.Parse("section", sectionId) },
            async results => (
                await results.ReadSingleOrDefaultAsync<StatementSection>(),
                await results.ReadSingleOrDefaultAsync<Statement>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            ct);
        var access = new StatementAccess(write.Caller);
        var (statement, its) = access.Require(stored, inspection, "section");
        return section is not null && access.Sees(section, statement) ? (statement, its, section) : throw new NotFound("section");
    }

    private Task<V1.StatementPartReply> SaveAsync(
        Write write, Statement statement, StatementSection before, StatementSection section, DateTimeOffset now, CancellationToken ct) =>
        database.SaveAsync(
            write,
            section.ToReply(),
            Statement.Unchanged + StatementSection.Update + RecordedChange.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                StatementVersion = statement.Version,
                Section = Columns.Of(section),
                Changes = RecordedChange.ToJson(RecordedChange.Of(
                    section, statement.PlanId, FieldChanges.Between(before.ToProto(), section.ToProto(), "text", "author_id"), write.Caller, now)),
            },
            [section.Changed()],
            ct);
}
