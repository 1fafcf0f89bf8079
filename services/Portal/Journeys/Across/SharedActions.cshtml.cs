using Grpc.Core;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Across;

/// <summary>One partnership's actions as far as it shares them.</summary>
public sealed class SharedActionsModel(AcrossCalls calls, CurrentPerson person) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = AtLeastVersion.Parameter)]
    public string? AtLeast { get; set; }

    /// <summary>Words, lead and the like filter in the partnership's own list alone.</summary>
    public ActionFilter Filter { get; private set; } = new();

    public ListSharedActionsReply Shared { get; private set; } = new();

    /// <summary>Why there is no list, where the partnership shares headlines alone.</summary>
    public string? HeadlinesOnly { get; private set; }

    /// <summary>From the list, or where there is none from the view of all partnerships.</summary>
    public string PartnershipName { get; private set; } = "";

    public DateTimeOffset Position => Shared.PositionAt.ToDateTimeOffset();

    public DateOnly Today => Position.DateInLondon();

    /// <summary>What is shown of what is shared, in words; null where it is all.</summary>
    public string? Narrowing => Filter.Only.Count == 0 && Filter.Timeliness == default
        ? null
        : string.Join(" · ", Filter.Only.Select(NarrowingWords.Of).Concat(Filter.Timeliness == default ? [] : [NarrowingWords.Of(Filter.Timeliness)]));

    /// <summary>In the partnership itself, where the person works there for the agency that leads or supports the action.</summary>
    public bool MayUpdate(ActionRow action) =>
        action.OwnAgency && action.Timeliness != Reporting.V1.Timeliness.Finished && person.MayUpdateIn(Partnership);

    public async Task OnGetAsync(CancellationToken ct)
    {
        Filter = ActionFilter.Read(Request.Query);
        try
        {
            Shared = await calls.Reporting.ListSharedActionsAsync(
                new ListSharedActionsRequest
                {
                    PartnershipId = Partnership, AtLeast = AtLeastVersion.Read(AtLeast), Timeliness = Filter.Timeliness, Only = { Filter.Only },
                },
                cancellationToken: ct);
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
