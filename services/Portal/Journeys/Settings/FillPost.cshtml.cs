using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Says who holds a post, or that it is vacant: by the manager, or a lead of the post's own agency.</summary>
public sealed class FillPostModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    /// <summary>Empty where it is vacant.</summary>
    [BindProperty]
    public string? HolderId { get; set; }

    [BindProperty]
    public DateEntry HeldSince { get; set; } = new();

    public Post Post { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    public IReadOnlyList<Choice> Holders { get; private set; } = [];

    public static bool MayFill(CurrentPerson person, Post post) =>
        person.IsAny(Capacity.PartnershipManager) || (person.IsAny(Capacity.AgencyLead) && person.AgencyId == post.AgencyId);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        if (!MayFill(Person, Post))
        {
            return Forbid();
        }

        (Version, HolderId, HeldSince) = (Post.Version, Post.HolderId, DateEntry.Of(Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var stale = false;
        try
        {
            await calls.Partners.FillPostAsync(
                new FillPostRequest
                {
                    PostId = id, ExpectedVersion = Version, HolderId = HolderId ?? "", HeldSince = HeldSince.ReadIso(ModelState, nameof(HeldSince), "day since when it is so"),
                },
                cancellationToken: ct);
            return Done("Post saved", Addresses.Posts(Partnership));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed this post while you had this page open. It is shown as it is now, with what you chose: save again if that is still right.");
            ModelState.Remove(nameof(Version));
            stale = true;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(id, ct);
        Version = stale || ModelState.SaysSavedBefore() ? Post.Version : Version;
        return Page();
    }

    private async Task ReadAsync(string id, CancellationToken ct)
    {
        var posts = calls.Partners.ListPostsAsync(new ListPostsRequest(), cancellationToken: ct).ResponseAsync;
        Members = await reader.ReadAsync(ct);
        Post = (await posts).Posts.FirstOrDefault(post => post.PostId == id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such post."));
        Holders = [new Choice("", "Nobody: it is vacant"), .. Members.CurrentPeopleOf(Post.AgencyId, Today)];
    }
}
