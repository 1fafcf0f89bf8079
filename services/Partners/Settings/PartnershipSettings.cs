using System.Globalization;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners.Settings;

/// <summary>What a partnership decides for itself: who signs off, which route a statement takes, its template, its days without work.</summary>
public sealed record PartnershipSettings
{
    public const int MostClearances = 20;
    public const int MostClosures = 100;
    public const int MostSections = 30;

    /// <summary>Of all sections together. An event with the settings' whole state holds 180,000 bytes.</summary>
    public const int LargestTemplateBytes = 120_000;

    public required string PartnershipId { get; init; }
    public required SignOffRule SignOffRule { get; init; }
    public required CommitteeRoute CommitteeRoute { get; init; }
    public required IReadOnlyList<string> Clearances { get; init; }
    public required int DueSoonDays { get; init; }

    /// <summary>True: a second check is compulsory for every action.</summary>
    public required bool CheckEveryAction { get; init; }
    public required int EmbeddedAfterDays { get; init; }

    /// <summary>Working days.</summary>
    public required int ChallengeDays { get; init; }
    public required StatementTemplate Template { get; init; }

    /// <summary>"#17495a"; empty for the platform's own.</summary>
    public required string AccentColour { get; init; }

    public required DefaultMarking DefaultMarking { get; init; }

    /// <summary>Null where statuses are the facts in words alone.</summary>
    public StatusScale? Scale { get; init; }

    /// <summary>By first day.</summary>
    public required IReadOnlyList<Closure> Closures { get; init; }

    /// <summary>0 for the defaults.</summary>
    public required long Version { get; init; }

    public static PartnershipSettings Of(V1.PartnershipSettings settings) => new()
    {
        PartnershipId = settings.PartnershipId,
        SignOffRule = settings.SignOffRule,
        CommitteeRoute = settings.CommitteeRoute,
        Clearances = settings.Clearances,
        DueSoonDays = settings.DueSoonDays,
        CheckEveryAction = settings.CheckEveryAction,
        EmbeddedAfterDays = settings.EmbeddedAfterDays,
        ChallengeDays = settings.ChallengeDays,
        Template = settings.Template,
        AccentColour = settings.AccentColour,
        DefaultMarking = settings.DefaultMarking,
        Scale = settings.Scale,
        Closures = settings.Closures,
        Version = settings.Version,
    };

    public PartnershipSettings Decide(SaveSettingsRequest request)
    {
        var check = new RequestCheck()
            .Known("sign_off_rule", request.SignOffRule, "who signs a statement off")
            .Known("committee_route", request.CommitteeRoute, "what the committee does")
            .That(request.DueSoonDays is >= 1 and <= 90, "due_soon_days", "Enter a number of days from 1 to 90.")
            .That(request.EmbeddedAfterDays is 0 or (>= 30 and <= 730), "embedded_after_days", "Enter a number of days from 30 to 730.")
            .That(Enum.IsDefined(request.DefaultMarking), "default_marking", "Choose a marking.")
            .That(request.ChallengeDays is >= 0 and <= 60, "challenge_days", "Enter a number of working days from 1 to 60.")
            .That(
                request.AccentColour.Length == 0 || AccentColours.IsReadable(request.AccentColour), "accent_colour",
                "Enter # and six of the characters 0 to 9 and a to f, dark enough for white words on it, such as #17495a.")
            .That(request.Clearances.Count <= MostClearances, "clearances", $"Name {MostClearances} clearances at most.");
        string[] clearances = [.. request.Clearances.Take(MostClearances).Select(clearance => check.Text("clearances", clearance, "Each clearance", 100, required: true))];
        check.That(AllDiffer(clearances), "clearances", "Name each clearance once.").ThrowIfRefused();
        return this with
        {
            SignOffRule = request.SignOffRule,
            CommitteeRoute = request.CommitteeRoute,
            Clearances = clearances,
            DueSoonDays = request.DueSoonDays,
            CheckEveryAction = request.CheckEveryAction,
            EmbeddedAfterDays = request.EmbeddedAfterDays == 0 ? EmbeddedAfterDays : request.EmbeddedAfterDays,
            ChallengeDays = request.ChallengeDays == 0 ? ChallengeDays : request.ChallengeDays,
            AccentColour = request.AccentColour.ToLowerInvariant(),
            DefaultMarking = request.DefaultMarking == default ? DefaultMarking : request.DefaultMarking,
        };
    }

