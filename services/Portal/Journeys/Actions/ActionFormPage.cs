using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>The form that says what an action is, for a new action and for one that is described anew.</summary>
public abstract partial class ActionFormPage(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    /// <summary>A word from before plans had themes of their own; kept as it is.</summary>
    [BindProperty]
    public string? Theme { get; set; }

    [BindProperty]
    public string? ThemeId { get; set; }

    [BindProperty]
    public List<string> FindingIds { get; set; } = [];

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it; so the joint leads.</summary>
    [BindProperty]
    public string? Lead { get; set; }

    [BindProperty]
    public List<string> JointLeads { get; set; } = [];

    [BindProperty]
    public List<string> SupportingAgencyIds { get; set; } = [];

    /// <summary>A person or a post, as <see cref="PartnershipMembers.OwnerOf"/> reads it.</summary>
    [BindProperty]
    public string? OwnerId { get; set; }

    [BindProperty]
    public string? OutcomeSought { get; set; }

    [BindProperty]
    public string? SuccessMeasure { get; set; }

    [BindProperty]
    public ResourceKind ResourcesKind { get; set; }

    [BindProperty]
    public DateEntry ResourcesReviewOn { get; set; } = new();

    [BindProperty]
    public string? ResourcesOneOffPounds { get; set; }

    [BindProperty]
    public string? ResourcesYearlyPounds { get; set; }

    [BindProperty]
    public string? ResourcesSource { get; set; }

    [BindProperty]
    public bool BeganBeforePublication { get; set; }

    [BindProperty]
    public bool QuickWin { get; set; }

    [BindProperty]
    public string? AnsweringBodyId { get; set; }

    [BindProperty]
    public List<LinkEntry> Links { get; set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public ActionPlan Plan { get; private set; } = new();

    public IReadOnlyList<Theme> Themes { get; private set; } = [];

    protected PartnershipCalls Calls => calls;

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "Choose an agency or a group"));

    public IEnumerable<Choice> Owners => Members.OwnersByAgency(Today).Prepend(new Choice("", "Nobody yet"));

    public IEnumerable<Choice> ThemeChoices => Themes.Select(theme => new Choice(theme.ThemeId, theme.Name)).Prepend(new Choice("", "None"));

    public IEnumerable<Choice> AnsweringBodies =>
        Plan.CollatingBodyIds.Select(body => new Choice(body, Members.BodyName(body))).Prepend(new Choice("", "Not said yet"));

    public static IEnumerable<Choice> LinkKinds { get; } =
    [
        new("Unspecified", "No link"),
        .. Enum.GetValues<LinkKind>().Where(kind => kind != default).Select(kind => new Choice(kind.ToString(), PlanWords.Of(kind))),
    ];

    /// <summary>What is asked where it is needed: folded away until something of it is filled in or wrong.</summary>
    public bool ShowsMore => JointLeads.Count > 0 || SupportingAgencyIds.Count > 0 || BeganBeforePublication || QuickWin || ResourcesKind != default
        || !ResourcesReviewOn.IsEmpty || !Links.All(link => link.IsEmpty)
        || new[] { OutcomeSought, SuccessMeasure, Theme, ThemeId, AnsweringBodyId, ResourcesOneOffPounds, ResourcesYearlyPounds, ResourcesSource }.Any(text => !string.IsNullOrEmpty(text))
        || ModelState.Any(typed => typed.Value is { Errors.Count: > 0 } && Folded.Any(name => typed.Key.StartsWith(name, StringComparison.Ordinal)));

    private static readonly string[] Folded =
    [
        nameof(JointLeads), nameof(SupportingAgencyIds), nameof(OutcomeSought), nameof(SuccessMeasure), nameof(Theme), nameof(AnsweringBodyId),
        "Resources", nameof(BeganBeforePublication), nameof(QuickWin), nameof(Links),
    ];

    /// <summary>Where the page calls a field otherwise than the service; those of a link stand in its row.</summary>
    protected string PropertyOf(string field) => field switch
    {
        "theme" => string.IsNullOrEmpty(Theme) ? nameof(ThemeId) : nameof(Theme),
        "owner_post_id" => nameof(OwnerId),
        "resources" => nameof(ResourcesKind),
        "links" => $"{nameof(Links)}[0].{nameof(LinkEntry.Reference)}",
        "links.kind" => LinkField(nameof(LinkEntry.Kind), link => link.Kind == default),
        "links.reference" => LinkField(nameof(LinkEntry.Reference), link => string.IsNullOrWhiteSpace(link.Reference)),
        "links.on" => LinkField(nameof(LinkEntry.On), link => link.On.IsWrong),
        "links.words" => LinkField(nameof(LinkEntry.Words), link => link.Words?.Length > 500),
        _ when field.StartsWith("joint_leads", StringComparison.Ordinal) => nameof(JointLeads),
        _ => RpcFailures.PropertyOf(field),
    };

    // The service does not say which of them it is.
    private string LinkField(string part, Predicate<LinkEntry> isWrong) => $"{nameof(Links)}[{Math.Max(0, Links.FindIndex(isWrong))}].{part}";

    protected IEnumerable<Lead> ReadJointLeads() => JointLeads.Select(PartnershipMembers.LeadOf).OfType<Lead>();

    /// <summary>Null where nothing is said of them; what is not asked of this kind is left out.</summary>
    protected Resources? ReadResources() => ResourcesKind switch
    {
        ResourceKind.NotKnownYet => new Resources
        {
            Kind = ResourcesKind,
            ReviewOn = ResourcesReviewOn.ReadIso(ModelState, nameof(ResourcesReviewOn), "date on which it is looked at again"),
        },
        ResourceKind.Costed => new Resources
        {
            Kind = ResourcesKind,
            OneOffPounds = Pounds(nameof(ResourcesOneOffPounds), ResourcesOneOffPounds),
            YearlyPounds = Pounds(nameof(ResourcesYearlyPounds), ResourcesYearlyPounds),
            Source = ResourcesSource ?? "",
        },
        ResourceKind.WithinExistingMeans => new Resources { Kind = ResourcesKind },
        _ => null,
    };

    /// <summary>Those of which anything was filled in, each in the place of its row.</summary>
    protected IReadOnlyList<OtherPlanLink> ReadLinks()
    {
        // Empty rows close up, so that the service counts the rows as the page shows them.
        Links = [.. Links.Where(link => !link.IsEmpty)];
        foreach (var key in ModelState.Keys.Where(key => key.StartsWith(nameof(Links) + "[", StringComparison.Ordinal)).ToList())
        {
            ModelState.Remove(key);
        }

        return [.. Links.Select((link, row) => link.Read(ModelState, $"{nameof(Links)}[{row}]"))];
    }

    protected async Task ReadFormAsync(string inspectionId, string planId, CancellationToken ct)
    {
        var findings = calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = inspectionId }, cancellationToken: ct).ResponseAsync;
        var actions = calls.ListPlanActionsAsync(planId, ct);
        var parts = calls.Actions.GetPlanPartsAsync(new GetPlanPartsRequest { PlanId = planId }, cancellationToken: ct).ResponseAsync;
        var plan = calls.Actions.GetActionPlanAsync(new GetActionPlanRequest { PlanId = planId }, cancellationToken: ct).ResponseAsync;
        await this.ReadInspectionAsync(calls, inspectionId, ct);
        Members = await membersReader.ReadAsync(ct);
        Plan = await plan;
        Themes = (await parts).Themes;
        ShowFindings((await findings).Findings, await actions);
        // One row to fill in.
        if (Links.Count < LinkEntry.Most && Links.All(link => !link.IsEmpty))
        {
            Links.Add(new LinkEntry());
        }
    }

    protected void Fill(ActionProto action)
    {
        (Title, Description, ThemeId) = (action.Title, action.Description, action.ThemeId);
        Theme = action.ThemeId.Length > 0 ? "" : action.Theme;
        (Lead, OwnerId) = (PartnershipMembers.ChoiceOf(action.Lead), PartnershipMembers.OwnerChoiceOf(action));
        JointLeads = [.. action.JointLeads.Select(PartnershipMembers.ChoiceOf)];
        (FindingIds, SupportingAgencyIds) = ([.. action.FindingIds], [.. action.SupportingAgencyIds]);
        (OutcomeSought, SuccessMeasure) = (action.OutcomeSought, action.SuccessMeasure);
        (BeganBeforePublication, QuickWin, AnsweringBodyId) = (action.BeganBeforePublication, action.QuickWin, action.AnsweringBodyId);
        if (action.Resources is { } resources)
        {
            (ResourcesKind, ResourcesSource, ResourcesReviewOn) = (resources.Kind, resources.Source, DateEntry.OfIso(resources.ReviewOn));
            (ResourcesOneOffPounds, ResourcesYearlyPounds) = (Typed(resources.OneOffPounds), Typed(resources.YearlyPounds));
        }

        Links = [.. action.Links.Select(LinkEntry.Of), .. action.Links.Count < LinkEntry.Most ? [new LinkEntry()] : Array.Empty<LinkEntry>()];
    }

    private static string Typed(long pounds) => pounds == 0 ? "" : pounds.ToString(CultureInfo.InvariantCulture);

    /// <returns>Less than nothing for what is no amount, which the service refuses too, with what else is wrong.</returns>
    private long Pounds(string field, string? typed)
    {
        var digits = (typed ?? "").Trim().TrimStart('£');
        if (digits.Length == 0)
        {
            return 0;
        }

        if (long.TryParse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var pounds))
        {
            return pounds;
        }

        ModelState.AddModelError(field, "Enter whole pounds, like 20,000");
        return -1;
    }
}
