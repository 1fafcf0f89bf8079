using System.ComponentModel.DataAnnotations;
using Jtai.Portal.Design;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Browser.Tests.Journeys;

public sealed class GalleryFormModel : PageModel
{
    [BindProperty]
    public string? Narrative { get; set; }

    [BindProperty]
    [Display(Name = "Number of practices covered")]
    public int? Count { get; set; }

    [BindProperty]
    public DateEntry Due { get; set; } = new();

    [BindProperty]
    public string? Achievable { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public List<string> Agencies { get; set; } = [];

    [BindProperty]
    public string? Assessment { get; set; }

    [BindProperty]
    public IFormFile? Evidence { get; set; }

    public IEnumerable<Choice> AgencyChoices =>
        [new("force", "Tarrowshire and Lannick Constabulary"), new("icb", "NHS Moors and Estuary ICB") { Hint = "In 4 partnerships" }];

    public IEnumerable<Choice> Assessments =>
        [new("", "Choose"), new("good", "Good"), new("sufficient", "Sufficient"), new("moderate", "Moderate"), new("little", "Little")];

    public IActionResult OnPost()
    {
        if (string.IsNullOrWhiteSpace(Narrative))
        {
            ModelState.AddModelError(nameof(Narrative), "Enter what has changed");
        }

        Due.Read(ModelState, nameof(Due), "due date");
        if (Achievable is null)
        {
            ModelState.AddModelError(nameof(Achievable), "Select yes if the date can still be met");
        }

        if (Agencies.Count == 0)
        {
            ModelState.AddModelError(nameof(Agencies), "Select the supporting agencies");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        TempData["Done"] = "Update saved";
        return RedirectToPage();
    }
}
