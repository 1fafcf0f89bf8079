using System.Globalization;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>How an action becomes complete, by another's word or by its own, and what an audit then finds of it.</summary>
public sealed partial record Action
{
    public DateOnly? CompletedOn { get; init; }

    /// <summary>Nobody else has checked it.</summary>
    public bool SelfAssured { get; init; }

    /// <summary>The second check that confirmed it.</summary>
    public Guid? CompletionCheckId { get; init; }

    /// <summary>Who confirmed it, or said so themselves; null while it is not complete.</summary>
    public Guid? CompletedBy { get; init; }
    public string CompletedByAgencyId { get; init; } = "";

    /// <summary>Why a self-assured one has no evidence; empty where it has some.</summary>
    public string NoEvidenceBecause { get; init; } = "";

    /// <summary>What the newest audit since it was completed last found; unspecified where none looked.</summary>
    public V1.AuditVerdict EmbeddingVerdict { get; init; }
    public Guid? EmbeddingAuditId { get; init; }
    public DateOnly? EmbeddingOn { get; init; }

    public bool WaitsForCheck => WithdrawnBecause.Length == 0 && Delivery == V1.Delivery.AwaitingVerification;

    /// <summary>Takes a second check in: complete where it confirms, returned where it does not.</summary>
    public Action Take(SecondCheck check) => check.Verdict == V1.CheckVerdict.Confirmed
        ? Completed(check.CheckedOn, check.PersonId, check.AgencyId) with { CompletionCheckId = check.CheckId, Version = Version + 1 }
        : this with { Delivery = V1.Delivery.Returned, Version = Version + 1 };

    /// <summary>Takes in what an audit found of it; where it found it not embedded, it is in progress again.</summary>
    /// <param name="auditId">The audit.</param>
    /// <param name="found">Embedded, partly or not.</param>
    /// <param name="doneOn">When it was done.</param>
    /// <param name="stays">True under a closed plan: it is said, and the action stays as it is.</param>
    public Action Take(Guid auditId, V1.AuditVerdict found, DateOnly doneOn, bool stays)
    {
        var action = found == V1.AuditVerdict.NotEmbedded && !stays
            ? NotCompleted() with { Delivery = V1.Delivery.InProgress }
            : this;
        return action with { EmbeddingVerdict = found, EmbeddingAuditId = auditId, EmbeddingOn = doneOn, Version = Version + 1 };
    }

    /// <summary>What audits say of it once one of them is corrected; itself where that is nothing else.</summary>
    /// <param name="corrected">What that one found of it, as it is now.</param>
    /// <param name="hasReopenedIt">It did before: that look is spent, and whether the action is complete a person says.</param>
    /// <param name="others">What the other audits found.</param>
    /// <param name="stays">True where being found not embedded does not open it again.</param>
    public Action JudgeAnew(AuditLook corrected, bool hasReopenedIt, IEnumerable<AuditLook> others, bool stays)
    {
        if (Delivery != V1.Delivery.Complete)
        {
            return EmbeddingAuditId != corrected.AuditId ? this
                : corrected.Verdict == V1.AuditVerdict.NotEmbedded ? Found(corrected)
                : Found(newest: null);
        }

        // Of two on one day the corrected one has the last word.
        var newest = (hasReopenedIt ? others : others.Append(corrected))
            .Where(look => look.Verdict is V1.AuditVerdict.Embedded or V1.AuditVerdict.PartlyEmbedded or V1.AuditVerdict.NotEmbedded && !(look.DoneOn < CompletedOn))
            .OrderBy(look => look.DoneOn).ThenBy(look => look == corrected)
            .LastOrDefault();
        return newest == corrected && (EmbeddingVerdict, EmbeddingAuditId) != (corrected.Verdict, corrected.AuditId)
            ? Take(corrected.AuditId, corrected.Verdict, corrected.DoneOn, stays)
            : Found(newest);
    }

    /// <summary>
    /// True where an audit of that day says something of it: it was complete by then, and no later audit has looked at it.
    /// </summary>
    public bool IsJudgedBy(DateOnly auditDoneOn) =>
        Delivery == V1.Delivery.Complete && !(auditDoneOn < CompletedOn) && !(auditDoneOn < EmbeddingOn);

    /// <summary>Refuses to be called embedded before it is complete for long enough.</summary>
    /// <exception cref="Refused">It names the action.</exception>
    public void RequireMayBeEmbedded(DateOnly auditDoneOn, int afterDays)
    {
        if (Delivery != V1.Delivery.Complete)
        {
            throw new Refused($"{ShownReference}: it is not complete, so it cannot be embedded yet. Say not applicable, and why.");
        }

        if (CompletedOn is { } completed && auditDoneOn < completed.AddDays(afterDays))
        {
            throw new Refused(string.Create(
                CultureInfo.InvariantCulture,
                $"{ShownReference}: it was completed on {completed.InWords()}, and this partnership calls an action embedded only {afterDays} days later, from {completed.AddDays(afterDays).InWords()}. Say partly embedded, or not applicable."));
        }
    }

    /// <exception cref="Invalid">Somebody else has to confirm it, or nothing shows that it was done.</exception>
    private Action CompletedByItsOwnWord(ActionUpdate update, ProofOfAction? proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        proof.RequireMayCompleteItself(update);
        return Completed(update.RecordedAt.DateInLondon(), update.PersonId, update.AgencyId) with
        {
            SelfAssured = true,
            NoEvidenceBecause = update.NoEvidenceBecause,
        };
    }

    private Action Completed(DateOnly on, Guid by, string agencyId) => NotPaused() with
    {
        Delivery = V1.Delivery.Complete,
        CompletedOn = on,
        SelfAssured = false,
        CompletionCheckId = null,
        CompletedBy = by,
        CompletedByAgencyId = agencyId,
        NoEvidenceBecause = "",
        EmbeddingVerdict = V1.AuditVerdict.Unspecified,
        EmbeddingAuditId = null,
        EmbeddingOn = null,
    };

    private Action Found(AuditLook? newest)
    {
        var action = this with { EmbeddingVerdict = newest?.Verdict ?? default, EmbeddingAuditId = newest?.AuditId, EmbeddingOn = newest?.DoneOn };
        return (EmbeddingVerdict, EmbeddingAuditId, EmbeddingOn) == (action.EmbeddingVerdict, action.EmbeddingAuditId, action.EmbeddingOn)
            ? this
            : action with { Version = Version + 1 };
    }

    private Action NotCompleted() => this with
    {
        CompletedOn = null,
        SelfAssured = false,
        CompletionCheckId = null,
        CompletedBy = null,
        CompletedByAgencyId = "",
        NoEvidenceBecause = "",
        EmbeddingVerdict = V1.AuditVerdict.Unspecified,
        EmbeddingAuditId = null,
        EmbeddingOn = null,
    };

    private V1.Completion? CompletionToProto() => CompletedBy is not { } by ? null : new()
    {
        SelfAssured = SelfAssured,
        CheckId = CompletionCheckId?.ToString() ?? "",
        On = CompletedOn.ToIso(),
        PersonId = by.ToString(),
        AgencyId = CompletedByAgencyId,
        NoEvidenceBecause = NoEvidenceBecause,
    };

    private V1.Embedding? EmbeddingToProto() => EmbeddingAuditId is not { } auditId ? null : new()
    {
        Verdict = EmbeddingVerdict,
        AuditId = auditId.ToString(),
        On = EmbeddingOn.ToIso(),
    };
}
