using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>Another's word on whether an action is done; it is never changed.</summary>
public sealed record SecondCheck
{
    /// <summary>Keeps checks. Parameters: <c>TenantId</c>, and <c>Checks</c> as <see cref="Columns.ListToJson"/> gives them.</summary>
    public const string Insert =
        """
        insert into second_check (tenant_id, check_id, action_id, action_version, sitting_id, verdict, evidence_ids, no_evidence_because, words,
          checked_on, person_id, agency_id, capacity, sub_group_body_id, present_agency_ids, claimed_by_update_id, recorded_at)
        select @TenantId, check_id, action_id, action_version, sitting_id, verdict, evidence_ids, no_evidence_because, words,
          checked_on, person_id, agency_id, capacity, sub_group_body_id, present_agency_ids, claimed_by_update_id, recorded_at
        from jsonb_populate_recordset(null::second_check, @Checks::jsonb)
        """;

    private const int MostEvidence = 50;
    private const int LongestWords = 1000;

    public Guid CheckId { get; init; }
    public Guid ActionId { get; init; }

    /// <summary>Version of the action that it made.</summary>
    public long ActionVersion { get; init; }

    /// <summary>The same for all actions of one sitting.</summary>
    public Guid SittingId { get; init; }
    public V1.CheckVerdict Verdict { get; init; }
    public Guid[] EvidenceIds { get; init; } = [];
    public string NoEvidenceBecause { get; init; } = "";

    /// <summary>Of a returned one what is missing.</summary>
    public string Words { get; init; } = "";
    public DateOnly CheckedOn { get; init; }
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public Capacity Capacity { get; init; }
    public string SubGroupBodyId { get; init; } = "";
    public string[] PresentAgencyIds { get; init; } = [];
    public Guid ClaimedByUpdateId { get; init; }
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>One check of a sitting, as a request tells of it.</summary>
    /// <param name="said">As it came.</param>
    /// <param name="at">Its place in the request, as its fields are named: <c>actions[2]</c>.</param>
    /// <param name="claim">What is checked; it waits for it.</param>
    /// <param name="evidence">Ids of the action's evidence, without what was withdrawn.</param>
    /// <param name="sitting">When and by whom.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    /// <param name="check">Collects what is refused.</param>
    public static SecondCheck Read(
        V1.CheckOfAction said, string at, ActionClaim claim, IReadOnlySet<Guid> evidence, CheckSitting sitting, DateTimeOffset now, RequestCheck check)
    {
        var claimed = claim.Updates[0];
        check.Known($"{at}.verdict", said.Verdict, "whether it is confirmed or returned");
        var noEvidence = check.Text(
            $"{at}.no_evidence_because", said.NoEvidenceBecause, "The reason why there can be no evidence", RecordedChange.LongestReason);
        var words = check.Text(
            $"{at}.words", said.Words, "What is missing", LongestWords, required: said.Verdict == V1.CheckVerdict.Returned);
        var ids = said.EvidenceIds.Distinct().Select(Ids.TryParse).ToArray();
        check.That(ids.Length <= MostEvidence, $"{at}.evidence_ids", "Choose at most 50 items of evidence.")
            .That(ids.All(id => id is { } known && evidence.Contains(known)), $"{at}.evidence_ids", "Choose evidence of this action.")
            .That(
                said.Verdict != V1.CheckVerdict.Confirmed || ids.Length > 0 || noEvidence.Length > 0,
                $"{at}.evidence_ids",
                "Choose the evidence that was looked at, or say why there can be none.")
            .That(
                sitting.On >= claimed.RecordedAt.DateInLondon(), "on",
                $"{claim.Action.ShownReference} was said to be done only on {claimed.RecordedAt.DateInLondon().InWords()}: the check cannot be earlier.");
        return new SecondCheck
        {
            CheckId = Guid.CreateVersion7(),
            ActionId = claim.Action.ActionId,
            ActionVersion = claim.Action.Version + 1,
            SittingId = sitting.SittingId,
            Verdict = said.Verdict,
            EvidenceIds = [.. ids.OfType<Guid>()],
            NoEvidenceBecause = ids.Length == 0 ? noEvidence : "",
            Words = words,
            CheckedOn = sitting.On,
            PersonId = sitting.PersonId,
            AgencyId = sitting.AgencyId,
            Capacity = sitting.Capacity,
            SubGroupBodyId = sitting.SubGroupBodyId,
            PresentAgencyIds = sitting.PresentAgencyIds,
            ClaimedByUpdateId = claimed.UpdateId,
            RecordedAt = now,
        };
    }

    /// <summary>For audit and event.</summary>
    public Change Recorded() => new(CheckId.ToString(), 1, new V1.SecondCheckRecorded { Check = ToProto() });

    public V1.SecondCheck ToProto() => new()
    {
        CheckId = CheckId.ToString(),
        ActionId = ActionId.ToString(),
        SittingId = SittingId.ToString(),
        Verdict = Verdict,
        EvidenceIds = { EvidenceIds.Select(id => id.ToString()) },
        NoEvidenceBecause = NoEvidenceBecause,
        Words = Words,
        On = CheckedOn.ToIso(),
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        Capacity = Capacity,
        SubGroupBodyId = SubGroupBodyId,
        PresentAgencyIds = { PresentAgencyIds },
        ClaimedByUpdateId = ClaimedByUpdateId.ToString(),
        At = Timestamp.FromDateTimeOffset(RecordedAt),
    };
}
