using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>What stands in no partnership's log: sign-ins, the register, and what operators do. Everybody is an id, and no name is asked for.</summary>
public sealed class PlatformActivity(OperatorCalls calls, CurrentPerson person)
    : ActivityPlace("platform", "The platform", FirstScreens.Operations + "/activity", calls.Activity)
{
    public override bool MayRead => person.RunsPlatform;

    public override string Lead => "Sign-ins, the register of partnerships, agencies and people, and what operators do. You see ids, times and kinds of act, and nothing that anybody wrote.";

    public override Task ReadAsync(PageModel page, CancellationToken ct) => Task.CompletedTask;

    public override string PersonAs(string personId, Capacity capacity, DateTimeOffset at) =>
        capacity == Capacity.Unspecified ? personId : $"{personId}, {CapacityWords.Of(capacity).ToLowerInvariant()}";

    public override string NameOf(string id) => id;
}
