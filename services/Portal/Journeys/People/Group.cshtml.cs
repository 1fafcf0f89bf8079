using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Registers a board or group, or changes one that this partnership keeps.</summary>
public sealed class GroupModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("board or group", person, time)
{
    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "group")]
    public string? GroupId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>A <see cref="BodyKind"/> by name.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Cycle { get; set; }

    [BindProperty]
    public string? ClearDays { get; set; }

    [BindProperty]
    public string? ReplyDays { get; set; }

    /// <summary>Of one that ends.</summary>
    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(GroupId);

    /// <summary>Null for a new one.</summary>
    public Body? Group { get; private set; }

    public static IEnumerable<Choice> Kinds { get; } =
    [
        new("", "Choose a kind"), .. Enum.GetValues<BodyKind>().Where(kind => kind != default).Select(kind => new Choice(kind.ToString(), BodyWords.Of(kind))),
    ];

    protected override IActionResult? Refusal =>
        base.Refusal ?? (IsNew || Group?.KeptByPartnershipId == Partnership ? null : Group is null ? NotFound() : Forbid());

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new SaveBodyRequest
        {
            BodyId = GroupId ?? "",
            Name = Name ?? "",
            Kind = Enum.TryParse<BodyKind>(Kind, out var kind) ? kind : default,
            Cycle = Cycle ?? "",
            ClearDays = Days(ClearDays),
            ReplyDays = Days(ReplyDays),
            EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day"),
            ExpectedVersion = Version,
        };
        return TryAsync("", IsNew ? "Registered" : "Saved", () => calls.Partners.SaveBodyAsync(request, cancellationToken: ct).ResponseAsync, ct, ("body_id", nameof(Name)));
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Group = (await reader.ReadAnewAsync(ct)).Groups.FirstOrDefault(one => one.BodyId == GroupId);
        return Group?.Version ?? 0;
    }

    protected override void Fill()
    {
        if (Group is { } group)
        {
            (Name, Kind, Cycle, ClearDays, ReplyDays, EndsOn) = (group.Name, group.Kind.ToString(), group.Cycle, Text(group.ClearDays), Text(group.ReplyDays), DateEntry.OfIso(group.EndsOn));
        }
    }

    protected override string AddressOf(string id) => Addresses.People(Partnership);

    private static string Text(int days) => days == 0 ? "" : days.ToString(CultureInfo.InvariantCulture);

    // Nothing is not said; what is no number is none that the service takes.
    private static int Days(string? typed) => string.IsNullOrWhiteSpace(typed) ? 0
        : int.TryParse(typed, NumberStyles.None | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var days) ? days : -1;
}
