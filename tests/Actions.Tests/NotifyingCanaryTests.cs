using System.Text;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Nothing that anybody wrote is in a mail, a log or a span, and no address is anywhere but in the mail itself.</summary>
public sealed class NotifyingCanaryTests
{
    [Fact]
    public async Task Words_OfActionsRequestsAndComments_AreInNoMailLogOrSpanAndAddressesInTheMailAlone()
    {
        await using var host = await ServiceHost.StartAsync<TracedHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var author = TestPerson.Of(here.Council, Capacity.BoardMember);
        foreach (var person in new[] { here.Manager, here.Officer, author })
        {
            await here.WithAddressAsync(person);
        }

        const string mark = "cnryword";
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Title, request.Description, request.OutcomeSought, request.SuccessMeasure) = (mark, mark, mark, mark);
        request.OwnerId = here.Officer.Id.ToString();
        var action = await here.As(here.Manager).AddActionAsync(request);
        await here.As(here.Officer).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 1, To = "2027-06-30", Reason = V1.DateChangeReason.Dependency, Explanation = mark,
        });
        var plans = await here.As(here.Manager).ListActionPlansAsync(new());
        var statement = await here.Statements(here.Manager).StartStatementAsync(new() { PlanId = plans.Plans.Single().PlanId });
        var section = (await here.Statements(here.Manager).GetStatementAsync(new() { StatementId = statement.StatementId })).Sections[0];
        await here.Statements(here.Manager).NameSectionAuthorAsync(new() { SectionId = section.SectionId, ExpectedVersion = 1, AuthorId = author.Id.ToString() });
        await here.Statements(here.Manager).WriteSectionAsync(new() { SectionId = section.SectionId, ExpectedVersion = 2, Text = mark });
        await here.Statements(here.Manager).AddCommentAsync(new() { StatementId = statement.StatementId, SectionId = section.SectionId, Text = mark });
        await Eventually.SoAsync(() => Task.FromResult(host.MailsTo(here.Manager).Count + host.MailsTo(author).Count == 2), "both are told");
        // A refusal that repeats the address, in the log too if anything would be.
        host.Mailbox.Refusal = $"451 No room for <{NotifyingHost.AddressOf(here.Officer)}>";
        await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, DueOn = "2027-06-30", Reason = V1.DateChangeReason.Dependency, Explanation = mark,
        });
        await here.ListedAsync(listed => listed.Notifications.Any(one => one.Attempts == 1 && one.State == V1.NotificationState.Waiting));
        await host.Collector.UntilHeardFromAsync(["actions"], TimeSpan.FromSeconds(30));

        Assert.NotEmpty(host.Collector.Spans);
        Assert.Contains(host.Process.Lines, line => line.Contains("was not taken", StringComparison.Ordinal));
        var address = "@haskermoor.example";
        foreach (var word in new[] { mark, address })
        {
            Assert.DoesNotContain(host.Process.Lines, line => line.Contains(word, StringComparison.Ordinal));
            Assert.DoesNotContain(host.Collector.Bodies, body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0);
        }

        Assert.DoesNotContain(host.Mailbox.Mails, mail => Encoding.UTF8.GetString(mail.Raw).Contains(mark, StringComparison.Ordinal));
        Assert.Equal(
            [0, 0, 0],
            await host.Database.QueryAsync<int>(
                """
                select count(*)::integer from notification where notification::text like '%' || @address || '%'
                union all select count(*)::integer from audit where audit::text like '%' || @address || '%'
                union all select count(*)::integer from outbox where position(convert_to(@address, 'UTF8') in state) > 0
                """,
                new { address }));
    }

    /// <summary>The service as a process of its own, whose log and spans are kept.</summary>
    private sealed class TracedHost : NotifyingHost
    {
        public OtlpCollector Collector { get; private set; } = null!;

        public PlatformProcess Process { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            Collector = await OtlpCollector.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Collector.DisposeAsync();
        }

        protected override async Task<Replica> StartServiceAsync()
        {
            (var replica, Process) = await StartProcessAsync();
            return replica;
        }

        protected override Dictionary<string, string> Settings(TestDatabase database) =>
            new(base.Settings(database).Concat(Collector.Settings)) { ["Logging:LogLevel:Default"] = "Debug" };
    }
}
