using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using ActionDelivery = Jtai.Actions.V1.Delivery;
using ActionTimeliness = Jtai.Reporting.V1.Timeliness;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>The partnership's actions as far as the person may see them. Filters, order and page stand in the address.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageSize = 25;

    public ActionFilter Filter { get; private set; } = new();

    /// <summary>Also where they cannot be searched for.</summary>
    public string TypedWords { get; private set; } = "";

    public ListActionsReply Listed { get; private set; } = new();

    public StatusScale? Scale { get; private set; }

    public PartnershipMembers Members { get; private set; } = null!;

    public DateTimeOffset Position => Listed.PositionAt.ToDateTimeOffset();

    public int PageCount => (Listed.Total + PageSize - 1) / PageSize;

    private string List => Addresses.Actions(Partnership);

    public IEnumerable<Choice> Leads => AnyOf("Any agency or group", Members.Leads);

    public IEnumerable<Choice> Owners => AnyOf("Anybody", Members.People);

    public IEnumerable<Choice> Deliveries => AnyOf("Any", Enum.GetValues<ActionDelivery>()
        .Where(delivery => delivery != default).Select(delivery => new Choice(delivery.ToString(), ActionWords.Of(delivery).Text)));

    public IEnumerable<Choice> Timelinesses => AnyOf("Any", Enum.GetValues<ActionTimeliness>()
        .Where(timeliness => timeliness != default).Select(timeliness => new Choice(timeliness.ToString(), NarrowingWords.Of(timeliness))));

    public IEnumerable<Choice> Steps => AnyOf("Any", Scale!.Steps.Select(step => new Choice(step.Word, step.Word)));

    public static IEnumerable<Choice> Narrowings => NarrowingWords.All.Select(only => new Choice(only.ToString(), NarrowingWords.Of(only)));

    public static IReadOnlyList<(ActionSort By, string Words)> Sorts { get; } =
    [
        (ActionSort.Unspecified, "reference"), (ActionSort.ByDueDate, "due date"),
        (ActionSort.ByLastUpdate, "longest without an update"), (ActionSort.ByLead, "lead"),
    ];

    public string SortedBy => Sorts.First(sort => sort.By == Filter.Sort).Words;

    /// <summary>The filters in use, in words, each with the address of the list without it.</summary>
    public IEnumerable<(string Words, string Without)> ActiveFilters => (((string Set, string Words, ActionFilter Without)[])
    [
        (Filter.Words, $"Words: {Filter.Words}", Filter with { Words = "" }),
        (Filter.Lead, "Led by " + Name(Members.Leads, Filter.Lead), Filter with { Lead = "" }),
        (Filter.Owner, "Owner: " + Members.PersonName(Filter.Owner), Filter with { Owner = "" }),
        (Filter.Delivery == default ? "" : "set", "Delivery: " + ActionWords.Of(Filter.Delivery).Text, Filter with { Delivery = default }),
        (Filter.Timeliness == default ? "" : "set", "Timeliness: " + NarrowingWords.Of(Filter.Timeliness), Filter with { Timeliness = default }),
        (Filter.Step, $"{Scale?.Name}: {Filter.Step}", Filter with { Step = "" }),
        (Filter.Finding, "Answering one finding", Filter with { Finding = "" }),
        (Filter.Theme, "Theme: " + (Listed.Actions.FirstOrDefault()?.Theme ?? "one theme"), Filter with { Theme = "" }),
        .. Filter.Only.Select(only => ("set", NarrowingWords.Of(only), Filter with { Only = [.. Filter.Only.Where(other => other != only)] })),
    ]).Where(part => part.Set.Length > 0).Select(part => (part.Words, (part.Without with { PageNumber = 1 }).AddressOn(List)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Filter = ActionFilter.Read(Request.Query);
        TypedWords = Filter.Words;
        var members = membersReader.ReadAsync(ct);
        Scale = (await calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct)).Scale;
        Filter = Scale?.Steps.Any(step => step.Word == Filter.Step) == true ? Filter : Filter with { Step = "" };
        var marked = this.MarkActionsAsync(calls, ct);
        var atLeast = AtLeastVersion.Read(Request.Query[AtLeastVersion.Parameter]);
        Listed = await ListAsync(Filter.ToRequest(atLeast, PageSize, Scale), ct);
        Members = await members;
        await marked;
        // Beyond the last page there are no rows to count: back to the first.
        return Listed.Actions.Count == 0 && Filter.PageNumber > 1 ? Redirect(AddressOf(1)) : Page();
    }

    /// <summary>Words that cannot be searched for are said so beside their field, above the list without them.</summary>
    private async Task<ListActionsReply> ListAsync(ListActionsRequest request, CancellationToken ct)
    {
        try
        {
            return await calls.Reporting.ListActionsAsync(request, cancellationToken: ct);
        }
        catch (RpcException failure) when (request.Words.Length > 0 && ModelState.TryAddErrors(failure, ("words", "words")))
        {
            Filter = Filter with { Words = "" };
            return await calls.Reporting.ListActionsAsync(Filter.ToRequest(request.AtLeast, PageSize, Scale), cancellationToken: ct);
        }
    }

    public string AddressOf(int number) => (Filter with { PageNumber = number }).AddressOn(List);

    public string AddressOf(ActionSort sort) => (Filter with { Sort = sort, PageNumber = 1 }).AddressOn(List);

    private static IEnumerable<Choice> AnyOf(string any, IEnumerable<Choice> choices) => choices.Prepend(new Choice("", any));

    private static string? Name(IEnumerable<Choice> choices, string id) => choices.FirstOrDefault(choice => choice.Value == id)?.Text ?? id;
}
