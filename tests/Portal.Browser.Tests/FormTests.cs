using Jtai.Portal.Browser.Tests.Harness;

namespace Jtai.Portal.Browser.Tests;

/// <summary>A form that comes back: what was typed, what is wrong, and where the focus is.</summary>
[Collection(nameof(Browser))]
public class FormTests(GalleryPortal portal, Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Post_WithErrors_KeepsWhatWasTypedAndListsTheErrorsInOrder(int width)
    {
        await using var window = await chromium.OpenAsync(portal.Origin, width);
        var page = window.Page;
        await page.GotoAsync("/gallery/form");
        await page.GetByLabel("Number of practices covered").FillAsync("lots");
        await page.GetByLabel("Day").FillAsync("31");
        await page.GetByLabel("Month").FillAsync("2");
        await page.GetByLabel("Year").FillAsync("2027");
        await page.GetByLabel("NHS Moors and Estuary ICB").CheckAsync();
        await page.GetByLabel("Status assessment").SelectOptionAsync("moderate");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save update" }).ClickAsync();

        Assert.StartsWith("Error: Add update", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("lots", await page.GetByLabel("Number of practices covered").InputValueAsync());
        Assert.Equal("31", await page.GetByLabel("Day").InputValueAsync());
        Assert.Equal("2027", await page.GetByLabel("Year").InputValueAsync());
        Assert.True(await page.GetByLabel("NHS Moors and Estuary ICB").IsCheckedAsync());
        Assert.Equal("moderate", await page.GetByLabel("Status assessment").InputValueAsync());
        Assert.Equal("govuk-error-summary", await page.EvaluateAsync<string>("() => document.activeElement.className"));

        var summary = await page.Locator(".govuk-error-summary__list li").AllInnerTextsAsync();
        var fields = await page.Locator(".govuk-error-message").AllInnerTextsAsync();
        Assert.Equal(
            [
                "Enter what has changed", "Number of practices covered must be in the correct format", "Due date must be a real date",
                "Select yes if the date can still be met",
            ],
            summary);
        Assert.Equal(summary, fields.Select(words => words.Replace("Error:", "", StringComparison.Ordinal).Trim()));
        await window.CheckAsync("gallery-form-errors");

        await page.Locator(".govuk-error-summary__list a").Nth(2).ClickAsync();
        Assert.Equal("Due_Day", await page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Post_WithoutErrors_SaysOnceThatItWasSaved()
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280, javaScript: false);
        var page = window.Page;
        await page.GotoAsync("/gallery/form");
        await page.GetByLabel("What has changed").FillAsync("4 of 5 agencies agreed");
        await page.GetByLabel("Day").FillAsync("31");
        await page.GetByLabel("Month").FillAsync("3");
        await page.GetByLabel("Year").FillAsync("2027");
        await page.GetByLabel("Yes").CheckAsync();
        await page.GetByLabel("NHS Moors and Estuary ICB").CheckAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save update" }).ClickAsync();

        Assert.Equal("Update saved", (await page.Locator(".govuk-notification-banner__heading").InnerTextAsync()).Trim());
        await page.ReloadAsync();
        Assert.Equal(0, await page.Locator(".govuk-notification-banner").CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ConditionalQuestion_WithAndWithoutScript_CanBeAnswered(bool script)
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280, script);
        await window.Page.GotoAsync("/gallery/form");
        var why = window.Page.GetByLabel("Why not");
        Assert.Equal(!script, await why.IsVisibleAsync());
        await window.Page.GetByLabel("No", new() { Exact = true }).CheckAsync();
        Assert.True(await why.IsVisibleAsync());
    }
}
