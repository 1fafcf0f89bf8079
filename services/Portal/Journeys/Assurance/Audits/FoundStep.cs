using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>What an audit found, action by action, as it is recorded and as it is put right.</summary>
public abstract class FoundStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : AuditStep(calls, person, time)
{
    [BindProperty]
    public DateEntry DoneOn { get; set; } = new();

    [BindProperty]
    public string? By { get; set; }

    [BindProperty]
    public string? SampleSize { get; set; }

    [BindProperty]
    public string? Summary { get; set; }

    [BindProperty]
    public List<FindingEntry> Actions { get; set; } = [];

    public static IEnumerable<Choice> Verdicts { get; } =
    [
        .. AssuranceWords.AuditVerdicts.Select(verdict => new Choice(verdict.ToString(), AssuranceWords.Of(verdict).Text)
        {
            Hint = verdict == AuditVerdict.NotEmbedded ? "The action is opened again, unless the plan is closed" : null,
        }),
    ];

    /// <summary>The action that an entry is about; null where the audit has none such any more.</summary>
    public Jtai.Actions.V1.Action? Of(FindingEntry entry) => Record.Actions.FirstOrDefault(action => action.ActionId == entry.ActionId);

    /// <summary>What was typed.</summary>
    protected RecordAuditRequest Found(string id) => new()
    {
        AuditId = id,
        ExpectedVersion = Version,
        DoneOn = DoneOn.ReadIso(ModelState, nameof(DoneOn), "day on which it was done", required: true),
        By = By ?? "",
        SampleSize = string.IsNullOrWhiteSpace(SampleSize) ? 0 : int.TryParse(SampleSize.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : -1,
        Summary = Summary ?? "",
        Actions = { Actions.Select(entry => new AuditOfAction { ActionId = entry.ActionId, Verdict = entry.Verdict, Words = entry.Words ?? "" }) },
    };

    protected Task<IActionResult> TryFoundAsync(string id, string done, Func<Task> step, CancellationToken ct) =>
        TryAsync(id, done, step, failure => ModelState.TryAddErrors(failure, PropertyOf), ct);

    private static string PropertyOf(string field)
    {
        var end = field.IndexOf("].", StringComparison.Ordinal);
        return field == "actions" ? "Actions[0].Verdict"
            : end > 0 ? $"Actions{field[7..end]}].{RpcFailures.PropertyOf(field[(end + 2)..])}"
            : RpcFailures.PropertyOf(field);
    }
}
