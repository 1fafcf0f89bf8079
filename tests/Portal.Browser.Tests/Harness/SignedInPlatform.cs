using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests.Harness;

/// <summary>The portal on a real port over services that answer from memory; people sign in as they do at home.</summary>
public sealed class SignedInPlatform : IAsyncLifetime
{
    public const string Grant = Forms.Grant;

    private readonly PlatformOfStandIns platform = new() { Origin = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}") };

    private readonly Dictionary<string, Cookie[]> cookies = [];

    public Uri Origin => platform.Origin;

    public PlatformOfStandIns StandIns => platform;

    public async Task InitializeAsync()
    {
        await platform.InitializeAsync();
        platform.Partners.Grants.Add(new SharingGrant
        {
            GrantId = Grant, PartnershipId = "haskermoor", AgencyId = "westmarch-police", Level = SharingLevel.Plan,
            Capacities = { Capacity.CrossPartnershipLead }, AgreementReference = "ISA-7", ReviewOn = "2027-05-01", EndsOn = "2027-11-01",
            State = SharingGrantState.Offered, Version = 1,
        });
        // Enough to look at: a picture of 300 has no end.
        platform.Inspections.ItemsOfDoubtful = 12;
        platform.Portal.Settings["Listen:Http"] = Origin.Authority;
        platform.Portal.UseKestrel();
        platform.Portal.StartServer();
    }

    /// <summary>How writes are answered.</summary>
    public AnswersToForms Answers => platform.Answers;

    public Task DisposeAsync() => platform.DisposeAsync();

    /// <summary>
    /// From the start page through the identity provider's, by clicks; a person who did so once comes back with the cookies that they
    /// got, and their next page is the test's own.
    /// </summary>
    public async Task SignInAsync(Window window, string person)
    {
        if (cookies.TryGetValue(person, out var kept))
        {
            await window.Page.Context.AddCookiesAsync(kept);
            return;
        }

        await window.Page.GotoAsync("/sign-in");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.GetByText(person, new() { Exact = true }).First.ClickAsync();
        await window.Page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal) && !url.Contains("authorize", StringComparison.Ordinal));
        cookies[person] =
        [
            .. (await window.Page.Context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, Expires = cookie.Expires,
                HttpOnly = cookie.HttpOnly, Secure = cookie.Secure, SameSite = cookie.SameSite,
            }),
        ];
    }
}
