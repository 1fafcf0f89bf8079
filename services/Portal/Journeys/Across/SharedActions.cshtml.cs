using Grpc.Core;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Across;

/// <summary>One partnership's actions as far as it shares them.</summary>
public sealed class SharedActionsModel(AcrossCalls calls) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = AtLeastVersion.Parameter)]
    public string? AtLeast { get; set; }

    public ListSharedActionsReply Shared { get; private set; } = new();

    /// <summary>Why there is no list, where the partnership shares headlines alone.</summary>
    public string? HeadlinesOnly { get; private set; }

    /// <summary>From the list, or where there is none from the view of all partnerships.</summary>
    public string PartnershipName { get; private set; } = "";

    public DateTimeOffset Position => Shared.PositionAt.ToDateTimeOffset();

    public DateOnly Today => Position.DateInLondon();

    public async Task OnGetAsync(CancellationToken ct)
    {
        try
        {
            Shared = await calls.Reporting.ListSharedActionsAsync(
                new ListSharedActionsRequest { PartnershipId = Partnership, AtLeast = AtLeastVersion.Read(AtLeast) }, cancellationToken: ct);
            PartnershipName = Shared.PartnershipName;
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.FailedPrecondition)
        {
            HeadlinesOnly = failure.Status.Detail;
            var across = await calls.Reporting.GetAcrossPartnershipsAsync(new GetAcrossPartnershipsRequest(), cancellationToken: ct);
            PartnershipName = across.Partnerships.FirstOrDefault(row => row.PartnershipId == Partnership)?.Name ?? "Headlines only";
        }
    }
}
