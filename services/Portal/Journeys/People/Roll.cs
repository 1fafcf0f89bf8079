using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.People;

/// <summary>Who has what on a day.</summary>
public sealed class Roll(PartnershipMembers members, DateOnly day)
{
    // ISO dates sort as text.
    private readonly string iso = day.ToIso();

    public PartnershipMembers Members => members;

    public DateOnly Day => day;

    /// <summary>Appointments of the day.</summary>
    public IEnumerable<Appointment> Current => members.Appointments.Where(one => !IsToCome(one) && !IsPast(one));

    /// <summary>Those who hold a capacity on the day for themselves and not for somebody else.</summary>
    public IEnumerable<Appointment> InTheirOwnRight(Capacity capacity) => Current.Where(one => one.Capacity == capacity && one.DeputyForId.Length == 0);

    /// <summary>Whether somebody runs the partnership on the day; who is invited merely, or stands in, does not count.</summary>
    public bool HasManager => InTheirOwnRight(Capacity.PartnershipManager).Any(one => !members.IsAwaited(one.PersonId));

    /// <summary>Agencies by name, each with its people of the day; partners of whom nobody has a role as well.</summary>
    public IEnumerable<(string AgencyId, IReadOnlyList<(Person Person, IReadOnlyList<Appointment> Appointments)> People)> ByAgency
    {
        get
        {
            var people = Current.GroupBy(one => one.PersonId)
                .Where(held => members.Find(held.Key) is not null)
                .Select(held => (Person: members.Find(held.Key)!, Appointments: (IReadOnlyList<Appointment>)[.. held.OrderBy(one => one.Capacity)]))
                .OrderBy(one => one.Person.Name, StringComparer.Ordinal)
                .ToLookup(one => one.Person.AgencyId);
            return members.Agencies.Select(agency => agency.Value!).Union(people.Select(group => group.Key))
                .OrderBy(members.AgencyName, StringComparer.Ordinal)
                .Select(agency => (agency, (IReadOnlyList<(Person, IReadOnlyList<Appointment>)>)[.. people[agency]]));
        }
    }

    /// <summary>People who had or will have a role, and have none on the day.</summary>
    public IEnumerable<Person> Others
    {
        get
        {
            var current = Current.Select(one => one.PersonId).ToHashSet();
            return members.Appointments.Select(one => one.PersonId).Distinct().Where(id => !current.Contains(id))
                .Select(members.Find).OfType<Person>().OrderBy(person => person.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>Names of those who chair a group on the day; who was appointed without a group chairs any, and is named at none.</summary>
    public IEnumerable<string> ChairsOf(string bodyId) => Current.Where(one => one.BodyId == bodyId).Select(one => members.PersonName(one.PersonId)).Distinct();

    /// <summary>Posts that somebody holds on the day, or held then.</summary>
    public IEnumerable<Post> PostsOf(string personId) => members.Posts.Where(post => HolderOf(post) == personId);

    private string HolderOf(Post post) => string.CompareOrdinal(post.HeldSince, iso) <= 0
        ? post.HolderId
        : post.HeldBefore.FirstOrDefault(held => string.CompareOrdinal(held.From, iso) <= 0 && string.CompareOrdinal(held.To, iso) >= 0)?.HolderId ?? "";

    public bool IsToCome(Appointment one) => string.CompareOrdinal(one.StartsOn, iso) > 0;

    public bool IsPast(Appointment one) => one.EndsOn.Length > 0 && string.CompareOrdinal(one.EndsOn, iso) < 0;

    /// <summary>"Sub-group chair of the Quality group, deputy for Asha Verma".</summary>
    public string RoleOf(Appointment one) => CapacityWords.Of(one.Capacity, one.TenantId)
        + (one.BodyId.Length > 0 ? ": " + members.BodyName(one.BodyId) : "")
        + (one.DeputyForId.Length > 0 ? ", deputy for " + members.PersonName(one.DeputyForPersonId) : "");

    public static string First(Appointment one) => Dates.Full(LondonDates.TryFromIso(one.StartsOn), "no date");

    public static string Last(Appointment one) => Dates.Full(LondonDates.TryFromIso(one.EndsOn), "no last day");
}
