using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests.Harness;

/// <summary>
/// One browser for all tests of the assembly; each test opens its own page in a fresh context. The shell has the engine without the
/// browser around it, which would take as much of the processor again.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Opens a window of that size in CSS pixels; it must be closed by disposing it.</summary>
    public async Task<Window> OpenAsync(Uri origin, int width, bool javaScript = true, int height = 900)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = origin.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = javaScript,
            Locale = "en-GB",
            TimezoneId = "Europe/London",
        });
        return new Window(context, await context.NewPageAsync(), width);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}
