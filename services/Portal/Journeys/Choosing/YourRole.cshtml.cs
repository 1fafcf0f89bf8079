using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Choosing;

/// <summary>For people whose role has no pages of its own yet: what they can do today, and what will come to them.</summary>
public sealed class YourRoleModel(CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IEnumerable<(string Name, string Sentence)> Roles => Person.Capacities.Select(capacity => (CapacityWords.Of(capacity), SentenceOf(capacity)));

    public IActionResult OnGet() => Person.ReadsPlan ? Redirect(Addresses.Partnership(Partnership)) : Page();

    private static string SentenceOf(Capacity capacity) => capacity switch
    {
        Capacity.Councillor =>
            "You hold the partnership to account. This service does not yet prepare papers for scrutiny committees: until it does, ask the committee’s clerk for them.",
        Capacity.CommitteeClerk =>
            "You prepare the scrutiny committee’s papers. This service does not yet prepare them: until it does, ask the partnership manager for the figures.",
        Capacity.Adviser =>
            "You read what the partnership opens to you, for a time. This service cannot yet open parts of a plan to an adviser: until it can, ask the partnership manager.",
        _ => "",
    };
}
