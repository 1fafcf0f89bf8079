using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.People;

/// <summary>
/// Gives all that is somebody's to somebody else: actions, then posts, then the roles end. Each is a write of its own; after one that
/// is refused the page shows what is left, and goes on from there.
/// </summary>
public sealed class HandOverModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    // Of one call of ChangeManyActions.
    private const int MostAtOnce = 100;

    [BindProperty]
    public string? ToPersonId { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public Roll Roll { get; private set; } = null!;

    public Person Leaving { get; private set; } = new();

    public IReadOnlyList<(ActionPlan Plan, IReadOnlyList<ActionProto> Actions)> Owned { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    /// <summary>Those of today and to come.</summary>
    public IReadOnlyList<Appointment> Appointments { get; private set; } = [];

    public bool IsNothingLeft => Owned.Count + Posts.Count + Appointments.Count == 0;

    public IEnumerable<Choice> Successors => Roll.Members.CurrentPeople(Today).Where(choice => choice.Value != Leaving.PersonId).Prepend(new Choice("", "Choose a person"));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        return Manages ? Page() : Forbid();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        if (!Manages)
        {
            return Forbid();
        }

        var successor = Roll.Members.Find(ToPersonId ?? "");
        if (successor is null || successor.PersonId == id)
        {
            ModelState.AddModelError(nameof(ToPersonId), "Choose who takes it over.");
            return Page();
        }

        try
        {
            await HandOverAsync(successor, ct);
            return Done($"Handed over to {successor.Name}", Addresses.Person(Partnership, id));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, field => field == "note" ? nameof(Note) : ""))
        {
            await ReadAsync(id, ct);
            return Page();
        }
    }

    private async Task HandOverAsync(Person successor, CancellationToken ct)
    {
        var steps = ActionsTo(successor, ct).Concat(PostsTo(successor, ct)).Concat(Ends(ct)).ToList();
        foreach (var (place, (recordId, step)) in steps.Index())
        {
            // A second click does nothing twice: each has a key of its form and record, and the last the form's own.
            await step(place == steps.Count - 1 ? [] : new Metadata { { IdempotencyKey.Name, $"{IdempotencyKey.Of(Request)}-{recordId}" } });
        }
    }

    private IEnumerable<(string RecordId, Func<Metadata, Task> Step)> ActionsTo(Person successor, CancellationToken ct) =>
        from batch in Owned.SelectMany(one => one.Actions.Chunk(MostAtOnce))
        let request = new ChangeManyActionsRequest
        {
            Actions = { batch.Select(action => new ActionVersion { ActionId = action.ActionId, ExpectedVersion = action.Version }) },
            OwnerId = successor.PersonId,
            Note = Note ?? "",
        }
        select (batch[0].ActionId, (Func<Metadata, Task>)(key => calls.Actions.ChangeManyActionsAsync(request, key, cancellationToken: ct).ResponseAsync));

    private IEnumerable<(string RecordId, Func<Metadata, Task> Step)> PostsTo(Person successor, CancellationToken ct) =>
        from post in Posts
        let holder = successor.AgencyId == post.AgencyId ? successor.PersonId : ""
        let request = new FillPostRequest { PostId = post.PostId, ExpectedVersion = post.Version, HolderId = holder }
        select (post.PostId, (Func<Metadata, Task>)(key => calls.Partners.FillPostAsync(request, key, cancellationToken: ct).ResponseAsync));

    private IEnumerable<(string RecordId, Func<Metadata, Task> Step)> Ends(CancellationToken ct) =>
        from appointment in Appointments
        let request = new EndAppointmentRequest { AppointmentId = appointment.AppointmentId, ExpectedVersion = appointment.Version }
        select (appointment.AppointmentId, (Func<Metadata, Task>)(key => calls.Partners.EndAppointmentAsync(request, key, cancellationToken: ct).ResponseAsync));

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        Roll = new(await reader.ReadAnewAsync(ct), Today);
        Leaving = Roll.Members.Find(id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such person."));
        Owned = await calls.ListOwnedAsync(id, ct);
        if (Owned.Count > 0)
        {
            await this.MarkActionsAsync(calls, ct);
        }

        Posts = [.. Roll.Members.Posts.Where(post => post.HolderId == id)];
        // Whoever hands over what is their own ends the others while they are manager still.
        Appointments = [.. Roll.Members.Appointments.Where(one => one.PersonId == id && !Roll.IsPast(one)).OrderBy(one => one.Capacity == Capacity.PartnershipManager)];
    }
}
