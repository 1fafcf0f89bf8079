using Google.Protobuf.WellKnownTypes;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What people hear of sharing: the managers before it ends and when it is to be reviewed, the agency of its offers.</summary>
public sealed class NotifyingSharingTests : IAsyncLifetime
{
    private NotifyingHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyingHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Days_BeforeAGrantEnds_TellTheManagersAtTwentyEightAndSevenAndTheAgencyAtTwentyEight()
    {
        var (here, chief) = await HereAsync();
        await here.TellAsync(Grant(here, SharingGrantState.Agreed, reviewOn: "2036-12-15", endsOn: "2037-03-31"));

        foreach (var (day, managers, agency) in new[] { ("03-02", 0, 0), ("03-03", 1, 1), ("03-04", 1, 1), ("03-23", 1, 1), ("03-24", 2, 1), ("03-31", 2, 1), ("04-01", 2, 1) })
        {
            using (await host.DayAsync(here, $"2037-{day}T09:00:00Z"))
            {
                await host.SendAsync();
                Assert.Equal((day, managers, agency), (day, host.MailsTo(here.Manager).Count, host.MailsTo(chief).Count));
            }
        }

        var (subject, body) = host.MailsTo(here.Manager)[0];
        Assert.Equal("The sharing with Moorland Police ends on 31 March 2037", subject);
        Assert.StartsWith($"{subject}.\nhttps://portal.example/partnerships/{here.TenantId}/sharing\n", body);
        Assert.Equal("What Haskermoor shares with your agency ends on 31 March 2037", host.MailsTo(chief)[0].Subject);
        Assert.Contains("\nhttps://portal.example/agency/sharing\n", host.MailsTo(chief)[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_OfItsReview_TellsTheManagersOnce()
    {
        var (here, chief) = await HereAsync();
        await here.TellAsync(Grant(here, SharingGrantState.Agreed, reviewOn: "2037-01-15", endsOn: "2037-06-30"));

        foreach (var (day, mails) in new[] { ("01-14", 0), ("01-15", 1), ("01-16", 1) })
        {
            using (await host.DayAsync(here, $"2037-{day}T09:00:00Z"))
            {
                await host.SendAsync();
                Assert.Equal((mails, 0), (host.MailsTo(here.Manager).Count, host.MailsTo(chief).Count));
            }
        }

        Assert.Equal("The sharing with Moorland Police is to be reviewed from 15 January 2037", host.MailsTo(here.Manager).Single().Subject);
    }

    [Fact]
    public async Task Offer_OnceTheDaysNoticesAreMade_TellsWhoCanAgreeAtOnceAndAgainAfterAWeek()
    {
        var (here, chief) = await HereAsync();
        var stranger = await AgencyPersonAsync(here, here.Icb, Capacity.LeadSafeguardingPartner);
        var officer = await AgencyPersonAsync(here, here.Police, Capacity.AgencyLead);
        var grant = Grant(here, SharingGrantState.Offered, reviewOn: "2037-06-01", endsOn: "2037-12-01", offeredAt: "2036-12-02T11:00:00Z");
        using (await host.DayAsync(here, "2036-12-02T11:00:00Z"))
        {
            await here.TellAsync(grant);
            host.Wake<DailyNotices>();
            await Eventually.SoAsync(
                async () =>
                {
                    await host.SendAsync();
                    return host.MailsTo(chief).Count == 1;
                },
                "the offer is told of");
        }

        foreach (var (day, mails) in new[] { ("08", 1), ("09", 2), ("20", 2) })
        {
            using (await host.DayAsync(here, $"2036-12-{day}T09:00:00Z"))
            {
                await host.SendAsync();
                Assert.Equal((day, mails), (day, host.MailsTo(chief).Count));
            }
        }

        Assert.Equal("Haskermoor has offered to share with your agency: the offer waits for your agreement", host.MailsTo(chief)[0].Subject);
        Assert.Equal((0, 0, 0), (host.MailsTo(stranger).Count, host.MailsTo(officer).Count, host.MailsTo(here.Manager).Count));
    }

    [Fact]
    public async Task Offer_WhileTheDaysNoticesAreBeingMade_IsToldOfTheSameDay()
    {
        var (here, chief) = await HereAsync();
        using (await host.DayAsync(here, "2036-12-02T11:00:00Z"))
        {
            await host.Database.ExecuteAsync(
                // Whoever looked just before the day's notices were made may have left the same job again.
                """
                insert into job (tenant_id, kind, job_id, tries, held_until) values (@TenantId, @Daily, @id, 1, now() + interval '1 hour')
                on conflict (tenant_id, kind, job_id) do update set tries = job.tries + 1, held_until = excluded.held_until
                """,
                new { here.TenantId, DailyNotices.Daily, id = Guid.Empty });
            await here.TellAsync(Grant(here, SharingGrantState.Offered, reviewOn: "2037-06-01", endsOn: "2037-12-01", offeredAt: "2036-12-02T11:00:00Z"));
            await host.Database.ExecuteAsync("delete from job where tenant_id = @TenantId and job_id = @id", new { here.TenantId, id = Guid.Empty });

            await Eventually.SoAsync(
                async () =>
                {
                    host.Wake<DailyNotices>();
                    await host.SendAsync();
                    return host.MailsTo(chief).Count == 1;
                },
                "the offer is told of");
        }
    }

    [Theory]
    [InlineData(SharingGrantState.Agreed)]
    [InlineData(SharingGrantState.Withdrawn)]
    public async Task Offer_ThatWaitsNoMore_IsNotRemindedOf(SharingGrantState state)
    {
        var (here, chief) = await HereAsync();
        var grant = Grant(here, SharingGrantState.Offered, reviewOn: "2037-06-01", endsOn: "2037-12-01", offeredAt: "2036-12-02T11:00:00Z");
        // Too early for anybody to be told.
        using (host.Clock.At("2036-12-02T06:00:00Z"))
        {
            await here.TellAsync(grant);
            grant.State = state;
            await here.TellAsync(grant);
        }

        using (await host.DayAsync(here, "2036-12-10T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(chief));
        }
    }

    [Fact]
    public async Task Sharing_ToWhoeverHoldsTheAgencysCapacityNoMore_IsNotSent()
    {
        var (here, chief) = await HereAsync();
        host.Partners.EndAppointment(here.TenantId, chief.Id.ToString());
        await here.TellAsync(Grant(here, SharingGrantState.Offered, reviewOn: "2037-06-01", endsOn: "2037-12-01", offeredAt: "2036-12-02T11:00:00Z"));

        using (await host.DayAsync(here, "2036-12-03T09:00:00Z"))
        {
            await host.SendAsync();
            var listed = (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single();
            Assert.Equal(
                (V1.NotificationState.NotSent, NotificationKind.Sharing, "the sharing with Moorland Police"), (listed.State, listed.Kind, listed.Called));
            Assert.Empty(host.Mailbox.Mails);
        }
    }

    [Fact]
    public async Task Matter_OfAnAction_IsNotSentToWhoIsReachedForSharingAlone()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        host.Partners.AppointWithAddress(here.TenantId, new Contact
        {
            PersonId = here.Officer.Id.ToString(), Name = "Somebody", Email = NotifyingHost.AddressOf(here.Officer), ForSharingAlone = true,
        });
        var request = here.NewAction(await here.MakePlanAsync());
        (request.DueOn, request.OwnerId) = ("2037-03-31", here.Officer.Id.ToString());
        await here.As(here.Manager).AddActionAsync(request);

        using (await host.DayAsync(here, "2037-03-03T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Empty(host.MailsTo(here.Officer));
        }
    }

    /// <summary>A partnership with its manager, and the police's chief, who is appointed in the force's own workspace alone.</summary>
    private async Task<(TestPartnership Here, TestPerson Chief)> HereAsync()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        // No statement is due: nobody hears of one.
        await here.InspectionIsAsync(InspectionPhase.Published);
        await here.RegisterAgencyAsync(here.Police, "Moorland Police");
        await here.WithAddressAsync(here.Manager);
        return (here, await AgencyPersonAsync(here, here.Police, Capacity.LeadSafeguardingPartner));
    }

    private async Task<TestPerson> AgencyPersonAsync(TestPartnership here, string agency, Capacity capacity)
    {
        var person = TestPerson.Of(agency, capacity);
        host.Partners.AppointWithAddress(here.TenantId, new Contact
        {
            PersonId = person.Id.ToString(), Name = "Somebody", Email = NotifyingHost.AddressOf(person), ForSharingAlone = true,
        });
        var appointment = new Appointment
        {
            AppointmentId = Guid.NewGuid().ToString(), TenantId = "agency:" + agency, PersonId = person.Id.ToString(), AgencyId = agency,
            Capacity = capacity, StartsOn = "2024-01-01", Version = 1,
        };
        await host.Partners.PublishAsync(appointment.TenantId, appointment.AppointmentId, 1, new AppointmentChanged { Appointment = appointment });
        return person;
    }

    private static SharingGrant Grant(
        TestPartnership here, SharingGrantState state, string reviewOn, string endsOn, string offeredAt = "2026-06-01T09:00:00Z") => new()
        {
            GrantId = Guid.NewGuid().ToString(), PartnershipId = here.TenantId, AgencyId = here.Police, Capacities = { Capacity.CrossPartnershipLead },
            Level = SharingLevel.Plan, State = state, ReviewOn = reviewOn, EndsOn = endsOn,
            OfferedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(offeredAt, System.Globalization.CultureInfo.InvariantCulture)),
        };
}
