using Jtai.Field;
using static Jtai.Actions.V1.ProofGap;

namespace Jtai.Actions;

/// <summary>How far one action is proven, and what is missing; read beside the action.</summary>
public sealed record ActionProof
{
    private const string MeasuresOfIt =
        """
        impact_measure m join impact_measure_action a using (tenant_id, measure_id)
        where m.tenant_id = @TenantId and a.action_id = action.action_id and m.withdrawn_because = ''
        """;

    private const string HasReading = "exists (select from impact_reading r where r.tenant_id = @TenantId and r.measure_id = m.measure_id)";

    /// <summary>The columns of one row each for rows of <c>action</c>. Parameter: <c>TenantId</c>.</summary>
    public const string Columns =
        $"""
        {ProofOfAction.Columns},
        (select count(*)::integer from {MeasuresOfIt}) as measures,
        (select count(*)::integer from {MeasuresOfIt} and {HasReading}) as measures_with_reading,
        (select min(coalesce(m.not_expected_before, date '0001-01-01')) from {MeasuresOfIt} and not {HasReading}) as reading_expected_from,
        (select count(*)::integer from voice_record v join voice_record_action a using (tenant_id, voice_id)
          where v.tenant_id = @TenantId and a.action_id = action.action_id and v.withdrawn_because = '') as voices,
        (select no_evidence_because <> '' from action_update u where u.tenant_id = @TenantId and u.action_id = action.action_id
          order by action_version desc limit 1) is true
        or (select no_evidence_because <> '' from second_check c where c.tenant_id = @TenantId and c.check_id = action.completion_check_id) is true
          as says_why_no_evidence
        """;

    public Guid ActionId { get; init; }
    public int EvidenceItems { get; init; }
    public bool AnswersPriorityAction { get; init; }
    public bool EveryActionIsChecked { get; init; }
    public int Measures { get; init; }
    public int MeasuresWithReading { get; init; }

    /// <summary>From when on one of its measures without any was expected to have a reading; null where each has one.</summary>
    public DateOnly? ReadingExpectedFrom { get; init; }
    public int Voices { get; init; }
    public bool SaysWhyNoEvidence { get; init; }

    /// <param name="action">That it is of.</param>
    /// <param name="embeddedAfterDays">The partnership's setting.</param>
    /// <param name="today">The day in London.</param>
    public V1.ProvenSoFar ToProto(Action action, int embeddedAfterDays, DateOnly today) => new()
    {
        ActionId = ActionId.ToString(),
        EvidenceItems = EvidenceItems,
        Measures = Measures,
        MeasuresWithReading = MeasuresWithReading,
        Voices = Voices,
        CheckCompulsory = AnswersPriorityAction || EveryActionIsChecked,
        LastVerdict = action.EmbeddingVerdict,
        LastAuditOn = action.EmbeddingOn.ToIso(),
        Gaps = { GapsOf(action, embeddedAfterDays, today) },
    };

    private IEnumerable<V1.ProofGap> GapsOf(Action action, int embeddedAfterDays, DateOnly today)
    {
        if (action.IsClosed || action.WithdrawnBecause.Length > 0)
        {
            yield break;
        }

        var complete = action.Delivery == V1.Delivery.Complete;
        if ((complete || action.WaitsForCheck) && EvidenceItems == 0 && !SaysWhyNoEvidence)
        {
            yield return NoEvidence;
        }

        if (action.WaitsForCheck)
        {
            yield return WaitsForCheck;
        }

        if (complete && action.EmbeddingAuditId is null && action.CompletedOn?.AddDays(embeddedAfterDays) <= today)
        {
            yield return NotAudited;
        }

        if (action.EmbeddingVerdict == V1.AuditVerdict.NotEmbedded)
        {
            yield return NotEmbedded;
        }

        if (Measures == 0)
        {
            yield return NoMeasure;
        }

        if (ReadingExpectedFrom <= today)
        {
            yield return NoReading;
        }

        if (Voices == 0)
        {
            yield return NoVoice;
        }
    }
}
