using Jtai.Activities.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Whom or what an entry about people, posts and groups is about, as far as those who work together know it.</summary>
internal static class RegisterRecord
{
    /// <summary>"of Ada Moss, agency lead" after "Appointment"; whoever is gone stays an id. Null for any other record.</summary>
    internal static string? Of(ActivityEntry entry, PartnershipMembers members) => entry.Entity switch
    {
        nameof(PersonChanged) => members.Find(entry.RecordId)?.Name ?? ById(entry),
        nameof(InvitationChanged) => members.Find(entry.RecordId) is { } invited ? "of " + invited.Name : ById(entry),
        nameof(AppointmentChanged) => Appointed(entry, members) is { } one && members.Find(one.PersonId) is { } person
            ? $"of {person.Name}, {CapacityWords.Of(one.Capacity, one.TenantId).ToLowerInvariant()}"
            : ById(entry),
        nameof(AgencyChanged) => members.AgencyName(entry.RecordId),
        nameof(PostChanged) => members.Posts.FirstOrDefault(post => post.PostId == entry.RecordId)?.Title ?? ById(entry),
        nameof(BodyChanged) => members.Groups.FirstOrDefault(body => body.BodyId == entry.RecordId)?.Name ?? ById(entry),
        _ => null,
    };

    /// <summary>Of whoever the entry is about; null where nobody is, or they are gone.</summary>
    internal static Person? PersonOf(ActivityEntry entry, PartnershipMembers members) => entry.Entity switch
    {
        nameof(PersonChanged) or nameof(InvitationChanged) => members.Find(entry.RecordId),
        nameof(AppointmentChanged) => Appointed(entry, members) is { } one ? members.Find(one.PersonId) : null,
        _ => null,
    };

    private static Appointment? Appointed(ActivityEntry entry, PartnershipMembers members) =>
        members.Appointments.FirstOrDefault(one => one.AppointmentId == entry.RecordId);

    private static string ById(ActivityEntry entry) => "with the id " + entry.RecordId;
}
