using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<MyWork> GetMyWorkAcross(GetMyWorkAcrossRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners);
        var caller = Caller.Of(context);
        var (list, worker, today) = (Worker.ListOf(request.List), Worker.Of(caller, request.Page, request.PageSize).DueWithin(request.DueWithinDays), clock.Today());
        var updating = await readYourWrites.IsMissingAcrossAsync(caller, today, request.AtLeast, context.CancellationToken);
        var scope = RecordScope.AcrossPartnerships(caller);
        var shared = await database.QueryMultipleAsync(
            scope, Grants.SetLevels + Grants.Partnerships, Grants.ParametersOf(caller, today), ReadAfterLevelsAsync<PartnershipAcross>, context.CancellationToken);

        // As the view of all partnerships: one whose grants are in doubt shows nothing and takes nothing from the others. At
        // headlines there is no work to show.
        var shown = shared
            .Where(partnership => partnership.Level >= SharingLevel.OwnActions && Grants.AreConfirmed(partners, partnership.TenantId)).ToList();
        updating |= shared.Any(partnership => !Grants.AreConfirmed(partners, partnership.TenantId));
        await sharingLog.RecordViewAsync(
            caller, "My work", shown.Select(partnership => (partnership.TenantId, partnership.Level)), context.CancellationToken);
        var owners = request.WithOwners ? ShownAsync<OwnerRow>(WorkLists.OverdueByOwner, 0) : null;
        var work = await WorkAsync(worker, today, updating, offset => ShownAsync<WorkItemRow>(WorkLists.Page(list), offset));
        if (owners is not null)
        {
            work.OverdueByOwner.AddRange((await owners).Select(owner => owner.ToProto(today)));
        }

        return work;

        Task<IReadOnlyList<T>> ShownAsync<T>(string query, long offset)
        {
            // The levels are set anew: a grant that was withdrawn in between shows nothing.
            var parameters = new DynamicParameters(Grants.ParametersOf(caller, today));
            parameters.AddDynamicParams(worker.Parameters(today, offset, [.. shown.Select(partnership => partnership.TenantId)]));
            return database.QueryMultipleAsync(scope, Grants.SetLevels + query, parameters, ReadAfterLevelsAsync<T>, context.CancellationToken);
        }
    }

    private static async Task<IReadOnlyList<T>> ReadAfterLevelsAsync<T>(SqlMapper.GridReader results)
    {
        await results.ReadAsync();
        return (await results.ReadAsync<T>()).AsList();
    }

    private sealed record OwnerRow
    {
        public Guid? OwnerId { get; init; }
        public string OwnerName { get; init; } = "";
        public string OwnerPost { get; init; } = "";
        public int Overdue { get; init; }
        public DateOnly Earliest { get; init; }
        public string[] Tenants { get; init; } = [];

        public OverdueOwner ToProto(DateOnly today) => new()
        {
            OwnerId = OwnerId?.ToString() ?? "",
            OwnerName = OwnerName,
            OwnerPost = OwnerPost,
            Overdue = Overdue,
            LongestDays = today.DayNumber - Earliest.DayNumber,
            PartnershipIds = { Tenants },
        };
    }
}
