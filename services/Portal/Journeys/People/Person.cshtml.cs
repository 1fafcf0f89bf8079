using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>One person: their appointments past, present and to come, posts, deputies, and for the manager what is theirs.</summary>
public sealed class PersonModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public Roll Roll { get; private set; } = null!;

    public Person Shown { get; private set; } = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Appointment> Appointments { get; private set; } = [];

    /// <summary>Those that others hold as this person's deputies, today or later.</summary>
    public IReadOnlyList<Appointment> Deputies { get; private set; } = [];

    /// <summary>Open actions that they own themselves, by plan; for the manager.</summary>
    public IReadOnlyList<(ActionPlan Plan, int Open)> Owned { get; private set; } = [];

    /// <summary>For a workspace there is nothing to hand over: neither actions nor posts are held there.</summary>
    public bool HasSomething => !IsWorkspace && (Appointments.Any(one => !Roll.IsPast(one)) || Owned.Count > 0 || Roll.PostsOf(Shown.PersonId).Any());

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        Roll = new(await reader.ReadAnewAsync(ct), Today);
        Shown = Roll.Members.Find(id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such person."));
        Appointments = [.. Roll.Members.Appointments.Where(one => one.PersonId == id).OrderByDescending(one => one.StartsOn, StringComparer.Ordinal)];
        Deputies = [.. Roll.Members.Appointments.Where(one => one.DeputyForPersonId == id && !Roll.IsPast(one)).OrderBy(one => one.StartsOn, StringComparer.Ordinal)];
        Owned = Manages && !IsWorkspace ? [.. (await calls.ListOwnedAsync(id, ct)).Select(one => (one.Plan, one.Actions.Count))] : [];
        if (Owned.Count > 0)
        {
            await this.MarkActionsAsync(calls, ct);
        }

        return Page();
    }

    public string When(Appointment one) => Roll.IsPast(one) ? "Over" : Roll.IsToCome(one) ? "To come" : "Now";
}
