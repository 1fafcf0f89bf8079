using System.Net.Http.Json;
using Grpc.Core;
using Jtai.Field;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// A partnership whose only manager has left: one operator proposes another, a second confirms, two whole working days go by, and then
/// the new manager, who until then could do nothing there, signs in and works.
/// </summary>
public sealed class LostManagerTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private const string Partnership = "lanternhead";
    private const string Name = "Lanternhead Safeguarding Children Partnership";
    private const string Council = "lanternhead-council";
    private const string Operations = "lantern-operations";
    private const string Successor = "Maren Quist";
    private const string SuccessorsSubject = "lanternhead-successor";

    // Longer ago than two working days with any holidays between, and within the 14 days of the successor's invitation.
    private const int DayOfTheKeys = 10;

    private readonly RunningPlatform platform = new(daysAgo: 16);
    private Partners.V1.Partners.PartnersClient register = null!;

    private DateOnly Today => platform.Clock!.Today();

    public Task InitializeAsync() => platform.InitializeAsync();

    public Task DisposeAsync() => platform.DisposeAsync();

    /// <summary>After <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => platform.Dispose();

    [MovedClockFact]
    public async Task Recovery_AfterItsWorkingDays_GivesThePartnershipAManagerWhoWorks()
    {
        register = new(platform.Gateway.AsOperator());
        await ProvisionAsync();

        await platform.Clock!.GoToAsync(DayOfTheKeys);
        await TurnBothKeysAsync();
        await NothingIsTheirsYetAsync();

        await platform.Clock!.GoToPresentAsync();
        await SuccessorWorksAsync();
    }

    private async Task ProvisionAsync()
    {
        foreach (var (id, name, kind) in new[]
        {
            (Council, "Lanternhead Council", AgencyKind.Council), ("headland-police", "Headland Police", AgencyKind.PoliceForce),
            ("headland-icb", "NHS Headland Integrated Care Board", AgencyKind.IntegratedCareBoard), (Operations, "Lantern operations", AgencyKind.OtherAgency),
        })
        {
            await register.RegisterAgencyAsync(new() { AgencyId = id, Name = name, ShortName = id, Kind = kind });
        }

        await register.ProvisionPartnershipAsync(new()
        {
            PartnershipId = Partnership, Name = Name, Code = "LNH", Area = "Lanternhead",
            Agencies = { new[] { Council, "headland-police", "headland-icb" }.Select(id => new PartnerAgency { AgencyId = id, SafeguardingPartner = true }) },
        });
        foreach (var (subject, name) in new[] { ("first-key", "Ottoline Reeve"), ("second-key", "Barnaby Sloe") })
        {
            await AppointAsync(subject, name, Operations, "platform", Capacity.PlatformOperator);
        }

        await AppointAsync("lanternhead-manager", "Idony Crake", Council, Partnership, Capacity.PartnershipManager, Today.AddDays(2));
        await KnowAsync(new DemoPerson(SuccessorsSubject, Successor, "Partnership manager", Council, "Lanternhead", "") { Email = "maren.quist@lanternhead.example" });
    }

    private async Task AppointAsync(string subject, string name, string agency, string tenant, Capacity capacity, DateOnly? lastDay = null)
    {
        var person = await register.RegisterPersonAsync(new()
        {
            Name = name, JobTitle = "Manager", AgencyId = agency, Email = $"{subject}@lanternhead.example", Issuer = platform.Gateway.Issuer, Subject = subject,
        });
        await register.AppointAsync(new() { TenantId = tenant, PersonId = person.PersonId, Capacity = capacity, EndsOn = lastDay.ToIso() });
        await KnowAsync(new DemoPerson(subject, name, "Manager", agency, "Lanternhead", ""));
    }

    private async Task TurnBothKeysAsync()
    {
        var (first, second) = (await OperatorAsync("first-key"), await OperatorAsync("second-key"));
        var lost = await first.GetTenantAsync(new() { TenantId = Partnership });
        Assert.Equal((0, null), (lost.Managers, lost.Recovery));
        var proposed = await first.ProposeRecoveryAsync(new()
        {
            TenantId = Partnership,
            Person = new() { Name = Successor, JobTitle = "Partnership manager", AgencyId = Council, Email = "maren.quist@lanternhead.example", Issuer = platform.Gateway.Issuer },
        });
        await second.ConfirmRecoveryAsync(new() { TenantId = Partnership, ExpectedVersion = proposed.Version });
        var recovery = (await second.GetTenantAsync(new() { TenantId = Partnership })).Recovery;
        Assert.Equal((RecoveryState.Confirmed, WorkingDays.After(Today, 2).AddDays(1).ToIso()), (recovery.State, recovery.TakesEffectOn));
    }

    private async Task<Tenants.TenantsClient> OperatorAsync(string subject) => new((await platform.SignInAsync(subject)).In("platform"));

    private async Task NothingIsTheirsYetAsync()
    {
        var successor = await platform.SignInAsync(SuccessorsSubject);
        Assert.Empty(successor.Session.Workplaces);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => new Partners.V1.Partners.PartnersClient(successor.In(Partnership)).ListPeopleAsync(new()).ResponseAsync);
        Assert.Contains(refusal.StatusCode, new[] { StatusCode.PermissionDenied, StatusCode.Unauthenticated });
    }

    private async Task SuccessorWorksAsync()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        var page = window.Page;
        await Visitor.SignInAsync(window, Successor);
        await Visitor.HeadingIsAsync(window, "Overview");
        Assert.Contains(Partnership, page.Url, StringComparison.Ordinal);
        await Visitor.FollowAsync(window, "People");
        await Visitor.FollowAsync(window, "Invite and appoint a new person");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Fenwick Aldous");
        await page.GetByLabel("Job title").FillAsync("Detective superintendent");
        await page.GetByLabel("Agency", new() { Exact = true }).SelectOptionAsync("Headland Police");
        await page.GetByLabel("Email").FillAsync("fenwick.aldous@headland.example");
        await page.GetByLabel("Role").SelectOptionAsync("Agency lead");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite and appoint" }).ClickAsync();
        await Visitor.HeadingIsAsync(window, "Invitations");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Fenwick Aldous");
        await Visitor.FollowAsync(window, "Activity");
        await Visitor.ReloadUntilAsync(window, "confirmed a manager where there was none");
        await window.CheckAsync("night-7-recovered");
    }

    // The sign-in page of a local run offers these.
    private async Task KnowAsync(DemoPerson person)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{platform.Gateway.Issuer}/people") { Content = JsonContent.Create(new[] { person }) };
        request.Headers.Authorization = new("Bearer", platform.Secrets.AppApiToken);
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
