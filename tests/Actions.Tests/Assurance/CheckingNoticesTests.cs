using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Whom claims, second checks and audits tell of themselves by mail.</summary>
public sealed class CheckingNoticesTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Claim_OfAnAction_TellsVerifiersOfOtherOrganisationsOnceAndTheReturnTellsOwnerAndLead()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        var (theirs, teacher) = (TestPerson.Of(here.Police, Capacity.Verifier), here.Verifier());
        var (sister, lead) = (TestPerson.Of(here.Council, Capacity.Verifier), TestPerson.Of(here.Police, Capacity.AgencyLead));
        await here.PartOfAsync(here.Council, here.Police);
        foreach (var person in new[] { theirs, teacher, sister, lead, here.Officer })
        {
            await here.WithAddressAsync(person);
        }

        var action = await here.ClaimAsync(await here.MakePriorityActionAsync(request => new(request) { OwnerId = here.Officer.Id.ToString() }));
        action = await here.ClaimAsync(action);
        await host.SendAsync();

        Assert.Equal([$"{action.Reference} is said to be done and waits for a second check"], Subjects(teacher));
        Assert.Equal((0, 0), (Subjects(theirs).Count, Subjects(sister).Count));

        await here.Assurance(teacher).CheckActionsAsync(new() { Actions = { CheckingSteps.Returning(action) } });
        await host.SendAsync();

        Assert.Equal([$"{action.Reference} has been returned: something is missing"], Subjects(here.Officer));
        Assert.Equal(Subjects(here.Officer), Subjects(lead));
        Assert.DoesNotContain(host.Mailbox.Mails, mail => System.Text.Encoding.UTF8.GetString(mail.Raw).Contains("second meeting", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Subjects(TestPerson person) => [.. host.MailsTo(person).Select(mail => mail.Subject)];
}
