using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>Corrects what is recorded of a person: name, job title, email, agency.</summary>
public sealed class CorrectModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time)
    : RecordStep("person’s details", person, time)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? JobTitle { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? AgencyId { get; set; }

    public Roll Roll { get; private set; } = null!;

    public Person Shown { get; private set; } = new();

    public IEnumerable<Choice> Agencies => Roll.Members.Agencies;

    /// <summary>What they hold here for their agency, today or later, in words.</summary>
    public IEnumerable<string> HeldForAgency => Roll.Members.Appointments
        .Where(one => one.PersonId == Shown.PersonId && !Roll.IsPast(one)).Select(one => $"the role of {Roll.RoleOf(one).ToLowerInvariant()}")
        .Concat(Roll.Members.Posts.Where(post => post.HolderId == Shown.PersonId).Select(post => $"the post of {post.Title}"));

    /// <summary>True where the service would not change the agency yet.</summary>
    public bool IsAgencyWrong => !ModelState.IsValid && AgencyId != Shown.AgencyId;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Details saved",
        () => calls.Partners.CorrectPersonAsync(
            new CorrectPersonRequest
            {
                PersonId = id, ExpectedVersion = Version, Name = FullName ?? "", JobTitle = JobTitle ?? "", AgencyId = AgencyId ?? "", Email = (Email ?? "").Trim(),
            },
            cancellationToken: ct).ResponseAsync,
        ct,
        ("name", nameof(FullName)));

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Roll = new(await reader.ReadAnewAsync(ct), Today);
        Shown = Roll.Members.Find(id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such person."));
        return Shown.Version;
    }

    protected override void Fill() => (FullName, JobTitle, Email, AgencyId) = (Shown.Name, Shown.JobTitle, Shown.Email, Shown.AgencyId);

    protected override string AddressOf(string id) => Addresses.Person(Partnership, id);
}
