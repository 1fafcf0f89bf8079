using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Choosing;

/// <summary>
/// The start: straight to all partnerships for whoever looks across them, or to the one place that there is; else, or where one
/// asks for it, a choice.
/// </summary>
public sealed class ChooseModel(CurrentPerson person) : PageModel
{
    public CurrentPerson Person => person;

    /// <summary>The address of the choice itself.</summary>
    public const string Address = "/?choose=true";

    public IActionResult OnGet(bool choose) => person switch
    {
        _ when choose && person.Places > 1 => Page(),
        _ when FirstScreens.AddressOf(person) is { } first => Redirect(first),
        _ => Page(),
    };
}
