using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.People;

/// <summary>A role with its days, for somebody who has none yet or for somebody who is known.</summary>
public abstract class AppointStep(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>A <see cref="Capacity"/> by name.</summary>
    [BindProperty]
    public string? Role { get; set; }

    /// <summary>Of a sub-group's chair.</summary>
    [BindProperty]
    public string? BodyId { get; set; }

    [BindProperty]
    public DateEntry StartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry EndsOn { get; set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    public IEnumerable<Choice> Roles =>
        Offered.Select(capacity => new Choice(capacity.ToString(), CapacityWords.Of(capacity, Partnership))).Prepend(new Choice("", "Choose a role"));

    public IEnumerable<Choice> Bodies => Members.Bodies.Prepend(new Choice("", "Any of the groups here"));

    protected PartnershipCalls Calls => calls;

    /// <summary>Who may fill the form in; the service says so again.</summary>
    protected virtual bool May => Manages;

    protected virtual IEnumerable<Capacity> Offered => IsWorkspace ? CapacityWords.InWorkspace : Enum.GetValues<Capacity>()
        .Except([Capacity.Unspecified, Capacity.CrossPartnershipLead, Capacity.PlatformOperator, Capacity.SystemUser]);

    protected Capacity Chosen => Enum.TryParse<Capacity>(Role, out var capacity) ? capacity : Capacity.Unspecified;

    /// <summary>What is said once it is done, and where.</summary>
    protected virtual (string What, string Address) Next => ("Appointed. They can work here from the first day on.", Addresses.People(Partnership));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!May)
        {
            return Forbid();
        }

        Members = await reader.ReadAnewAsync(ct);
        StartsOn = DateEntry.Of(Today);
        Fill();
        return Page();
    }

    protected virtual void Fill()
    {
    }

    protected string FirstDay() => StartsOn.ReadIso(ModelState, nameof(StartsOn), "first day");

    protected string LastDay() => EndsOn.ReadIso(ModelState, nameof(EndsOn), "last day");

    protected async Task<IActionResult> TryAsync(Func<Task> step, CancellationToken ct)
    {
        try
        {
            await step();
            return Done(Next.What, Next.Address);
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("capacity", nameof(Role)), ("name", "FullName"), ("issuer", "Email")))
        {
            Members = await reader.ReadAnewAsync(ct);
            return Page();
        }
    }
}
