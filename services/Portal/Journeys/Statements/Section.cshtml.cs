using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One section: to read, and to write for its author, an agency lead of its agency, and the manager.</summary>
public sealed class SectionModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("section", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "section")]
    public string SectionId { get; set; } = "";

    [BindProperty]
    public string? Text { get; set; }

    public StatementSection Section { get; private set; } = new();

    /// <summary>Those of the section's agency or body, which the document lists under it.</summary>
    public IReadOnlyList<ActionProto> Actions { get; private set; } = [];

    /// <summary>Of all its actions, beyond those of the page.</summary>
    public int Total { get; private set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public int PageNumber => PageSheet.Read(Sheet);

    public int PageCount => PageSheet.CountOf(Total, PlanActions.MostShown);

    public string AddressOf(int page) => $"{Statement.Address}/sections/{SectionId}?{PageSheet.Parameter}={page}";

    public bool MayWrite => Statement.MayWrite(Section);

    protected override IActionResult? Refusal => null;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Section saved",
        () => Calls.Statements.WriteSectionAsync(
            // A browser sends line breaks as CR LF, and nobody counts them twice.
            new WriteSectionRequest { SectionId = SectionId, ExpectedVersion = Version, Text = (Text ?? "").ReplaceLineEndings("\n") }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Section = OneStatement.Part(Statement.Record.Sections, section => section.SectionId == SectionId);
        if (Section.Of is { } of)
        {
            var listed = await Calls.Actions.ListActionsAsync(new ListActionsRequest { PlanId = Statement.Facts.PlanId, Lead = of, Page = PageNumber }, cancellationToken: ct);
            (Actions, Total) = (listed.Actions, listed.Total);
        }

        return Section.Version;
    }

    protected override void Fill() => Text = Section.Text;

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sections";
}
