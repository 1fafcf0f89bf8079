using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps sign-offs, each for the safeguarding partner that gave it.</summary>
public sealed class OnSignOffChanged : IRangeHandler<SignOffChanged>
{
    public const string TakenBack = nameof(TakenBack);

    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<SignOffChanged>> received) =>
        Records.ApplyAsync(context, Records.SignOff, received, one => Of(one, one.State.SignOff));

    private static Record Of(Received<SignOffChanged> received, StatementSignOff signOff) =>
        new(Guid.Parse(received.AggregateId), received.Version, signOff.ToByteArray())
        {
            PartOf = Ids.TryParse(signOff.StatementId),
            AgencyId = signOff.AgencyId,
            Standing = signOff.TakenBackBecause.Length > 0 ? TakenBack : signOff.ContentSha256,
            Called = signOff.AgencyId,
            PersonId = Ids.TryParse(signOff.PersonId),
            At = signOff.At?.ToDateTimeOffset(),
        };
}
