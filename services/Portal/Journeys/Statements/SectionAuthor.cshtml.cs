using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Names who writes a section.</summary>
public sealed class SectionAuthorModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("section", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "section")]
    public string SectionId { get; set; } = "";

    [BindProperty]
    public string? AuthorId { get; set; }

    public StatementSection Section { get; private set; } = new();

    public IEnumerable<Choice> People => Statement.Members.CurrentPeopleByAgency(Today).Prepend(new Choice("", "Nobody yet"));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Author named",
        () => Calls.Statements.NameSectionAuthorAsync(
            new NameSectionAuthorRequest { SectionId = SectionId, ExpectedVersion = Version, AuthorId = AuthorId ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Section = OneStatement.Part(Statement.Record.Sections, section => section.SectionId == SectionId);
        return Section.Version;
    }

    protected override void Fill() => AuthorId = Section.AuthorId;

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sections";
}
