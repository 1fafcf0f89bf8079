using System.Text.Json.Serialization;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>Who takes an action when the partnership is succeeded, how it leaves, and how it arrives.</summary>
public sealed partial record Action
{
    /// <summary>The succession for which it is said who takes it; null while nobody has said.</summary>
    public Guid? AllottedIn { get; init; }

    /// <summary>Successors; none: neither.</summary>
    public string[] AllottedTo { get; init; } = [];
    public string AllottedBecause { get; init; } = "";

    /// <summary>The proto's TakenOver, as JSON; null where it is the partnership's own.</summary>
    [JsonConverter(typeof(JsonAsItIs))]
    public string? TakenOver { get; init; }

    /// <summary>Says who takes it, finished or not; the same where that is said already.</summary>
    /// <exception cref="Refused">It was withdrawn.</exception>
    public Action Allot(Guid successionId, string[] to, string because)
    {
        if (WithdrawnBecause.Length > 0)
        {
            throw new Refused($"{ShownReference}: this action was withdrawn and goes to nobody.");
        }

        return AllottedIn == successionId && AllottedTo.SequenceEqual(to) && AllottedBecause == because
            ? this
            : this with { AllottedIn = successionId, AllottedTo = to, AllottedBecause = because, Version = Version + 1 };
    }

    /// <summary>What stays of it here once its plan is handed over: an open one is closed, a finished one stays as it is.</summary>
    /// <param name="succession">For which it is allotted.</param>
    /// <param name="reason">Why the plan is handed over.</param>
    /// <param name="today">The day in London.</param>
    public Action HandedOn(Succession succession, string reason, DateOnly today) => !IsOpen
        ? this with { Version = Version + 1 }
        : NotPaused() with
        {
            Delivery = V1.Delivery.ClosedWithoutCompletion,
            ClosedAs = AllottedTo.Length > 0 ? V1.ClosedAs.Transferred : V1.ClosedAs.NotPursued,
            SupersededBy = null,
            TransferredTo = AllottedTo.Length > 0 ? succession.NamesOf(AllottedTo) : "",
            ClosingReason = AllottedTo.Length > 0 ? reason : AllottedBecause,
            ClosedOn = today,
            Version = Version + 1,
        };

    /// <summary>
    /// What it is in a successor's plan. Its leads stay, since agencies and bodies are of the whole platform; an owner who is not
    /// appointed there, and a post, which is the predecessor's, own it no more; what does not come with it, it waits for in words.
    /// </summary>
    /// <param name="takenOver">From where, as JSON.</param>
    /// <param name="fromName">The predecessor's name.</param>
    /// <param name="appointed">Who is appointed in the successor.</param>
    /// <param name="came">References, by id, of the predecessor's actions that it waits for.</param>
    /// <param name="there">The actions that come to this successor.</param>
    public Action ArrivedIn(
        string takenOver, string fromName, IReadOnlySet<Guid> appointed, IReadOnlyDictionary<Guid, string> came, IReadOnlySet<Guid> there) => this with
        {
            OwnerId = OwnerId is { } owner && appointed.Contains(owner) ? owner : null,
            OwnerPostId = null,
            SupersededBy = SupersededBy is { } successor && there.Contains(successor) ? successor : null,
            DependsOn = Dependency.ToJson(Dependency.FromJson(DependsOn).Select(one => one.ActionId is not { } id || there.Contains(id)
                ? one
                : new Dependency(null, came.TryGetValue(id, out var reference) ? $"{reference} of {fromName}" : $"An action of {fromName}"))),
            AllottedIn = null,
            AllottedTo = [],
            AllottedBecause = "",
            TakenOver = takenOver,
            Version = Version + 1,
        };

    private V1.Allotment? AllotmentToProto() => AllottedIn is not { } succession ? null : new()
    {
        SuccessionId = succession.ToString(),
        ToPartnershipIds = { AllottedTo },
        Reason = AllottedBecause,
    };
}
