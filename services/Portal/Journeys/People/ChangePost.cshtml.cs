using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.People;

/// <summary>Renames a post, ends it, or has it go on. What it owns Partners does not know: the page says so before.</summary>
public sealed class ChangePostModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("post", person, time)
{
    /// <summary>Named apart from the page's own title.</summary>
    [BindProperty]
    public string? PostTitle { get; set; }

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public Post Post { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Open actions that the post owns, by plan.</summary>
    public IReadOnlyList<(ActionPlan Plan, IReadOnlyList<ActionProto> Actions)> Owned { get; private set; } = [];

    /// <summary>As the form for many actions names the post.</summary>
    public string OwnerChoice => Uri.EscapeDataString(PartnershipMembers.ChoiceOf(Post));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new SavePostRequest
        {
            PostId = id, Title = PostTitle ?? "", EndsOn = EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day"), ExpectedVersion = Version,
        };
        return TryAsync(id, "Post saved", () => calls.Partners.SavePostAsync(request, cancellationToken: ct).ResponseAsync, ct, ("title", nameof(PostTitle)));
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Members = await reader.ReadAnewAsync(ct);
        Post = Members.Posts.FirstOrDefault(post => post.PostId == id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such post."));
        if (Manages)
        {
            Owned = await calls.ListOwnedAsync(action => action.OwnerPostId == id, ct);
            if (Owned.Count > 0)
            {
                await this.MarkActionsAsync(calls, ct);
            }
        }

        return Post.Version;
    }

    protected override void Fill() => (PostTitle, EndsOn) = (Post.Title, DateEntry.OfIso(Post.EndsOn));

    protected override string AddressOf(string id) => Addresses.Posts(Partnership);
}
