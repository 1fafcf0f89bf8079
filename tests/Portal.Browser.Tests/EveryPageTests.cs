using System.Text.Json;
using Jtai.Inspections.V1;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Browser.Tests;

/// <summary>
/// Every page of the portal, from its own routes, in a window of 1280 pixels and in one of 320 by 256, which is what 1280 by 1024
/// becomes at 400 per cent: nothing scrolls sideways, in the page or in a box of it, no words are cut off, axe finds nothing, and the
/// console stays empty.
/// </summary>
[Collection(nameof(Browser))]
public class EveryPageTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const string Long = "Schulsozialarbeitsverzeichnisaktualisierungsbeauftragte/https://files.example/letters?reference=HSK-2026-I01&to=somebody.with.a.long.name@a-council.example";

    /// <summary>Ends a line of text in every place with words wider than a phone, as somebody may write anywhere.</summary>
    private const string WriteLongWords =
        """
        word => {
          const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          const places = [];
          while (texts.nextNode()) {
            const place = texts.currentNode.parentElement;
            if (texts.currentNode.data.trim() && place.closest('p, li, dd, dt, td, th, h1, h2, h3, legend, label, caption, .govuk-hint')
                && !place.closest('.govuk-tag, .govuk-button, .govuk-visually-hidden, svg, select, textarea')) places.push(texts.currentNode);
          }
          places.forEach(text => text.data += ' ' + word);
        }
        """;

    /// <summary>What is wrong with the page, a line each: boxes that scroll sideways, and words beyond the window's edge.</summary>
    private const string FindFaults =
        """
        () => {
          const faults = [], width = document.documentElement.clientWidth;
          const hidden = element => element.closest('.govuk-visually-hidden, .govuk-skip-link, select, svg') || getComputedStyle(element).visibility === 'hidden';
          const name = element => element.tagName.toLowerCase() + (element.className?.trim ? '.' + element.className.trim().replace(/\s+/g, '.') : '');
          if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page scrolls sideways: ' + document.documentElement.scrollWidth);
          for (const element of document.querySelectorAll('body *')) {
            if (hidden(element)) continue;
            const box = element.getBoundingClientRect();
            if (box.width === 0) continue;
            if (box.right > width + 1 || box.left < -1) faults.push('beyond the edge: ' + name(element) + ' ' + Math.round(box.right));
            if (element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible'
                && !/^(INPUT|TEXTAREA)$/.test(element.tagName)) faults.push('scrolls sideways or is cut off: ' + name(element));
          }
          return faults.slice(0, 5);
        }
        """;

    [Theory]
    [InlineData("manager", true)]
    [InlineData("officer", true)]
    [InlineData("councillor", false)]
    [InlineData("force-lead", true)]
    [InlineData("force-manager", true)]
    [InlineData("operator", true)]
    [InlineData("nowhere", false)]
    public async Task EveryPage_OfAPerson_FitsItsWindow(string person, bool wideToo)
    {
        platform.StandIns.Partners.Grants[0].GrantId = PageRoutes.OurGrant;
        Embargo();
        await using var window = await chromium.OpenAsync(platform.Origin, 320, height: 256);
        await platform.SignInAsync(window, person);
        var faults = new List<string>();
        var looked = 0;
        foreach (var route in PageRoutes.Of(platform.StandIns.Portal.Services))
        {
            var address = PageRoutes.Address(route);
            if (address.StartsWith("/sign", StringComparison.Ordinal))
            {
                continue;
            }

            await (wideToo ? window.ResizeAsync(1280, 1024) : Task.CompletedTask);
            var answer = await window.Page.GotoAsync(address);
            looked += answer!.Ok ? 1 : 0;
            if (wideToo)
            {
                faults.AddRange(await FaultsAsync(window, address));
                await CheckAsync(address, answer.Ok);
                await window.ResizeAsync(320, 256);
            }

            await window.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");
            await CheckAsync(address, wideToo && answer.Ok);
            await window.Page.EvaluateAsync(WriteLongWords, Long);
            faults.AddRange(await FaultsAsync(window, address));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(looked >= (person == "manager" ? 40 : 6), $"{person} saw {looked} pages");

        async Task CheckAsync(string address, bool opened)
        {
            var found = opened ? await window.FaultsAsync(person + address.Replace('/', '-')) : [];
            faults.AddRange(found.Select(fault => $"{address}: {fault}"));
        }
    }

    [Theory]
    [InlineData("const p = document.createElement('p'); p.style.width = '2000px'; p.textContent = 'Wide'; main.append(p)", "the page scrolls sideways")]
    [InlineData("const d = document.createElement('div'); d.style.overflow = 'hidden'; const p = document.createElement('p'); p.style.width = '2000px'; p.textContent = 'Wide'; d.append(p); main.append(d)", "cut off: div")]
    public async Task Faults_OfAPageThatDoesNotFit_AreFound(string widen, string fault)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 320);
        await window.Page.GotoAsync("/help");
        Assert.Empty(await FaultsAsync(window, "/help"));
        await window.Page.EvaluateAsync($"() => {{ const main = document.querySelector('main'); {widen} }}");
        Assert.Contains(fault, string.Join('\n', await FaultsAsync(window, "/help")), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(Window window, string address) =>
    [
        .. (await window.Page.EvaluateAsync<JsonElement>(FindFaults)).EnumerateArray().Select(fault => $"{address}: {fault.GetString()}"),
    ];

    // With its banner, and long words where a wide window shows them too.
    private void Embargo()
    {
        var (inspections, action) = (platform.StandIns.Inspections, platform.StandIns.Actions.Record.Action);
        (inspections.Inspection.Phase, inspections.Inspection.LetterSha256) = (InspectionPhase.PrePublication, "00ff");
        inspections.Inspection.ReaderIds.Clear();
        inspections.Inspection.ReaderIds.Add(["manager", "officer"]);
        (inspections.Inspection.Theme, inspections.Finding.Text, action.Title, action.Description) = (Long, Long, Long, Long);
    }
}
