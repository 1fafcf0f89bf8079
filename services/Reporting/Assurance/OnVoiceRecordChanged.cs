using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what children said, for whoever takes part in one of the actions that it is about.</summary>
public sealed class OnVoiceRecordChanged : IRangeHandler<VoiceRecordChanged>
{
    public const string Kept = nameof(Kept);
    public const string Withdrawn = nameof(Withdrawn);

    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<VoiceRecordChanged>> received) =>
        OfSeveralActions.ApplyAsync(context, Records.Voice, received, one => Of(one, one.State.Record));

    private static Record Of(Received<VoiceRecordChanged> received, VoiceRecord voice) =>
        new(Guid.Parse(received.AggregateId), received.Version, voice.ToByteArray())
        {
            ActionIds = [.. voice.ActionIds.Select(Guid.Parse)],
            InspectionId = Ids.TryParse(voice.InspectionId),
            PartOf = Ids.TryParse(voice.PlanId),
            Standing = voice.WithdrawnBecause.Length > 0 ? Withdrawn : Kept,
            PersonId = Ids.TryParse(voice.PersonId),
            At = voice.At?.ToDateTimeOffset(),
        };
}
