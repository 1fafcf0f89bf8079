using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>The facts from which the case of an action follows, as the statements that list and count actions hold them.</summary>
internal static class StatusFacts
{
    /// <summary>Of an action of <c>action_list</c>, with its <c>timeliness</c>.</summary>
    public const string Sql = "concat_ws('/', delivery, timeliness, coalesce(verdict, 'Unspecified'))";

    private static readonly ILookup<StatusCase, string> ByCase = (
        from delivery in Enum.GetValues<Delivery>()
        from timeliness in Enum.GetValues<Timeliness>()
        from verdict in Enum.GetValues<AuditVerdict>()
        select (Case: StatusCases.Of(delivery, timeliness, verdict), Facts: $"{delivery}/{timeliness}/{verdict}")).ToLookup(one => one.Case, one => one.Facts);

    private static readonly Dictionary<string, StatusCase> CaseByFacts =
        ByCase.SelectMany(cases => cases.Select(facts => (facts, cases.Key))).ToDictionary(one => one.facts, one => one.Key);

    /// <summary>All facts that make any of these cases; null where none is asked for.</summary>
    public static string[]? Of(IReadOnlyCollection<StatusCase> cases) => cases.Count == 0 ? null : [.. cases.SelectMany(one => ByCase[one])];

    public static StatusCase CaseOf(string facts) => CaseByFacts[facts];
}
