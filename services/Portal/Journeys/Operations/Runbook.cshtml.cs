using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>What to do about each state of the health page.</summary>
public sealed class RunbookModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    public void OnGet()
    {
    }
}
