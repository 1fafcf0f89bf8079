using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Browser.Tests;

/// <summary>The warning before a session ends, uploads that are too large, and the count below a long field.</summary>
[Collection(nameof(Browser))]
public sealed class SessionTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const string Update = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/update";
    private const string Import = $"/partnerships/haskermoor/inspections/{StandInInspections.InspectionId}/import";

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Session_FiveMinutesBeforeItsIdleEnd_WarnsOnceAndCanBePutOff(int width)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, width);
        await platform.SignInAsync(window, "officer");
        var page = window.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync(Update);
        await page.GetByLabel("What has been done since the last update?").FillAsync("Half a sentence");
        var warning = page.GetByRole(Microsoft.Playwright.AriaRole.Dialog, new() { Name = "You will be signed out in 5 minutes" });
        await page.Clock.FastForwardAsync("24:59");
        Assert.False(await warning.IsVisibleAsync());
        await page.Clock.FastForwardAsync("00:02");
        await warning.WaitForAsync();
        await window.CheckAsync("session-warning");

        var stayed = page.WaitForResponseAsync("**/stay-signed-in");
        await warning.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Stay signed in" }).ClickAsync();
        Assert.True((await stayed).Ok);
        await warning.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        Assert.Equal("Half a sentence", await page.GetByLabel("What has been done since the last update?").InputValueAsync());
        await page.Clock.FastForwardAsync("25:01");
        await warning.WaitForAsync();
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(15, false)]
    [InlineData(24, false)]
    [InlineData(11, true)]
    [InlineData(30, true)]
    public async Task Upload_ThatIsTooLarge_IsSaidBesideTheField(int megabytes, bool script)
    {
        var file = Path.Combine(Path.GetTempPath(), $"jtai-{Guid.NewGuid():N}.pdf");
        await using (var content = File.Create(file))
        {
            content.SetLength(megabytes * 1024L * 1024);
        }

        try
        {
            await using var window = await chromium.OpenAsync(platform.Origin, 1280, script);
            await platform.SignInAsync(window, "manager");
            await window.Page.GotoAsync(Import);
            await window.Page.GetByLabel("The letter as a file").SetInputFilesAsync(file);
            await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Import the letter" }).ClickAsync();
            await window.Page.Locator(".govuk-form-group--error .govuk-error-message").GetByText("The letter must be 10 MB or smaller").WaitForAsync();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(true, "You have 3,998 characters remaining")]
    [InlineData(false, "You can enter up to 4,000 characters")]
    public async Task Count_BelowALongField_CountsALineBreakAsOne(bool script, string words)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280, script);
        await platform.SignInAsync(window, "officer");
        await window.Page.GotoAsync(Update);
        await window.Page.GetByLabel("What has been done since the last update?").FillAsync("a\n");
        await window.Page.Locator(".govuk-character-count").First.GetByText(words).Last.WaitForAsync();
    }
}
