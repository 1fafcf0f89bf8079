using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A strength of the letter that somebody keeps up: the finding itself, with its keeper and the looks at it. Rules only.</summary>
public sealed record Strength
{
    /// <summary>That of the letter.</summary>
    public Guid FindingId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>Either this or <see cref="KeeperBodyId"/>.</summary>
    public string? KeeperAgencyId { get; init; }
    public string? KeeperBodyId { get; init; }
    public DateOnly NextCheckOn { get; init; }
    public long Version { get; init; }

    /// <summary>The looks at it, newest first; rows of their own.</summary>
    public IReadOnlyList<StrengthCheck> Checks { get; init; } = [];

    /// <summary>Gives it a keeper and the day of the next look; of a new one the version is 0.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It says so already.</exception>
    public Strength Keep(V1.KeepStrengthRequest request, Partnership partnership, DateOnly today, RequestCheck check)
    {
        var keeper = LeadText.Of(request.Keeper);
        check.That(partnership.HasLead(keeper), "keeper", "Choose an agency or a body of this partnership that keeps the strength.");
        var next = ReadNext(request.NextCheckOn, after: today.AddDays(-1), "It must be looked at today or later.", check);
        check.ThrowIfRefused();
        return keeper != LeadText.Of(KeeperAgencyId, KeeperBodyId) || next != NextCheckOn
            ? this with
            {
                KeeperAgencyId = LeadText.AgencyOf(keeper),
                KeeperBodyId = LeadText.BodyOf(keeper),
                NextCheckOn = next,
                Version = Version + 1,
            }
            : throw new Refused("Nothing is changed: the strength is kept so already.");
    }

    /// <summary>With a look at it, and the day of the next.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    public Strength Check(V1.CheckStrengthRequest request, Guid by, string agencyId, DateOnly today, RequestCheck check)
    {
        check.Known("result", request.Result, "what the look found");
        var on = check.Date("on", request.On, "The day of the look");
        check.That(!(on > today), "on", "The day of the look cannot be in the future.");
        var look = new StrengthCheck
        {
            CheckId = Guid.CreateVersion7(),
            FindingId = FindingId,
            StrengthVersion = Version + 1,
            Result = request.Result,
            Words = check.Text(
                "words", request.Words, "What shows it, or the early warning", 1000,
                required: request.Result is V1.StrengthResult.Slipping or V1.StrengthResult.Lost),
            CheckedOn = on ?? today,
            PersonId = by,
            AgencyId = agencyId,
        };
        var next = ReadNext(request.NextCheckOn, after: today, "The next look must be after today.", check);
        check.ThrowIfRefused();
        return this with { NextCheckOn = next, Version = Version + 1, Checks = StrengthCheck.InOrder([look, .. Checks]) };
    }

    public bool IsOverdue(DateOnly today) => NextCheckOn < today;

    /// <summary>What differs, for its history. What a look found stands with the look.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(Strength? before, Strength after) =>
        FieldChanges.Between(before?.ToProto() ?? new(), after.ToProto(), "keeper", "next_check_on");

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(FindingId.ToString(), Version, new V1.StrengthChanged { Strength = ToProto() });

    public V1.AssuranceReply ToReply() => new() { RecordId = FindingId.ToString(), Version = Version };

    public V1.Strength ToProto() => new()
    {
        FindingId = FindingId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Keeper = LeadText.ToProto(LeadText.Of(KeeperAgencyId, KeeperBodyId)),
        NextCheckOn = NextCheckOn.ToIso(),
        LastCheck = Checks.Count > 0 ? Checks[0].ToProto() : null,
        Checks = Checks.Count,
        Version = Version,
    };

    private static DateOnly ReadNext(string value, DateOnly after, string tooEarly, RequestCheck check)
    {
        var next = check.Date("next_check_on", value, "The day of the next look");
        check.That(value.Length > 0, "next_check_on", "Enter when it is looked at next.").That(!(next <= after), "next_check_on", tooEarly);
        return next.GetValueOrDefault();
    }
}

/// <summary>What a look at a strength found. It is never changed.</summary>
public sealed record StrengthCheck
{
    public Guid CheckId { get; init; }
    public Guid FindingId { get; init; }

    /// <summary>The version of the strength that the look made.</summary>
    public long StrengthVersion { get; init; }
    public V1.StrengthResult Result { get; init; }
    public string Words { get; init; } = "";
    public DateOnly CheckedOn { get; init; }
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";

    /// <summary>The newest first: by its day, and of one day that recorded last.</summary>
    public static IReadOnlyList<StrengthCheck> InOrder(IEnumerable<StrengthCheck> checks) =>
        [.. checks.OrderByDescending(check => check.CheckedOn).ThenByDescending(check => check.StrengthVersion)];

    /// <summary>What it is, for audit and event.</summary>
    public Change Recorded() => new(CheckId.ToString(), 1, new V1.StrengthChecked { Check = ToProto() });

    public V1.StrengthCheck ToProto() => new()
    {
        CheckId = CheckId.ToString(),
        FindingId = FindingId.ToString(),
        Result = Result,
        Words = Words,
        On = CheckedOn.ToIso(),
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
    };
}
