using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Shared;

/// <summary>
/// A page about one partnership, the one that its address names. Some have an address of the agency's workspace too, and are then about
/// that: <see cref="Partnership"/> is the tenant.
/// </summary>
public abstract class PartnershipPage(CurrentPerson person, TimeProvider time) : PageModel
{
    public string Partnership => person.Place!.TenantId;

    public string PartnershipName => person.Place!.Name;

    /// <summary>True on a page of the agency's own workspace.</summary>
    public bool IsWorkspace => new TenantId(Partnership).AgencyId is not null;

    public CurrentPerson Person => person;

    /// <summary>True for those who run inspections, letters and the plan; the services say so again.</summary>
    public bool Manages => person.IsAny(Capacity.PartnershipManager);

    /// <summary>False for people to whom the services show their own agency's actions alone.</summary>
    public bool SeesWholePlan => person.IsAny([.. PlanVisibility.WholePlan]);

    /// <summary>Today in London.</summary>
    public DateOnly Today => time.Today();

    /// <summary>POST, redirect, GET: the next page says what was done.</summary>
    protected RedirectResult Done(string what, string address)
    {
        TempData["Done"] = what;
        return Redirect(address);
    }
}
