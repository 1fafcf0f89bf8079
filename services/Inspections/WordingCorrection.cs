using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Partners.V1;

namespace Jtai.Inspections;

/// <summary>Who corrected a finding's wording last, when and why.</summary>
public sealed record WordingCorrection(Guid PersonId, Capacity Capacity, DateTimeOffset At, string Reason, bool AtReview)
{
    public static WordingCorrection By(Caller caller, DateTimeOffset at, string reason = "", bool atReview = false) =>
        new(caller.PersonId, caller.ActingAs, at, reason, atReview);

    public V1.WordingCorrection ToProto() => new()
    {
        PersonId = PersonId.ToString(),
        Capacity = Capacity,
        At = Timestamp.FromDateTimeOffset(At),
        Reason = Reason,
        AtReview = AtReview,
    };
}