    /// <summary>A new version of the template. Statements that began keep what they began with.</summary>
    public PartnershipSettings WithTemplate(SaveStatementTemplateRequest request)
    {
        var check = new RequestCheck()
            .That(request.Sections.Count is >= 1 and <= MostSections, "sections", $"A template has 1 to {MostSections} sections.");
        var template = new StatementTemplate { Number = Template.Number + 1 };
        foreach (var (section, index) in request.Sections.Take(MostSections).Select((section, index) => (section, index)))
        {
            template.Sections.Add(new TemplateSection
            {
                Heading = check.Text($"sections[{index}].heading", section.Heading, "The heading", 200, required: true),
                Guidance = check.Text($"sections[{index}].guidance", section.Guidance, "What belongs here", 1_000),
                Text = check.Text($"sections[{index}].text", section.Text, "The text", 10_000),
            });
        }

        check.That(AllDiffer(template.Sections.Select(section => section.Heading)), "sections", "Give each section a heading of its own.")
            .That(
                template.CalculateSize() <= LargestTemplateBytes, "sections",
                string.Create(CultureInfo.InvariantCulture, $"The template is too long altogether. Shorten its texts to about {LargestTemplateBytes:N0} characters."))
            .ThrowIfRefused();
        return this with { Template = template.Sections.Equals(Template.Sections) ? Template : template };
    }

    /// <summary>Another scale of statuses, or none.</summary>
    public PartnershipSettings WithScale(StatusScale? scale) => this with { Scale = scale is null ? null : StatusScales.Checked(scale) };

    /// <summary>Adds a stretch of days to the working calendar, or changes one.</summary>
    /// <param name="newId">Of the added one.</param>
    /// <exception cref="NotFound">There is none of that id.</exception>
    public PartnershipSettings WithClosure(Closure? closure, Guid newId)
    {
        closure ??= new Closure();
        var isNew = closure.ClosureId.Length == 0;
        if (!isNew && Closures.All(other => other.ClosureId != closure.ClosureId))
        {
            throw new NotFound("closure");
        }

        var check = new RequestCheck().Known("closure.kind", closure.Kind, "what kind of closure it is");
        var name = check.Text("closure.name", closure.Name, "The name", 100, required: true);
        var from = check.Date("closure.from", closure.From, "The first day");
        var to = check.Date("closure.to", closure.To, "The last day");
        check.That(closure.From.Length > 0, "closure.from", "Enter the first day.")
            .That(closure.To.Length > 0, "closure.to", "Enter the last day.")
            .That(from is null || to is null || to >= from, "closure.to", "The last day cannot be before the first.")
            .ThrowIfRefused();
        if (isNew && Closures.Count >= MostClosures)
        {
            throw new Refused($"The calendar holds {MostClosures} closures at most. Remove some that are over.");
        }

        var kept = new Closure { ClosureId = isNew ? newId.ToString() : closure.ClosureId, Kind = closure.Kind, Name = name, From = closure.From, To = closure.To };
        return this with { Closures = InOrder(Closures.Where(other => other.ClosureId != kept.ClosureId).Append(kept)) };
    }

    /// <exception cref="NotFound">There is none of that id.</exception>
    public PartnershipSettings WithoutClosure(string closureId) => Closures.Any(closure => closure.ClosureId == closureId)
        ? this with { Closures = [.. Closures.Where(closure => closure.ClosureId != closureId)] }
        : throw new NotFound("closure");

    public V1.PartnershipSettings ToProto() => new()
    {
        PartnershipId = PartnershipId,
        SignOffRule = SignOffRule,
        CommitteeRoute = CommitteeRoute,
        Clearances = { Clearances },
        DueSoonDays = DueSoonDays,
        CheckEveryAction = CheckEveryAction,
        EmbeddedAfterDays = EmbeddedAfterDays,
        ChallengeDays = ChallengeDays,
        Template = Template,
        AccentColour = AccentColour,
        DefaultMarking = DefaultMarking,
        Scale = Scale,
        Closures = { Closures },
        Version = Version,
    };

    private static bool AllDiffer(IEnumerable<string> texts) =>
        texts.Where(text => text.Length > 0).GroupBy(text => text, StringComparer.OrdinalIgnoreCase).All(group => group.Count() == 1);

    private static IReadOnlyList<Closure> InOrder(IEnumerable<Closure> closures) =>
        [.. closures.OrderBy(closure => closure.From, StringComparer.Ordinal).ThenBy(closure => closure.To, StringComparer.Ordinal).ThenBy(closure => closure.ClosureId, StringComparer.Ordinal)];
}
