using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>A statement that is being prepared, and the people around it.</summary>
internal sealed class StatementCase
{
    /// <summary>The day of most tests: three months before the printed deadline.</summary>
    public const string Deadline = "2026-12-05";

    private readonly TestPartnership here;

    private StatementCase(TestPartnership here)
    {
        this.here = here;
        CouncilDelegate = TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner);
        PoliceDelegate = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner);
        IcbDelegate = TestPerson.Of(here.Icb, Capacity.DelegatedSafeguardingPartner);
        PoliceLead = TestPerson.Of(here.Police, Capacity.AgencyLead);
        SchoolsLead = TestPerson.Of(here.Schools, Capacity.AgencyLead);
        Sender = TestPerson.Of(here.Council, Capacity.PartnershipChair);
    }

    public TestPartnership Here => here;
    public TestPerson CouncilDelegate { get; }
    public TestPerson PoliceDelegate { get; }
    public TestPerson IcbDelegate { get; }
    public TestPerson PoliceLead { get; }
    public TestPerson SchoolsLead { get; }
    public TestPerson Sender { get; }
    public string PlanId { get; private set; } = "";
    public string StatementId { get; private set; } = "";

    /// <summary>The police lead it and the ICB supports it.</summary>
    public V1.ActionReply Action { get; private set; } = new();

    /// <summary>With one action of the police, three findings, delegates who are appointed, a sender and a deputy.</summary>
    public static async Task<StatementCase> StartAsync(InspectionPhase phase = InspectionPhase.Published, int findings = 1, Action<PartnershipSettings>? settings = null)
    {
        var made = new StatementCase(await PlanSteps.PartnershipAsync(phase, findings));
        var here = made.here;
        foreach (var (agency, name) in new[] { (here.Council, "Haskermoor Council"), (here.Police, "Moorland Police"), (here.Icb, "NHS Moorland"), (here.Schools, "Moor Schools Trust") })
        {
            await here.RegisterAgencyAsync(agency, name);
        }

        await here.RegisterBodyAsync(here.Board, "Haskermoor Safeguarding Board");
        foreach (var person in new[] { made.CouncilDelegate, made.PoliceDelegate, made.IcbDelegate, made.PoliceLead, made.SchoolsLead, made.Sender, here.Manager, here.Officer })
        {
            await here.RegisterAsync(person, $"Person {person.Id.ToString()[..4]}", "Head of something");
            await here.AppointAsync(person);
        }

        if (settings is not null)
        {
            var saved = PartnershipSettings.DefaultsOf(here.TenantId);
            settings(saved);
            await here.Host.Partners.PublishAsync(here.TenantId, here.TenantId, 1, new PartnershipSettingsChanged { Settings = saved });
        }

        made.Action = await here.MakeActionAsync();
        made.PlanId = (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Single().PlanId;
        made.StatementId = (await made.As(here.Manager).StartStatementAsync(new() { PlanId = made.PlanId })).StatementId;
        await made.As(here.Manager).ArrangeStatementAsync(new()
        {
            StatementId = made.StatementId, ExpectedVersion = 1, ReceivedOn = "2026-08-28", SenderId = made.Sender.Id.ToString(),
            DeputySenderId = made.CouncilDelegate.Id.ToString(), SendTo = "protection@inspectorate.example",
        });
        return made;
    }

    public V1.Statements.StatementsClient As(TestPerson person) => new(
        here.Host.Service.Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    public Task<V1.StatementRecord> RecordAsync(TestPerson? person = null) =>
        As(person ?? here.Manager).GetStatementAsync(new() { StatementId = StatementId }).ResponseAsync;

    public async Task<string> HashAsync() => (await RecordAsync()).ContentSha256;

    public async Task<V1.StatementSection> SectionAsync(string heading) =>
        (await RecordAsync()).Sections.Single(section => section.Heading == heading);

    public async Task WriteAsync(string heading, string text)
    {
        var section = await SectionAsync(heading);
        await As(here.Manager).WriteSectionAsync(new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = text });
    }

    public async Task<V1.StatementPartReply> SignOffAsync(TestPerson person) =>
        await As(person).SignOffAsync(new() { StatementId = StatementId, ContentSha256 = await HashAsync() });

    /// <summary>Sent from the partnership's own mailbox by its sender.</summary>
    public async Task<V1.StatementPartReply> SendAsync(Action<V1.SendStatementRequest>? change = null, TestPerson? by = null)
    {
        var request = new V1.SendStatementRequest
        {
            StatementId = StatementId, ContentSha256 = await HashAsync(), SentAnywayBecause = "The date is kept.", OwnMailbox = true,
            SentOn = Today(), SentBy = "Ada Moss, chair", Mail = Mail,
        };
        change?.Invoke(request);
        return await As(by ?? Sender).SendStatementAsync(request);
    }

    public static ByteString Mail { get; } = ByteString.CopyFromUtf8(
        "From: chair@partnership.example\r\nTo: protection@inspectorate.example\r\nSubject: Statement of action\r\n\r\nAttached.\r\n");

    public string Today() => here.Host.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Changes what the action says.</summary>
    public async Task DescribeAsync(Action<V1.DescribeActionRequest> change)
    {
        var action = (await here.As(here.Manager).GetActionAsync(new() { ActionId = Action.ActionId })).Action;
        var request = new V1.DescribeActionRequest
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, Title = action.Title, Description = action.Description,
            FindingIds = { action.FindingIds }, Lead = action.Lead, SupportingAgencyIds = { action.SupportingAgencyIds }, OwnerId = action.OwnerId,
            OutcomeSought = action.OutcomeSought, SuccessMeasure = action.SuccessMeasure,
        };
        change(request);
        await here.As(here.Manager).DescribeActionAsync(request);
    }

    public async Task MoveDateAsync(string to)
    {
        var action = (await here.As(here.Manager).GetActionAsync(new() { ActionId = Action.ActionId })).Action;
        await here.As(here.Manager).ChangeDueDateAsync(
            new() { ActionId = action.ActionId, ExpectedVersion = action.Version, DueOn = to, Reason = V1.DateChangeReason.Dependency });
    }

    public async Task<(byte[] Content, V1.DocumentPart First, int Parts)> FileAsync(AsyncServerStreamingCall<V1.DocumentPart> call)
    {
        using (call)
        {
            using var file = new MemoryStream();
            V1.DocumentPart? first = null;
            var parts = 0;
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                first ??= part;
                parts++;
                part.Content.WriteTo(file);
            }

            return (file.ToArray(), first!, parts);
        }
    }
}
