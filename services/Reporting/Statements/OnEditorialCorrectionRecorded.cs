using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps editorial corrections, for whoever reads the whole plan. The sign-offs of before stand for the corrected content.</summary>
public sealed class OnEditorialCorrectionRecorded : IRangeHandler<EditorialCorrectionRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<EditorialCorrectionRecorded>> received) =>
        Records.ApplyAsync(context, Records.Correction, received, one => Of(one, one.State.Correction));

    private static Record Of(Received<EditorialCorrectionRecorded> received, EditorialCorrection correction) =>
        new(Guid.Parse(received.AggregateId), received.Version, correction.ToByteArray())
        {
            PartOf = Ids.TryParse(correction.StatementId),
            Called = correction.FromSha256,
            Standing = correction.ToSha256,
            PersonId = Ids.TryParse(correction.PersonId),
            At = correction.At?.ToDateTimeOffset(),
        };
}
