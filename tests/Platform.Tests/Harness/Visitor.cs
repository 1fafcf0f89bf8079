using System.Diagnostics;
using Jtai.Portal.Browser.Tests.Harness;
using Microsoft.Playwright;

namespace Jtai.Platform.Tests.Harness;

/// <summary>What people do in a browser, by what they read on the page.</summary>
internal static class Visitor
{
    /// <summary>From the portal's own sign-in page by way of the identity provider's list of demo people.</summary>
    public static async Task SignInAsync(Window window, string name)
    {
        await window.Page.GotoAsync("/sign-in");
        await window.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await FollowAsync(window, name);
        await Assertions.Expect(window.Page.GetByText($"Signed in as {name}")).ToBeVisibleAsync();
    }

    /// <summary>The first link of that name on the page, exact where several begin alike.</summary>
    public static Task FollowAsync(Window window, string link) =>
        window.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    public static Task HeadingIsAsync(Window window, string words) =>
        Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(words);

    /// <summary>What one writes arrives in lists a moment later: loads the page again until it is there.</summary>
    public static async Task ReloadUntilAsync(Window window, string words)
    {
        for (var clock = Stopwatch.StartNew(); !(await window.Page.Locator("main").InnerTextAsync()).Contains(words, StringComparison.Ordinal);)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{window.Page.Url} does not say: {words}");
            await Task.Delay(200);
            await window.Page.ReloadAsync();
        }
    }
}
