using Google.Protobuf.Collections;
using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>
/// What lists of actions can be narrowed to. The counts that open those lists are counted by the same conditions, so that they
/// cannot disagree.
/// </summary>
internal static class Narrowed
{
    private const string Open = "delivery not in ('Complete', 'ClosedWithoutCompletion')";

    public const string DueSoon = "@today between due_soon_from and due_on";

    public const string Paused = "timeliness = 'Paused'";

    /// <summary>A post owns too, also while nobody holds it.</summary>
    public const string WithoutOwner = Open + " and owner_id is null and owner_post_id is null";

    /// <summary>
    /// What was never reported on counts too: silence is what it is about. What is paused has a review date instead.
    /// </summary>
    public static readonly string WithoutUpdate =
        $"{Open} and timeliness <> 'Paused' and coalesce((last_update_at at time zone 'Europe/London')::date < @today - {RecentUpdate.Days}, true)";

    /// <summary>As <see cref="RecentUpdate.Days"/>: whatever was changed of them.</summary>
    public static readonly string ChangedLately = $"(changed_at at time zone 'Europe/London')::date >= @today - {RecentUpdate.Days}";

    /// <summary>Complete by its own word.</summary>
    public const string SelfAssured = $"completion = '{ListedAction.SelfAssured}'";

    public const string NotEmbedded = "verdict = 'NotEmbedded'";

    private static readonly (Only Only, string Where)[] All =
    [
        (Only.Open, Open),
        (Only.DueSoon, DueSoon),
        (Only.OnTrack, Open + " and delivery <> 'AwaitingVerification' and timeliness not in ('Overdue', 'AtRisk', 'Paused')"),
        (Only.WithoutOwner, WithoutOwner),
        (Only.WithoutUpdate, WithoutUpdate),
        (Only.Paused, Paused),
        (Only.WaitsForCheck, "delivery = 'AwaitingVerification'"),
        (Only.WithoutEvidence, "delivery in ('AwaitingVerification', 'Complete') and evidence_items = 0 and not no_evidence_said"),
        (Only.SelfAssured, SelfAssured),
        (Only.NotEmbedded, NotEmbedded),
        (Only.OwnAgency, "@agency = any (agency_ids)"),
    ];

    /// <summary>
    /// Goes on a condition over <c>action_list</c> and <c>timeliness</c>. Parameters: <c>only</c>, from <see cref="NamesOf"/>,
    /// <c>today</c> and <c>agency</c>.
    /// </summary>
    public static string Where { get; } =
        string.Concat(All.Select(one => $" and ('{one.Only}' <> all (@only) or ({one.Where}))"));

    public static string[] NamesOf(RepeatedField<Only> only) => [.. only.Distinct().Select(one => one.ToString())];
}
