using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>The posts that own actions, and who holds them.</summary>
public sealed class PostsModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IReadOnlyList<Post> Posts { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var posts = calls.Partners.ListPostsAsync(new ListPostsRequest(), cancellationToken: ct).ResponseAsync;
        Members = await reader.ReadAsync(ct);
        Posts = [.. (await posts).Posts.OrderBy(post => Members.AgencyName(post.AgencyId), StringComparer.Ordinal).ThenBy(post => post.Title, StringComparer.Ordinal)];
    }

    public bool MayFill(Post post) => FillPostModel.MayFill(Person, post);
}
