using Grpc.Core.Interceptors;
using Jtai.Field;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jtai.Actions.Tests;

/// <summary>The service with a real mail server, sending when a test says so. A test has its own, since it moves the calendar.</summary>
public class NotifyingHost : ActionsHost
{
    public Mailbox Mailbox { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Mailbox = await Mailbox.StartAsync(new());
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Mailbox.DisposeAsync();
    }

    /// <summary>Sends when a test says so, and not by itself.</summary>
    public NotificationSending Sending => Service.Services.GetRequiredService<NotificationSending>();

    /// <summary>The texts of the mails to this person, oldest first: subject, and body.</summary>
    public IReadOnlyList<(string Subject, string Body)> MailsTo(TestPerson person)
    {
        return [.. Mailbox.Mails.Reverse().Where(mail => mail.To.Contains(AddressOf(person))).Select(Text)];

        static (string, string) Text(ReceivedMail mail)
        {
            using var message = mail.Read();
            return (message.Subject ?? "", (message.TextBody ?? "").ReplaceLineEndings("\n"));
        }
    }

    /// <summary>Sends a batch of each partnership, as the service does every few seconds, until nothing is to be sent now.</summary>
    public async Task SendAsync()
    {
        while (await Sending.SendAsync(CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>Makes it be this moment, and has told of what the day brings.</summary>
    public async Task<IDisposable> DayAsync(TestPartnership here, string moment)
    {
        var day = Clock.At(moment);
        var today = Clock.Today();
        await Eventually.SoAsync(
            async () =>
            {
                this.Wake<DailyNotices>();
                return (await Database.QueryAsync<DateOnly>("select made_for from daily_notices where tenant_id = @TenantId", new { here.TenantId }))
                    is [var made] && made == today;
            },
            "the day's notices are made");
        return day;
    }

    public static string AddressOf(TestPerson person) => $"p{person.Id:N}@haskermoor.example";

    protected override Task<Replica> StartServiceAsync() => StartReplicaAsync(services =>
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(NotificationSending)));
        services.AddSingleton<NotificationSending>();
    });

    protected override Dictionary<string, string> Settings(TestDatabase database) => new(base.Settings(database))
    {
        ["Notifications:Transport"] = "smtp",
        ["Notifications:PortalAddress"] = "https://portal.example/",
        ["Notifications:Smtp:Host"] = "127.0.0.1",
        ["Notifications:Smtp:Port"] = $"{Mailbox.SmtpPort}",
        ["Notifications:Smtp:Tls"] = "none",
        ["Notifications:Smtp:From"] = "jtai@platform.example",
    };
}

/// <summary>The steps that tests of notifications start from.</summary>
internal static class NotifyingSteps
{
    public static V1.Notifications.NotificationsClient Notifications(this TestPartnership here, TestPerson person, Replica? replica = null) => new(
        (replica ?? here.Host.Service).Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    /// <summary>Has the service look for jobs now.</summary>
    public static void Wake<TRunner>(this ServiceHost host)
        where TRunner : JobRunner =>
        host.Service.Services.GetServices<IHostedService>().OfType<TRunner>().Single().Wake();

    public static V1.Statements.StatementsClient Statements(this TestPartnership here, TestPerson person) => new(
        here.Host.Service.Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    /// <summary>Tells of the person and their appointments, to Actions by events and to whoever asks for addresses.</summary>
    public static async Task WithAddressAsync(this TestPartnership here, TestPerson person, params (NotificationKind Kind, NotificationTiming Timing)[] preferences)
    {
        await here.RegisterAsync(person);
        here.Host.Partners.AppointWithAddress(here.TenantId, new Contact
        {
            PersonId = person.Id.ToString(),
            Name = "Somebody",
            Email = NotifyingHost.AddressOf(person),
            Preferences = { preferences.Select(one => new NotificationPreference { Kind = one.Kind, Timing = one.Timing }) },
        });
        foreach (var capacity in person.Capacities)
        {
            await here.Host.Database.ExecuteAsync(
                """
                insert into appointment (tenant_id, appointment_id, person_id, agency_id, capacity, starts_on, ends_on, deputy_for_person_id, version)
                values (@TenantId, gen_random_uuid(), @Id, @AgencyId, @capacity, '2020-01-01', @endsOn, @deputyFor, 1)
                """,
                new { here.TenantId, person.Id, person.AgencyId, capacity, endsOn = (DateOnly?)(person.DeputyFor is null ? null : new DateOnly(2030, 1, 1)), deputyFor = person.DeputyFor?.Id });
        }
    }

    /// <summary>A notification that failed.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> FailedAsync(this TestPartnership here)
    {
        var id = Guid.NewGuid();
        await here.Host.Database.ExecuteAsync(
            """
            insert into notification (tenant_id, notification_id, matter, kind, person_id, record_id, inspection_id, occasion, state, made_at, due_at)
            values (@TenantId, @id, 1, 1, @person, @id, @InspectionId, '', 3, now(), now())
            """,
            new { here.TenantId, id, person = here.Officer.Id, here.InspectionId });
        return id.ToString();
    }

    /// <summary>All that the manager sees, once the state is as asked.</summary>
    public static async Task<V1.ListNotificationsReply> ListedAsync(
        this TestPartnership here, Func<V1.ListNotificationsReply, bool> until, TestPerson? by = null)
    {
        var listed = new V1.ListNotificationsReply();
        await Eventually.SoAsync(
            async () =>
            {
                listed = await here.Notifications(by ?? here.Manager).ListNotificationsAsync(new() { PageSize = 100 });
                return until(listed);
            },
            "the notifications are as asked");
        return listed;
    }
}
