using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Browser.Tests;

/// <summary>Going back after saving, with every form of the portal.</summary>
[Collection(nameof(Browser))]
public sealed class BackTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>, IDisposable
{
    /// <summary>What stands in the form otherwise than the page itself wrote it.</summary>
    private const string NotOfThePage =
        """
        () => [...document.querySelectorAll('main form[method=post] :is(input, textarea, select)')].filter(field =>
          field.type === 'radio' || field.type === 'checkbox' ? field.checked !== field.defaultChecked
          : field.tagName === 'SELECT' ? field.selectedIndex !== Math.max(0, [...field.options].findLastIndex(option => option.defaultSelected))
          : field.value !== field.defaultValue).map(field => field.name)
        """;

    private const string FillIn =
        """
        () => {
          const form = document.querySelector('main form[method=post]')
          const chosen = new Set()
          for (const field of form.querySelectorAll('input, textarea, select')) {
            if (field.type === 'hidden' || field.type === 'file') continue
            if (field.type === 'checkbox') field.click()
            else if (field.type === 'radio') { if (!field.checked && !chosen.has(field.name)) { field.click(); chosen.add(field.name) } }
            else if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1
            else field.value = field.inputMode === 'numeric' ? (field.name.endsWith('Year') ? '2027' : '3') : 'Words of somebody'
          }
        }
        """;

    // These stand below the list that they add to, and lead back to it: saving leads to the form's own address.
    private static readonly string[] BelowTheirList = ["Operations/Successions", "Operations/Successors"];

    public static TheoryData<string> Names => [.. Forms.All.Keys.Except(BelowTheirList)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Back_AfterSaving_ShowsWhatIsSavedAndNothingThatNobodyChose(string name)
    {
        var (person, address) = Forms.All[name];
        platform.Answers.Answer = FormAnswer.Saved;
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await platform.SignInAsync(window, person);
        var page = window.Page;
        await page.GotoAsync(address);
        await page.EvaluateAsync(FillIn);
        Assert.NotEmpty(await page.EvaluateAsync<string[]>(NotOfThePage));
        await SaveAsync(page, address);

        await page.GoBackAsync();
        Assert.True(IsForm(page.Url, address), page.Url);
        Assert.Empty(await page.EvaluateAsync<string[]>(NotOfThePage));
        // No dead end either: it can be filled in and saved again.
        await page.EvaluateAsync(FillIn);
        await SaveAsync(page, address);
    }

    private static bool IsForm(string url, string address) => new Uri(url).PathAndQuery == address;

    /// <summary>Fails where the form comes back.</summary>
    private static async Task SaveAsync(Microsoft.Playwright.IPage page, string address)
    {
        await page.Locator("main form[method=post] button").First.ClickAsync();
        await page.WaitForURLAsync(url => !IsForm(url, address), new() { Timeout = 10_000 });
    }

    public void Dispose() => platform.Answers.Answer = FormAnswer.OfTheStandIn;
}
