using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners;

public sealed partial record Appointment
{
    /// <summary>About half a year: who is away longer is succeeded.</summary>
    public const int MostDaysOfADeputy = 183;

    /// <summary>For how many others somebody stands in at a time in one place: all of them stand in their access token.</summary>
    public const int MostStoodInFor = 10;

    /// <summary>Has a colleague stand in for this appointment's holder from one day to another.</summary>
    /// <param name="person">Null where there is no such person.</param>
    /// <param name="earlier">That person's appointments in this tenant so far.</param>
    /// <param name="deputies">The deputies that this appointment has had so far.</param>
    public Appointment NameDeputy(
        Guid id, Person? person, DateOnly? startsOn, DateOnly? endsOn, DateOnly today,
        IReadOnlyList<Appointment> earlier, IReadOnlyList<Appointment> deputies)
    {
        if (DeputyForId is not null)
        {
            throw new Refused("A deputy has no deputy. Ask the person they stand in for to name another.");
        }

        if (Capacity is Capacity.PlatformOperator or Capacity.SystemUser)
        {
            throw new Refused("This capacity has no deputies.");
        }

        if (EndsOn < today)
        {
            throw new Refused("This appointment has ended, and so has nothing to stand in for.");
        }

        // To whoever names them, people of other agencies do not exist.
        new RequestCheck()
            .That(person is not null && person.AgencyId == AgencyId && person.PersonId != PersonId, "person_id", "Choose a registered colleague of the same agency.")
            .That(startsOn is null || startsOn >= today, "starts_on", "A deputy starts today or later.")
            .That(startsOn is null || startsOn < today || startsOn >= StartsOn, "starts_on", "The appointment itself starts later than that.")
            .That(startsOn is not { } from || endsOn is not { } to || to >= from, "ends_on", "The last day cannot be before the first.")
            .That(startsOn is not { } first || endsOn is not { } last || last.DayNumber - first.DayNumber < MostDaysOfADeputy, "ends_on",
                $"A deputy stands in for {MostDaysOfADeputy} days at most. Choose an earlier last day.")
            .That(endsOn is null || EndsOn is null || endsOn <= EndsOn, "ends_on", "The appointment itself ends before that day.")
            .ThrowIfRefused();
        var deputy = this with
        {
            AppointmentId = id,
            PersonId = person!.PersonId,
            StartsOn = startsOn!.Value,
            EndsOn = endsOn!.Value,
            Version = 1,
            DeputyForId = AppointmentId,
            DeputyForPersonId = PersonId,
        };
        if (deputies.Any(other => other.Overlaps(deputy)))
        {
            throw new Refused("This appointment already has a deputy for some of these days. End that one first, or choose other days.");
        }

        deputy.DemandGoesWith(earlier);
        if (earlier.Count(other => other.DeputyForId is not null && other.Overlaps(deputy)) >= MostStoodInFor)
        {
            throw new Refused($"This person stands in for {MostStoodInFor} others on these days already. Choose somebody else.");
        }

        return deputy;
    }

    /// <summary>A deputy's appointment ends with the one that it stands in for.</summary>
    /// <returns>What it becomes; null where it ends by then in any case.</returns>
    public Appointment? EndWith(Appointment principal) =>
        principal.EndsOn is { } end && EndsOn > end ? this with { EndsOn = end, Version = Version + 1 } : null;
}
