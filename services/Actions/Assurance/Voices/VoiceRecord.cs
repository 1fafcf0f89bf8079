using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What children said and what came of it, or why none could be heard. Rules only; nothing by which a child can be known.</summary>
public sealed record VoiceRecord
{
    public const int MostOfAPlan = 500;
    private const int LongestText = 4000;
    private const int MostChildren = 100_000;

    public Guid VoiceId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>In the order chosen; rows of their own.</summary>
    public Guid[] ActionIds { get; init; } = [];
    public string NoneHeardBecause { get; init; } = "";

    /// <summary>Null where none were heard.</summary>
    public DateOnly? HeardOn { get; init; }

    /// <summary>Children themselves, and not through an organisation.</summary>
    public bool Directly { get; init; }

    /// <summary>A group of children, or the organisation.</summary>
    public string HeardFrom { get; init; } = "";

    /// <summary>0: not said.</summary>
    public int HowMany { get; init; }
    public string Said { get; init; } = "";
    public string Dissent { get; init; } = "";
    public string Done { get; init; } = "";

    /// <summary>Null while children were not told what was done.</summary>
    public DateOnly? ToldOn { get; init; }

    /// <summary>Who recorded it first, for which agency.</summary>
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public string WithdrawnBecause { get; init; } = "";
    public long Version { get; init; }

    /// <summary>What a request makes of it; of a new one the version is 0.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="actionIds">What it is about.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It was withdrawn, or says so already.</exception>
    public VoiceRecord Say(V1.SaveVoiceRecordRequest request, Guid[] actionIds, DateOnly today, RequestCheck check)
    {
        var said = request.NoneHeardBecause.Trim().Length > 0 ? NoneHeard(request, check) : Heard(request, today, check);
        check.ThrowIfRefused();
        RefuseIfWithdrawn();
        said = said with { ActionIds = actionIds };
        return said != this
            ? said with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: this is recorded already.");
    }

    public VoiceRecord Withdraw(string reason)
    {
        RefuseIfWithdrawn();
        return this with { WithdrawnBecause = reason, Version = Version + 1 };
    }

    /// <summary>What differs, for its history.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(VoiceRecord? before, VoiceRecord after) => FieldChanges.Between(
        before?.ToProto() ?? new(), after.ToProto(),
        "none_heard_because", "heard_on", "directly", "from", "how_many", "said", "dissent", "done", "told_on", "action_ids");

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(VoiceId.ToString(), Version, new V1.VoiceRecordChanged { Record = ToProto() });

    public V1.AssuranceReply ToReply() => new() { RecordId = VoiceId.ToString(), Version = Version };

    public V1.VoiceRecord ToProto() => new()
    {
        VoiceId = VoiceId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        ActionIds = { ActionIds.Select(id => id.ToString()) },
        NoneHeardBecause = NoneHeardBecause,
        HeardOn = HeardOn.ToIso(),
        Directly = Directly,
        From = HeardFrom,
        HowMany = HowMany,
        Said = Said,
        Dissent = Dissent,
        Done = Done,
        ToldOn = ToldOn.ToIso(),
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        At = Timestamp.FromDateTimeOffset(RecordedAt),
        WithdrawnBecause = WithdrawnBecause,
        Version = Version,
    };

    private VoiceRecord NoneHeard(V1.SaveVoiceRecordRequest request, RequestCheck check)
    {
        string[] heard = [request.HeardOn, request.From, request.Said, request.Dissent, request.Done, request.ToldOn];
        check.That(
            heard.All(text => text.Length == 0) && request.HowMany == 0 && !request.Directly, "none_heard_because",
            "Say either what children said, or why none could be heard.");
        return this with
        {
            NoneHeardBecause = check.Text("none_heard_because", request.NoneHeardBecause, "The reason why none could be heard", 1000, required: true),
            HeardOn = null,
            Directly = false,
            HeardFrom = "",
            HowMany = 0,
            Said = "",
            Dissent = "",
            Done = "",
            ToldOn = null,
        };
    }

    private VoiceRecord Heard(V1.SaveVoiceRecordRequest request, DateOnly today, RequestCheck check)
    {
        var heardOn = check.Date("heard_on", request.HeardOn, "The day on which children were heard");
        var toldOn = check.Date("told_on", request.ToldOn, "The day on which children were told");
        check.That(request.HeardOn.Length > 0, "heard_on", "Enter the day on which children were heard, or say why none could be.")
            .That(!(heardOn > today), "heard_on", "The day on which children were heard cannot be in the future.")
            .That(!(toldOn > today), "told_on", "The day on which children were told cannot be in the future.")
            .That(!(toldOn < heardOn), "told_on", "Children cannot have been told before they were heard.")
            .That(request.HowMany is >= 0 and <= MostChildren, "how_many", "Enter how many, as a number up to 100,000.");
        return this with
        {
            NoneHeardBecause = "",
            HeardOn = heardOn,
            Directly = request.Directly,
            HeardFrom = check.Text(
                "from", request.From, request.Directly ? "Which children, as a group" : "Through which organisation they were heard", 200, required: true),
            HowMany = request.HowMany,
            Said = check.Text("said", request.Said, "What children said", LongestText, required: true),
            Dissent = check.Text("dissent", request.Dissent, "Where they did not agree", LongestText),
            Done = check.Text("done", request.Done, "What was done", LongestText),
            ToldOn = toldOn,
        };
    }

    private void RefuseIfWithdrawn()
    {
        if (WithdrawnBecause.Length > 0)
        {
            throw new Refused("This record was withdrawn. Add another one.");
        }
    }
}
