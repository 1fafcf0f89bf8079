using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Records a sign-off on behalf of who gave it, with the paper that shows it.</summary>
public sealed class SignOffOnBehalfModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ContentStep(calls, membersReader, person, time)
{
    [BindProperty]
    public string? OnBehalfOf { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    public IEnumerable<Choice> People => Statement.Signatories(Today).Select(signatory => signatory.Choice).Prepend(new Choice("", "Choose a person"));

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(OnBehalfOf))
        {
            // Without a name the call would be the manager's own sign-off.
            ModelState.AddModelError(nameof(OnBehalfOf), "Choose who signed off");
            if (string.IsNullOrWhiteSpace(Paper))
            {
                ModelState.AddModelError(nameof(Paper), "Say what shows the sign-off");
            }

            Version = await ReadAsync(id, ct);
            return Page();
        }

        return await TryAsync(
            id,
            "Sign-off recorded",
            () => Calls.Statements.SignOffAsync(
                new SignOffRequest { StatementId = id, ContentSha256 = ContentSha256 ?? "", OnBehalfOf = OnBehalfOf, Paper = Paper ?? "" }, cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sign-offs";
}
