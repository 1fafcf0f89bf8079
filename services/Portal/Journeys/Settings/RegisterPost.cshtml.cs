using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Registers a post of a partner agency.</summary>
public sealed class RegisterPostModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public string? AgencyId { get; set; }

    /// <summary>Named apart from the page's own title.</summary>
    [BindProperty]
    public string? PostTitle { get; set; }

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            var post = await calls.Partners.RegisterPostAsync(new RegisterPostRequest { AgencyId = AgencyId ?? "", Title = PostTitle ?? "" }, cancellationToken: ct);
            return Done("Post registered. Say who holds it.", $"{Addresses.Posts(Partnership)}/{post.PostId}/fill");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("title", nameof(PostTitle))))
        {
            await ReadAsync(ct);
            return Page();
        }
    }

    private async Task ReadAsync(CancellationToken ct) => Agencies = [new Choice("", "Choose an agency"), .. (await reader.ReadAsync(ct)).Agencies];
}
