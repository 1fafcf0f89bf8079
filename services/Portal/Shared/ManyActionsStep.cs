using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Shared;

/// <summary>One act on many actions of a plan, chosen from a list that a filter narrows: on all of them, or on none.</summary>
public abstract class ManyActionsStep(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    private IReadOnlyList<ActionProto> choosable = [];

    /// <summary>Id and version as it was seen, with a colon between.</summary>
    [BindProperty]
    public List<string> Chosen { get; set; } = [];

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it.</summary>
    [BindProperty(SupportsGet = true, Name = "led-by")]
    public string? LedBy { get; set; }

    /// <summary>As <see cref="PartnershipMembers.OwnerOf"/> reads it.</summary>
    [BindProperty(SupportsGet = true, Name = "owned-by")]
    public string? OwnedBy { get; set; }

    [BindProperty(SupportsGet = true, Name = "of-theme")]
    public string? OfTheme { get; set; }

    /// <summary>"owner" or "date": those that have none.</summary>
    [BindProperty(SupportsGet = true, Name = "without")]
    public string? Without { get; set; }

    /// <summary>Words of the reference or title.</summary>
    [BindProperty(SupportsGet = true, Name = ActionSearch.Parameter)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public int PageNumber => PageSheet.Read(Sheet);

    /// <summary>As many as can be changed at once are a page.</summary>
    public int PageCount => PageSheet.CountOf(Total, PlanActions.MostShown);

    /// <summary>Of the list as it is narrowed, on all pages.</summary>
    public int Total => choosable.Count(IsListed);

    /// <summary>Those who lead something here too, should they be no partner any more, or have ended: it can be handed over.</summary>
    public IEnumerable<Choice> Leads => Members.LeadChoices
        .Concat(choosable.SelectMany(action => action.JointLeads.Prepend(action.Lead)).Where(lead => PartnershipMembers.ChoiceOf(lead).Length > 0)
            .Select(lead => new Choice(PartnershipMembers.ChoiceOf(lead), Members.LeadName(lead))))
        .DistinctBy(choice => choice.Value).Prepend(new Choice("", "Any agency or group"));

    public IEnumerable<Choice> Owners => Members.OwnersByAgency(Today, endedToo: true).Prepend(new Choice("", "Anybody"));

    public IEnumerable<Choice> Themes => Parts.Themes.Select(theme => new Choice(theme.ThemeId, theme.Name)).Prepend(new Choice("", "Any theme"));

    public virtual IEnumerable<Choice> Lacking => [new("", "Anything"), new("owner", "An owner"), new("date", "A due date")];

    public virtual string ChoiceHint => "Open actions, up to 100 at once. Either all of them are changed, or none is";

    public bool IsFiltered => new[] { LedBy, OwnedBy, OfTheme, Without, Words }.Any(filter => !string.IsNullOrEmpty(filter));

    /// <summary>A page of the list as it is narrowed, and what is chosen besides.</summary>
    public IReadOnlyList<ActionProto> Listed
    {
        get
        {
            var page = OfPage().ToHashSet();
            return [.. choosable.Where(action => IsChosen(action) || page.Contains(action))];
        }
    }

    public IEnumerable<Choice> Choices => Listed.Select((action, place) => new Choice(ValueOf(action), $"{action.Reference} {action.Title}")
    {
        Id = IdOf(place),
        Checked = IsChosen(action),
        Hint = (ErrorOf(action) is { } error ? $"Error: {error} " : "") + HintOf(action),
    });

    /// <summary>The same page of the list with everything chosen.</summary>
    public string AllHref => AddressOf(PageNumber, all: true);

    public string AddressOf(int page) => AddressOf(page, all: false);

    private string AddressOf(int page, bool all)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[]
        {
            ("all", all ? "true" : ""), ("led-by", LedBy), ("owned-by", OwnedBy), ("of-theme", OfTheme), ("without", Without), (ActionSearch.Parameter, Words),
            (PageSheet.Parameter, page > 1 ? page.ToString(CultureInfo.InvariantCulture) : ""),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return Request.Path + query;
    }

    /// <summary>Where each error of an action leads.</summary>
    public IEnumerable<(string Key, string Id)> Places => Listed.Select((action, place) => (KeyOf(action.ActionId), IdOf(place)));

    /// <summary>Those that can be chosen at all.</summary>
    protected IReadOnlyList<ActionProto> Choosable => choosable;

    /// <summary>Chooses these, as they are now.</summary>
    protected void Choose(IEnumerable<string> actionIds) => Chosen = [.. choosable.Where(action => actionIds.Contains(action.ActionId)).Select(ValueOf)];

    protected IEnumerable<ActionVersion> ReadChosen() => Chosen.Select(one => one.Split(':')).Select(parts => new ActionVersion
    {
        ActionId = parts[0],
        ExpectedVersion = parts.Length > 1 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var version) ? version : 0,
    });

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var actions = await Calls.ListPlanActionsAsync(id, ct);
        choosable = [.. actions.Where(IsChoosable)];
        return version;
    }

    protected virtual bool IsChoosable(ActionProto action) => ActionStanding.IsOpen(action);

    protected virtual string HintOf(ActionProto action) =>
        $"Led by {Members.LeadNames(action)}. Owner: {Members.OwnerName(action)}. Due {ActionStanding.Due(action)}";

    /// <summary>True where it lacks what the list is narrowed to.</summary>
    protected virtual bool Lacks(ActionProto action) =>
        (Without != "owner" || ActionStanding.HasNoOwner(action)) && (Without != "date" || action.DueOn.Length == 0);

    protected override void Fill() => Chosen = Request.Query.ContainsKey("all") ? [.. OfPage().Select(ValueOf)] : [];

    /// <summary>Does it; what is wrong with one action stands beside it, and what is wrong with the form beside its fields.</summary>
    protected async Task<IActionResult> TryManyAsync(string id, string done, Func<Task> step, CancellationToken ct)
    {
        var asked = ReadChosen().ToList();
        // Of an action that its service names by reference alone.
        await ReadAsync(id, ct);
        return await TryAsync(id, done, step, AddErrors, ct);

        bool AddErrors(Grpc.Core.RpcException failure)
        {
            var refused = ModelState.TryAddErrors(failure, field => PropertyOf(field, asked));
            foreach (var key in new[] { nameof(Chosen), "" })
            {
                var ofTheWhole = ModelState[key]?.Errors.Select(error => error.ErrorMessage).ToList() ?? [];
                ModelState[key]?.Errors.Clear();
                foreach (var error in ofTheWhole)
                {
                    var named = choosable.FirstOrDefault(action => error.Contains(action.Reference, StringComparison.Ordinal));
                    ModelState.AddModelError(named is null ? key : KeyOf(named.ActionId), error);
                }
            }

            return refused;
        }
    }

    /// <summary>The page's field for one of the service's that is of no action.</summary>
    protected virtual string PropertyOf(string field) =>
        RpcFailures.PropertyOf(field, ("owner_post_id", "OwnerId"), ("to_partnership_ids", "To"), ("action_ids", nameof(Chosen)));

    private string PropertyOf(string field, List<ActionVersion> asked)
    {
        if (!field.StartsWith("actions", StringComparison.Ordinal))
        {
            return PropertyOf(field);
        }

        var index = field.IndexOf(']', StringComparison.Ordinal) is > 8 and var end && int.TryParse(field[8..end], CultureInfo.InvariantCulture, out var place) ? place : -1;
        return index >= 0 && index < asked.Count ? KeyOf(asked[index].ActionId) : nameof(Chosen);
    }

    private static string ValueOf(ActionProto action) => string.Create(CultureInfo.InvariantCulture, $"{action.ActionId}:{action.Version}");

    private static string KeyOf(string actionId) => $"{nameof(Chosen)}.{actionId}";

    private static string IdOf(int place) => place == 0 ? nameof(Chosen) : string.Create(CultureInfo.InvariantCulture, $"{nameof(Chosen)}-{place + 1}");

    private string? ErrorOf(ActionProto action) => ModelState[KeyOf(action.ActionId)] is { Errors: [var error, ..] } ? error.ErrorMessage : null;

    private IEnumerable<ActionProto> OfPage() => choosable.Where(IsListed).Skip((PageNumber - 1) * PlanActions.MostShown).Take(PlanActions.MostShown);

    private bool IsChosen(ActionProto action) => Chosen.Any(one => one.Split(':')[0] == action.ActionId);

    private bool IsListed(ActionProto action) =>
        (string.IsNullOrEmpty(LedBy) || action.JointLeads.Prepend(action.Lead).Any(lead => PartnershipMembers.ChoiceOf(lead) == LedBy))
        && (string.IsNullOrEmpty(OwnedBy) || PartnershipMembers.OwnerChoiceOf(action) == OwnedBy)
        && (string.IsNullOrEmpty(OfTheme) || action.ThemeId == OfTheme)
        && Lacks(action)
        && (Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => $"{action.Reference} {action.Title}".Contains(word, StringComparison.OrdinalIgnoreCase));
}
