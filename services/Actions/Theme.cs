using System.Text.Json;
using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A theme of a plan, under which actions stand; themes have an order without gaps.</summary>
public sealed record Theme
{
    /// <summary>Keeps themes, in the statement that changes their plan. Parameter: <c>Themes</c>, as <see cref="ToRows"/> gives them.</summary>
    public const string Save =
        """
        ;
        insert into theme (tenant_id, theme_id, plan_id, name, position, lead_body_id, removed, version)
        select @TenantId, theme_id, plan_id, name, position, lead_body_id, removed, version
        from jsonb_populate_recordset(null::theme, @Themes::jsonb)
        on conflict (tenant_id, theme_id) do update set name = excluded.name, position = excluded.position,
          lead_body_id = excluded.lead_body_id, removed = excluded.removed, version = excluded.version
        """;

    private const int MostOfAPlan = 30;
    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Guid ThemeId { get; init; }
    public Guid PlanId { get; init; }
    public string Name { get; init; } = "";

    /// <summary>From 1.</summary>
    public int Position { get; init; }

    /// <summary>Empty while no body leads it.</summary>
    public string LeadBodyId { get; init; } = "";
    public bool Removed { get; init; }
    public long Version { get; init; }

    /// <summary>A plan's themes with this one added, or saying something else, and in its place; the others move up or down.</summary>
    /// <param name="themes">Those that the plan has, in their order.</param>
    /// <param name="saved">Its position: 0 for the last.</param>
    /// <exception cref="Invalid">Another has the name, or there are too many.</exception>
    public static IReadOnlyList<Theme> Placed(IReadOnlyList<Theme> themes, Theme saved)
    {
        var others = themes.Where(theme => theme.ThemeId != saved.ThemeId).ToList();
        if (others.Any(theme => theme.Name.Equals(saved.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new Invalid("name", "This plan has a theme of that name already.");
        }

        if (others.Count >= MostOfAPlan)
        {
            throw new Refused("An action plan can have at most 30 themes.");
        }

        others.Insert(saved.Position is var place && place > 0 && place <= others.Count ? place - 1 : others.Count, saved);
        return InOrder(others);
    }

    /// <summary>A plan's themes without this one; those after it move up.</summary>
    public static IReadOnlyList<Theme> Without(IReadOnlyList<Theme> themes, Theme removed) =>
        InOrder(themes.Where(theme => theme.ThemeId != removed.ThemeId));

    /// <summary>Those that differ from what they were, each as its next version.</summary>
    public static IReadOnlyList<Theme> Changed(IReadOnlyList<Theme> before, IEnumerable<Theme> after) =>
    [
        .. from theme in after
           where !before.Contains(theme)
           select theme with { Version = theme.Version + 1 },
    ];

    /// <summary>What differs, for the history of the plan; the name always stands first.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(Theme? before, Theme after)
    {
        var (from, to) = (before?.ToProto() ?? new(), after.Removed ? new() : after.ToProto());
        return
        [
            new() { Field = "theme.name", From = from.Name, To = to.Name },
            .. FieldChanges.Within("theme", from, to, "position", "lead_body_id"),
        ];
    }

    public static string ToRows(IEnumerable<Theme> themes) => JsonSerializer.Serialize(themes, AsColumns);

    /// <summary>What the theme has become, for audit and event.</summary>
    public Change Changed() => new(ThemeId.ToString(), Version, new V1.ThemeChanged { Theme = ToProto() });

    public V1.Theme ToProto() => new()
    {
        ThemeId = ThemeId.ToString(),
        PlanId = PlanId.ToString(),
        Name = Name,
        Position = Position,
        LeadBodyId = LeadBodyId,
        Removed = Removed,
        Version = Version,
    };

    private static IReadOnlyList<Theme> InOrder(IEnumerable<Theme> themes) =>
        [.. themes.Select((theme, index) => theme with { Position = index + 1 })];
}
