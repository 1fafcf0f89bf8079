using System.Globalization;
using System.Text.Json;
using Jtai.Portal.Tests.Conformance;
using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests.Harness;

/// <summary>A browser window that remembers every console error, and is looked at as a person and as axe would.</summary>
public sealed class Window : IAsyncDisposable
{
    private static readonly bool EveryPicture = Environment.GetEnvironmentVariable("JTAI_PICTURES") == "1";
    private static readonly Lazy<Task<string>> Axe = new(() => File.ReadAllTextAsync(DesignPackages.Axe));

    private readonly IBrowserContext context;
    private int width;
    private readonly List<string> errors = [];

    public Window(IBrowserContext context, IPage page, int width)
    {
        this.context = context;
        this.width = width;
        Page = page;
        page.Console += (_, message) =>
        {
            // The browser reports an error page's own status as a failure to load.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, message) => errors.Add(message);
        page.RequestFailed += (_, request) => errors.Add($"{request.Url}: {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType != "document")
            {
                errors.Add($"{response.Url}: {response.Status}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>
    /// Fails on any axe violation (targets under 24 pixels among them), any console error, and a page that runs
    /// wider than the window.
    /// </summary>
    public async Task CheckAsync(string picture) => Assert.Equal([], await FaultsAsync(picture));

    /// <summary>What <see cref="CheckAsync(string)"/> fails on. A page with faults, or every page with JTAI_PICTURES=1, is kept as a picture in artifacts/screenshots.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(string picture)
    {
        var faults = (await ViolationsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(errors).ToList();
        errors.Clear();
        var overhang = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overhang > 0)
        {
            faults.Add($"{Page.Url} runs {overhang} pixels out of a window {width} wide");
        }

        if (EveryPicture || faults.Count > 0)
        {
            await PictureAsync(picture);
        }

        return faults;
    }

    /// <summary>The same page at each of these widths, without loading it again: as a window is made narrower, or a page larger.</summary>
    public async Task CheckAsync(string picture, params IEnumerable<int> widths)
    {
        foreach (var next in widths)
        {
            await ResizeAsync(next);
            await CheckAsync(picture);
        }
    }

    public async Task ResizeAsync(int newWidth, int height = 900)
    {
        if (newWidth != width)
        {
            width = newWidth;
            await Page.SetViewportSizeAsync(newWidth, height);
        }
    }

    public async Task PictureAsync(string name)
    {
        var folder = Path.Combine(DesignPackages.Repository, "artifacts/screenshots");
        Directory.CreateDirectory(folder);
        var file = string.Create(CultureInfo.InvariantCulture, $"{name}-{width}.png");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
    }

    public IReadOnlyList<string> Errors => errors;

    /// <summary>What axe finds, one rule a line; empty when it finds nothing.</summary>
    public async Task<string> ViolationsAsync()
    {
        // By evaluation, as the page's policy blocks a script tag, and stays on.
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(await Axe.Value);
        }

        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' | ')}`)
            """);
        return string.Join('\n', found.EnumerateArray().Select(line => line.GetString()));
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
