using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Choosing;

/// <summary>The start: straight to the one place that there is, else a choice.</summary>
public sealed class ChooseModel(CurrentPerson person) : PageModel
{
    public CurrentPerson Person => person;

    public IActionResult OnGet() => person switch
    {
        { Places: 1, MayLookAcross: true } => Redirect("/across"),
        { Places: 1 } => Redirect("/partnerships/" + person.Partnerships[0].TenantId),
        _ => Page(),
    };
}
