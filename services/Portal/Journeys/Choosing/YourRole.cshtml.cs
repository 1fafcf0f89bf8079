using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Choosing;

/// <summary>What the person can do in this partnership today, and what not yet; the first page of those who read no plan.</summary>
public sealed class YourRoleModel(CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IEnumerable<(string Name, string Sentence)> Roles => Person.Capacities.Select(capacity => (CapacityWords.Of(capacity), RoleWords.Of(capacity)));
}
