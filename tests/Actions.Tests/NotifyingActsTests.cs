using System.Security.Cryptography;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;
using MimeKit;

namespace Jtai.Actions.Tests;

/// <summary>What people do, and whom they are told of it by mail: each act through its own call.</summary>
public sealed class NotifyingActsTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task AskForDate_OfAnOwner_TellsTheManagersAndTheDecisionTellsWhoAsked()
    {
        var (here, action) = await OwnedByOfficerAsync();
        var asked = await here.As(here.Officer).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, To = "2027-06-30", Reason = V1.DateChangeReason.Dependency, Explanation = "Words.",
        });
        await host.SendAsync();
        Assert.Equal([$"A new date is asked for {action.Reference}: please decide"], Subjects(here.Manager));
        Assert.Equal(Subjects(here.Manager), Subjects(here.OtherManager));
        Assert.Empty(Subjects(here.Officer));

        await here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1, Approved = false, Words = "Not now." });
        await host.SendAsync();
        Assert.Equal([$"The new date that you asked for {action.Reference} has been decided"], Subjects(here.Officer));
        Assert.Single(Subjects(here.Manager));
    }

    [Fact]
    public async Task ChangeDueDate_ToTheDateThatWasAskedFor_TellsWhoAsked()
    {
        var (here, action) = await OwnedByOfficerAsync();
        var asked = await here.As(here.Officer).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, To = "2027-06-30", Reason = V1.DateChangeReason.Dependency, Explanation = "Words.",
        });
        await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version + 1, DueOn = "2027-06-30", Reason = V1.DateChangeReason.Dependency, Explanation = "Words.",
        });
        await host.SendAsync();
        Assert.NotEmpty(asked.PartId);
        Assert.Equal([$"The new date that you asked for {action.Reference} has been decided"], Subjects(here.Officer));
    }

    [Fact]
    public async Task ChangeManyActions_HandingOver_TellsTheNewOwnerAndTheLeadsOfTheNewLead()
    {
        var (here, action) = await OwnedByOfficerAsync();
        var (nurse, icbLead) = (TestPerson.Of(here.Icb, Capacity.ActionOwner), TestPerson.Of(here.Icb, Capacity.AgencyLead));
        await here.WithAddressAsync(nurse);
        await here.WithAddressAsync(icbLead);
        await here.As(here.Manager).ChangeManyActionsAsync(new()
        {
            Actions = { new V1.ActionVersion { ActionId = action.ActionId, ExpectedVersion = action.Version } },
            Lead = new() { AgencyId = here.Icb },
            OwnerId = nurse.Id.ToString(),
            Note = "Words.",
        });
        await host.SendAsync();
        Assert.Equal([$"{action.Reference} has been handed over to you"], Subjects(nurse));
        Assert.Equal(Subjects(nurse), Subjects(icbLead));
        Assert.Equal((0, 0), (Subjects(here.Officer).Count, Subjects(here.Manager).Count));
    }

    [Fact]
    public async Task DescribeAction_WithAnotherOwner_TellsThem()
    {
        var (here, action) = await OwnedByOfficerAsync();
        var sergeant = TestPerson.Of(here.Police, Capacity.ActionOwner);
        await here.WithAddressAsync(sergeant);
        var added = here.NewAction("");
        await here.As(here.Manager).DescribeActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, Title = added.Title, Description = added.Description,
            FindingIds = { added.FindingIds }, Lead = added.Lead, SupportingAgencyIds = { added.SupportingAgencyIds },
            OutcomeSought = added.OutcomeSought, SuccessMeasure = added.SuccessMeasure, OwnerId = sergeant.Id.ToString(),
        });
        await host.SendAsync();
        Assert.Equal([$"{action.Reference} has been handed over to you"], Subjects(sergeant));
    }

    [Fact]
    public async Task Returns_AskedForGivenAndSentBack_TellTheLeadsOfTheAgencyAndTheManagers()
    {
        var (here, statement) = await StatementAsync();
        var (police, icb) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Icb, Capacity.AgencyLead));
        await here.WithAddressAsync(police);
        await here.WithAddressAsync(icb);
        var due = host.Clock.Today().AddDays(20);
        await here.Statements(here.Manager).AskForReturnsAsync(new()
        {
            StatementId = statement.StatementId, ExpectedVersion = statement.Version, From = { new V1.Lead { AgencyId = here.Police } }, DueOn = due.ToIso(),
        });
        await host.SendAsync();
        Assert.Equal([$"Your agency is asked for its part of the statement of action of HSK-2026-I01 by {due.InWords()}"], Subjects(police));
        Assert.Empty(Subjects(icb));

        var asked = (await here.Statements(here.Manager).GetStatementAsync(new() { StatementId = statement.StatementId })).Returns.Single();
        await here.Statements(police).GiveReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = 1, Text = "Words." });
        await host.SendAsync();
        Assert.Equal(["A part of the statement of action of HSK-2026-I01 has been returned"], Subjects(here.Manager));
        await here.Statements(here.Manager).SettleReturnAsync(
            new() { ReturnId = asked.ReturnId, ExpectedVersion = 2, State = V1.ReturnState.SentBack, Note = "More." });
        await host.SendAsync();
        Assert.Equal(2, Subjects(police).Count);
    }

    [Fact]
    public async Task AddComment_OnASection_TellsItsAuthorAndNobodyElse()
    {
        var (here, statement) = await StatementAsync();
        var author = TestPerson.Of(here.Council, Capacity.BoardMember);
        await here.WithAddressAsync(author);
        var section = (await here.Statements(here.Manager).GetStatementAsync(new() { StatementId = statement.StatementId })).Sections[0];
        await here.Statements(here.Manager).NameSectionAuthorAsync(new() { SectionId = section.SectionId, ExpectedVersion = 1, AuthorId = author.Id.ToString() });
        await here.Statements(here.Manager).AddCommentAsync(new() { StatementId = statement.StatementId, SectionId = section.SectionId, Text = "Words." });
        await here.Statements(author).AddCommentAsync(new() { StatementId = statement.StatementId, SectionId = section.SectionId, Text = "Words." });
        await here.Statements(here.Manager).AddCommentAsync(new() { StatementId = statement.StatementId, Text = "Words." });
        await host.SendAsync();
        Assert.Equal(["There is a comment on a section that you write of the statement of action of HSK-2026-I01"], Subjects(author));
        Assert.Single(host.Mailbox.Mails);
    }

    [Fact]
    public async Task CirculateDraft_ToAgencies_TellsTheirLeadsAndThoseWhoseSignOffIsMissing()
    {
        var (here, statement) = await StatementAsync();
        var (police, icb) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Icb, Capacity.AgencyLead));
        var (chief, director) = (TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner), TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner));
        var school = TestPerson.Of(here.Schools, Capacity.DelegatedSafeguardingPartner);
        foreach (var person in new[] { police, icb, chief, director, school })
        {
            await here.WithAddressAsync(person);
        }

        await SignAsync(here, statement, director);
        await here.Statements(here.Manager).CirculateDraftAsync(new() { StatementId = statement.StatementId, To = { new V1.Lead { AgencyId = here.Police } }, Note = "Words." });
        await host.SendAsync();
        Assert.Equal(["A draft of the statement of action of HSK-2026-I01 has been circulated to your agency"], Subjects(police));
        Assert.Equal(["Your sign-off of the statement of action of HSK-2026-I01 is wanted"], Subjects(chief));
        Assert.Equal((0, 0, 0), (Subjects(icb).Count, Subjects(director).Count, Subjects(school).Count));
    }

    [Fact]
    public async Task SignOff_OfWhatWasCorrectedEditorially_StandsAndItsSignerIsTold()
    {
        var (here, statement) = await StatementAsync();
        var director = TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner);
        await here.WithAddressAsync(director);
        await SignAsync(here, statement, director);
        await WriteASectionAsync(here, statement, "Other words.");
        await here.Statements(here.Manager).CorrectEditoriallyAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await ShaAsync(here, statement), Reason = "Spelling." });
        await host.SendAsync();
        using (await host.DayAsync(here, Tomorrow))
        {
            await host.SendAsync();
            Assert.Equal(["An editorial correction was made to the statement of action of HSK-2026-I01: your sign-off stands"], Subjects(director));
        }
    }

    [Fact]
    public async Task SignOff_OfWhatHasChanged_IsVoidAndItsSignerIsToldOnceByTheNextDay()
    {
        var (here, statement) = await StatementAsync();
        var director = TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner);
        await here.WithAddressAsync(director);
        await SignAsync(here, statement, director);
        await WriteASectionAsync(here, statement, "Other words.");
        foreach (var days in new[] { 1, 2 })
        {
            using (await host.DayAsync(here, At9In(days)))
            {
                await host.SendAsync();
                Assert.Equal(["Your sign-off of the statement of action of HSK-2026-I01 no longer stands: it has changed since"], Subjects(director));
            }
        }
    }

    [Fact]
    public async Task Day_BeforeTheDateOfABegunStatement_TellsSenderAndDeputyByTheLaterDateAgreed()
    {
        var (here, statement) = await StatementAsync();
        var (sender, deputy) = (TestPerson.Of(here.Council, Capacity.BoardMember), TestPerson.Of(here.Council, Capacity.BoardMember));
        await here.WithAddressAsync(sender);
        await here.WithAddressAsync(deputy);
        await here.Statements(here.Manager).ArrangeStatementAsync(new()
        {
            StatementId = statement.StatementId, ExpectedVersion = statement.Version, LaterDueOn = "2027-03-31", LaterAgreed = "Letter.",
            SenderId = sender.Id.ToString(), DeputySenderId = deputy.Id.ToString(),
        });
        using (await host.DayAsync(here, "2027-03-15T09:00:00Z"))
        {
            await host.SendAsync();
            var subject = "The statement of action of HSK-2026-I01 is due in 10 working days, on 31 March 2027";
            Assert.All([sender, deputy, here.Manager], person => Assert.Equal([subject], Subjects(person)));
            Assert.Contains($"https://portal.example/partnerships/{here.TenantId}/statements/{statement.StatementId}", host.MailsTo(sender)[0].Body);
        }
    }

    [Fact]
    public async Task SendStatement_ByThePlatform_MailsTheFrozenFilesToThePrintedAddress()
    {
        var (here, statement) = await StatementAsync();
        await SendStatementAsync(here, statement, here.Manager);

        var sending = await SettledAsync(here, statement);
        Assert.Equal((V1.SendingState.Sent, ""), (sending.State, sending.Failure));
        var mail = Assert.Single(host.Mailbox.Mails);
        Assert.Equal(["statements@ofsted.example"], mail.To);
        using var message = mail.Read();
        Assert.Equal(NotifyingHost.AddressOf(here.Manager), message.ReplyTo.Mailboxes.Single().Address);
        var files = message.Attachments.Cast<MimePart>().ToDictionary(part => part.FileName!, part =>
        {
            using var content = new MemoryStream();
            part.Content!.DecodeTo(content);
            return Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
        });
        Assert.Equal(
            new() { ["Statement of action.docx"] = sending.WordSha256, ["Statement of action.html"] = sending.HtmlSha256 }, files);
    }

    [Fact]
    public async Task SendStatement_ThatTheServerRefuses_FailsAfterThreeTriesAndTellsTheSenderAndTheManagers()
    {
        var (here, statement) = await StatementAsync();
        host.Mailbox.Refusal = "451 No room for <statements@ofsted.example>";
        var sender = TestPerson.Of(here.Council, Capacity.BoardMember);
        await here.WithAddressAsync(sender);
        await SendStatementAsync(here, statement, sender);
        await Eventually.SoAsync(
            async () =>
            {
                host.Wake<StatementMailing>();
                // Its hold ends.
                await host.Database.ExecuteAsync(
                    "update job set held_until = now() - interval '1 second' where kind = 'statement-mailing' and tries between 1 and 2 and held_until < now() + interval '69.5 seconds'");
                return (await GetAsync(here, statement)).Sendings[0].State == V1.SendingState.Failed;
            },
            "it is given up");
        host.Mailbox.Refusal = null;

        Assert.Equal(
            "The mail server refused it (451). Send it again, or send it from your own mailbox and record that you did.",
            (await SettledAsync(here, statement)).Failure);
        // Nothing went out, so neither the statement nor the plan says that it did; it can be sent again.
        var failed = await GetAsync(here, statement);
        Assert.Equal((V1.StatementState.BeingPrepared, "", true), (failed.Statement.State, failed.Statement.SentOn, failed.Sendings[0].Current));
        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = failed.Statement.PlanId });
        Assert.Equal("", plan.StatementSentOn);
        await host.SendAsync();
        Assert.Equal(["The statement of action of HSK-2026-I01 could not be sent"], Subjects(sender));
        Assert.Contains(
            (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications, one => one.Kind == NotificationKind.SendingFailed);
        Assert.Equal(Subjects(sender), Subjects(here.Manager));
    }

    [Fact]
    public async Task SendStatement_WhereNoMailIsSetUp_FailsAtOnceWithAdvice()
    {
        var (here, statement) = await StatementAsync(await ActionsHost.SharedAsync());
        await SendStatementAsync(here, statement, here.Manager);
        var sending = await SettledAsync(here, statement);
        Assert.Equal(
            (V1.SendingState.Failed, "The platform is not set up to mail files. Send the statement from your own mailbox, and record that you did."),
            (sending.State, sending.Failure));
        var listed = await here.Notifications(here.OtherManager).ListNotificationsAsync(new());
        Assert.Contains(listed.Notifications, one => one.State == V1.NotificationState.Waiting && one.Why == "No mail is set up.");
    }

    private string Tomorrow => At9In(1);

    private string At9In(int days) => host.Clock.Today().AddDays(days).ToIso() + "T09:00:00Z";

    private IReadOnlyList<string> Subjects(TestPerson person) => [.. host.MailsTo(person).Select(mail => mail.Subject)];

    private async Task<(TestPartnership Here, V1.ActionReply Action)> OwnedByOfficerAsync()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        foreach (var person in new[] { here.Manager, here.OtherManager, here.Officer })
        {
            await here.WithAddressAsync(person);
        }

        var request = here.NewAction(await here.MakePlanAsync());
        request.OwnerId = here.Officer.Id.ToString();
        return (here, await here.As(here.Manager).AddActionAsync(request));
    }

    private Task<(TestPartnership Here, V1.StatementReply Statement)> StatementAsync() => StatementAsync(host);

    private static async Task<(TestPartnership Here, V1.StatementReply Statement)> StatementAsync(ActionsHost on)
    {
        var here = await PlanSteps.PartnershipAsync(host: on);
        await here.WithAddressAsync(here.Manager);
        await on.Database.ExecuteAsync(
            """
            update partnership set name = 'Haskermoor', safeguarding_partner_ids = @partners where tenant_id = @TenantId;
            update inspection set reference = 'HSK-2026-I01', statement_sent_to = 'statements@ofsted.example' where tenant_id = @TenantId
            """,
            new { here.TenantId, partners = new[] { here.Council, here.Police, here.Icb } });
        var planId = await here.MakePlanAsync();
        await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
        return (here, await here.Statements(here.Manager).StartStatementAsync(new() { PlanId = planId }));
    }

    private static async Task SendStatementAsync(TestPartnership here, V1.StatementReply statement, TestPerson sender)
    {
        await here.RegisterAsync(sender, "Somebody");
        await here.Statements(here.Manager).ArrangeStatementAsync(new()
        {
            StatementId = statement.StatementId, ExpectedVersion = statement.Version, SenderId = sender.Id.ToString(), SendTo = "statements@ofsted.example",
        });
        await here.Statements(sender).SendStatementAsync(new()
        {
            StatementId = statement.StatementId, ContentSha256 = await ShaAsync(here, statement), SentAnywayBecause = "The date is today.",
        });
    }

    private static async Task<V1.StatementSending> SettledAsync(TestPartnership here, V1.StatementReply statement)
    {
        await Eventually.SoAsync(
            async () =>
            {
                here.Host.Wake<StatementMailing>();
                return (await GetAsync(here, statement)).Sendings[0].State != V1.SendingState.Queued;
            },
            "the sending is settled");
        return (await GetAsync(here, statement)).Sendings[0];
    }

    private static async Task SignAsync(TestPartnership here, V1.StatementReply statement, TestPerson person) =>
        await here.Statements(person).SignOffAsync(new() { StatementId = statement.StatementId, ContentSha256 = await ShaAsync(here, statement) });

    private static async Task WriteASectionAsync(TestPartnership here, V1.StatementReply statement, string text)
    {
        var section = (await GetAsync(here, statement)).Sections[0];
        await here.Statements(here.Manager).WriteSectionAsync(new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = text });
    }

    private static async Task<string> ShaAsync(TestPartnership here, V1.StatementReply statement) => (await GetAsync(here, statement)).ContentSha256;

    private static Task<V1.StatementRecord> GetAsync(TestPartnership here, V1.StatementReply statement) =>
        here.Statements(here.Manager).GetStatementAsync(new() { StatementId = statement.StatementId }).ResponseAsync;
}
