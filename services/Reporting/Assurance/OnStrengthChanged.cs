using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps who sustains which strength and when it is looked at next, for its keeper and who works on it.</summary>
public sealed class OnStrengthChanged : IRangeHandler<StrengthChanged>
{
    public const string NotLookedAt = nameof(NotLookedAt);

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<StrengthChanged>> received)
    {
        await PlanParts.ApplyAsync(context, Records.Strength, received, one => Of(one, one.State.Strength));
        await Followers.ShareAsync(context, [.. received.Select(one => Guid.Parse(one.AggregateId))]);
    }

    private static Record Of(Received<StrengthChanged> received, Strength strength) =>
        new(Guid.Parse(received.AggregateId), received.Version, strength.ToByteArray())
        {
            InspectionId = Ids.TryParse(strength.InspectionId),
            PartOf = Ids.TryParse(strength.PlanId),
            Standing = strength.LastCheck?.Result.ToString() ?? NotLookedAt,
            DueOn = LondonDates.FromIso(strength.NextCheckOn),
            OwnAgencyId = strength.Keeper?.ByCase == Lead.ByOneofCase.AgencyId ? strength.Keeper.AgencyId : null,
        };
}
