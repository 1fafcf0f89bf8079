using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Assurance.Strengths;

/// <summary>The strengths of each plan's letter, with overdue looks first. Those of closed plans are kept up too.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public IReadOnlyList<(ActionPlan Plan, IReadOnlyList<StrengthRecord> Strengths)> Plans { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public bool MayCheck(StrengthRecord record) => StrengthStep.MayCheck(this, record);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        var members = membersReader.ReadAsync(ct);
        var plans = (await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct)).Plans;
        var strengths = await Task.WhenAll(plans.Select(plan =>
            calls.Assurance.ListStrengthsAsync(new ListStrengthsRequest { PlanId = plan.PlanId }, cancellationToken: ct).ResponseAsync));
        Plans = [.. plans.Zip(strengths, (plan, reply) => (plan, (IReadOnlyList<StrengthRecord>)reply.Strengths))];
        Members = await members;
    }
}
