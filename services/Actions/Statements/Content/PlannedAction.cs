namespace Jtai.Actions;

/// <summary>What a statement says of one action of the plan, as the table of actions keeps it.</summary>
public sealed record PlannedAction
{
    public Guid ActionId { get; init; }
    public string Reference { get; init; } = "";
    public int Draft { get; init; }
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>Name of the plan's theme.</summary>
    public string Theme { get; init; } = "";
    public Guid[] FindingIds { get; init; } = [];
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }

    /// <summary>As <see cref="Leads.ToWord"/> writes them.</summary>
    public string[] JointLeads { get; init; } = [];
    public string[] SupportingAgencyIds { get; init; } = [];
    public Guid? OwnerId { get; init; }
    public Guid? OwnerPostId { get; init; }
    public string OutcomeSought { get; init; } = "";
    public string SuccessMeasure { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public DateOnly? NextReviewOn { get; init; }
    public bool BeganBeforePublication { get; init; }
    public bool QuickWin { get; init; }
    public V1.ResourceKind ResourceKind { get; init; }
    public DateOnly? ResourcesReviewOn { get; init; }
    public long OneOffPounds { get; init; }
    public long YearlyPounds { get; init; }
    public string MoneyFrom { get; init; } = "";
    public V1.Delivery Delivery { get; init; }
    public V1.ClosedAs ClosedAs { get; init; }
    public Guid? SupersededBy { get; init; }
    public string TransferredTo { get; init; } = "";
    public string ClosingReason { get; init; } = "";
    public DateOnly? ClosedOn { get; init; }

    /// <summary>The lead first, then joint leads.</summary>
    public IEnumerable<V1.Lead> AllLeads => [Leads.Of(LeadAgencyId, LeadBodyId) ?? new(), .. JointLeads.Select(Leads.FromWord)];

    public bool IsClosed => Delivery == V1.Delivery.ClosedWithoutCompletion;
}

/// <summary>A milestone that a statement prints.</summary>
public sealed record PlannedMilestone(Guid ActionId, string Title, DateOnly DueOn);

/// <summary>A finding of the letter, in its order.</summary>
public sealed record LetterFinding(Guid FindingId, string Reference, Inspections.V1.FindingKind Kind, string Words);

/// <summary>What the partners say to a finding.</summary>
public sealed record PlannedResponse
{
    public Guid FindingId { get; init; }
    public V1.FindingPosition Position { get; init; }
    public string? ByAgencyId { get; init; }
    public string? ByBodyId { get; init; }
    public string Words { get; init; } = "";
    public bool KnownBefore { get; init; }
    public string KnownFrom { get; init; } = "";
    public string NoActionBecause { get; init; } = "";
    public string[] RoutedToBodyIds { get; init; } = [];
    public string RoutedNote { get; init; } = "";
}
