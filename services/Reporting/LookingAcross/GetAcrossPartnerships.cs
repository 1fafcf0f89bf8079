using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<AcrossPartnerships> GetAcrossPartnerships(GetAcrossPartnershipsRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var updating = await readYourWrites.IsMissingAcrossAsync(caller, today, request.AtLeast, context.CancellationToken);
        var (shared, statements, standing, counts, waiting) = await SharedAsync(caller, today, context.CancellationToken);
        var ofAnotherDay = counts.Where(one => one.PositionOn != today).Select(one => one.TenantId).Distinct().ToArray();
        if (ofAnotherDay.Length > 0)
        {
            await database.QueryAsync<int>(
                TenantScope.OfMany(ofAnotherDay.Select(tenant => new TenantId(tenant))), PlanPosition.CountAnew, new { tenants = ofAnotherDay, today }, context.CancellationToken);
            (shared, statements, standing, counts, waiting) = await SharedAsync(caller, today, context.CancellationToken);
        }

        // One partnership whose grants are in doubt shows nothing, in no total either, and takes nothing from the view of the others.
        var confirmed = shared.Where(partnership => Grants.AreConfirmed(partners, partnership.TenantId)).ToList();
        updating |= confirmed.Count < shared.Count;
        var shown = confirmed.Select(partnership => partnership.TenantId).ToHashSet();
        await sharingLog.RecordViewAsync(
            caller, "All partnerships", confirmed.Select(partnership => (partnership.TenantId, partnership.Level)), context.CancellationToken);
        var byAgency = counts.Where(one => shown.Contains(one.TenantId)).ToLookup(one => one.AgencyId);
        var statementsOf = statements.ToLookup(statement => statement.TenantId);
        var standingOf = standing.ToLookup(statement => statement.TenantId);
        var waits = waiting.ToDictionary(one => one.TenantId);
        var (whole, agency) = (byAgency[""].ToDictionary(one => one.TenantId), byAgency[caller.AgencyId ?? ""].ToDictionary(one => one.TenantId));
        return new AcrossPartnerships
        {
            AgencyId = caller.AgencyId,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Partnerships =
            {
                confirmed.Select(partnership => partnership.ToProto(
                    whole.GetValueOrDefault(partnership.TenantId, new()),
                    agency.GetValueOrDefault(partnership.TenantId, new()),
                    StatementsDue.Of(statementsOf[partnership.TenantId], today),
                    StandingStatement.ToProtos(standingOf[partnership.TenantId], today, partnership.Level, wholly: false),
                    waits.GetValueOrDefault(partnership.TenantId, new()))),
            },
            Totals = Counted.Sum(whole.Values).ToProto(),
            AgencyTotals = Counted.Sum(agency.Values).ToProto(),
            Updating = updating,
        };
    }

    private Task<Shared> SharedAsync(Caller caller, DateOnly today, CancellationToken ct) => database.QueryMultipleAsync(
        RecordScope.AcrossPartnerships(caller),
        Grants.SetLevels + Grants.Partnerships + Grants.Statements + Grants.StandingStatements + Grants.Positions + Grants.Waiting,
        Grants.ParametersOf(caller, today),
        async results =>
        {
            await results.ReadAsync();
            return new Shared(
                (await results.ReadAsync<PartnershipAcross>()).AsList(),
                (await results.ReadAsync<StatementDue>()).AsList(),
                (await results.ReadAsync<StandingStatement>()).AsList(),
                (await results.ReadAsync<Counted>()).AsList(),
                (await results.ReadAsync<WaitsForUs>()).AsList());
        },
        ct);

    private sealed record Shared(
        IReadOnlyList<PartnershipAcross> Partnerships, IReadOnlyList<StatementDue> Statements, IReadOnlyList<StandingStatement> Standing,
        IReadOnlyList<Counted> Counts, IReadOnlyList<WaitsForUs> Waiting);
}
