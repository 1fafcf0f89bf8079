using Jtai.Access;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Actions.Tests;

/// <summary>Who sees and updates what, without I/O.</summary>
public sealed class PlanAccessTests
{
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly Inspection Published = new() { Phase = InspectionPhase.Published };
    private static readonly Action OfPolice = new() { LeadAgencyId = "police", SupportingAgencyIds = ["icb"] };

    [Theory]
    [InlineData(Capacity.PartnershipManager, true)]
    [InlineData(Capacity.LeadSafeguardingPartner, true)]
    [InlineData(Capacity.DelegatedSafeguardingPartner, true)]
    [InlineData(Capacity.PartnershipChair, true)]
    [InlineData(Capacity.IndependentScrutineer, true)]
    [InlineData(Capacity.SubGroupChair, true)]
    [InlineData(Capacity.BoardMember, true)]
    [InlineData(Capacity.InformationGovernanceReader, true)]
    [InlineData(Capacity.SystemUser, true)]
    [InlineData(Capacity.AgencyLead, false)]
    [InlineData(Capacity.ActionOwner, false)]
    [InlineData(Capacity.Contributor, false)]
    [InlineData(Capacity.Verifier, false)]
    public void Sees_ActionOfOtherAgencies_OnlyThoseWithTheWholePlan(Capacity capacity, bool sees) =>
        Assert.Equal(sees, As("schools", capacity).Sees(OfPolice, Published));

    [Theory]
    [InlineData("police", Capacity.AgencyLead, true, true)]
    [InlineData("police", Capacity.Contributor, true, true)]
    [InlineData("icb", Capacity.ActionOwner, true, true)]
    [InlineData("icb", Capacity.Verifier, true, false)]
    [InlineData("schools", Capacity.AgencyLead, false, false)]
    [InlineData("police", Capacity.LeadSafeguardingPartner, true, false)]
    [InlineData("council", Capacity.PartnershipManager, true, true)]
    public void SeesAndMayUpdate_ByAgencyAndCapacity_AreAsTheRuleSays(string agency, Capacity capacity, bool sees, bool updates)
    {
        var access = As(agency, capacity);
        Assert.Equal((sees, updates), (access.Sees(OfPolice, Published), access.MayUpdate(OfPolice)));
    }

    [Fact]
    public void OwnerOfActionThatABodyLeads_SeesAndMayUpdateIt()
    {
        var action = new Action { LeadBodyId = "board", OwnerId = Person };
        Assert.True(As("icb", Capacity.ActionOwner).Sees(action, Published));
        Assert.True(As("icb", Capacity.ActionOwner).MayUpdate(action));
        Assert.False(As("icb", Capacity.ActionOwner).Sees(action with { OwnerId = Guid.NewGuid() }, Published));
    }

    [Fact]
    public void AllPhasesBeforePublication_AreSeenByTheNamedListAlone()
    {
        var before = Enum.GetValues<InspectionPhase>().Where(phase => phase != InspectionPhase.Published);
        Assert.All(before, phase =>
        {
            var inspection = new Inspection { Phase = phase, ReaderIds = [Guid.NewGuid()] };
            Assert.False(As("council", Capacity.PartnershipManager).Sees(inspection));
            Assert.False(As("council", Capacity.PartnershipManager).Sees(OfPolice, inspection));
            Assert.True(As("council", Capacity.PartnershipManager).Sees(inspection with { ReaderIds = [Person] }));
            Assert.False(As("schools", Capacity.AgencyLead).Sees(OfPolice, inspection with { ReaderIds = [Person] }));
        });
    }

    private static PlanAccess As(string agency, Capacity capacity) => new(new Caller(
        Person.ToString(), new TenantId("haskermoor"), agency, AcrossPartnerships: false, [capacity], capacity));
}
