using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.LetterTests;

namespace Jtai.Platform.Tests.Harness;

/// <summary>Somebody at the portal without a browser: every page with a mark in its query, and forms with marks in their fields.</summary>
internal sealed partial class CanaryPages(Uri origin, string mark) : IDisposable
{
    private const string Place = "haskermoor";
    private const int MostPages = 300;

    private readonly List<string> tellingErrors = [];
    private readonly HashSet<string> seen = [];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = origin };

    /// <summary>Pages that said what went wrong, and repeated what was sent.</summary>
    public IReadOnlyList<string> TellingErrors => tellingErrors;

    /// <summary>
    /// Every page of the portal at addresses that it was seen at or linked to, two of each at most, or with ids that do not exist where
    /// there was none.
    /// </summary>
    public IReadOnlyList<string> AddressesOfEveryPage =>
    [
        .. Templates().SelectMany(template =>
        {
            var address = new Regex($"^{Parameters().Replace(template, "[^/]+")}$", RegexOptions.NonBacktracking);
            // Ids are longer than the names of pages beside them.
            return seen.Where(one => address.IsMatch(one) && !one.Contains(Guid.Empty.ToString(), StringComparison.Ordinal))
                .OrderByDescending(one => one.Length).Take(2).DefaultIfEmpty(Parameters().Replace(template, Example));
        }).Distinct(),
    ];

    /// <returns>The sign-in code that came back in an address.</returns>
    public Task<string> SignInAsync(string subject) => SignedInPortal.SignInAsync(http, subject);

    /// <summary>Every page there is, with ids that do not exist, and whatever the partnership's pages link to.</summary>
    public async Task OpenAllAsync()
    {
        var waiting = new Queue<string>(Templates().Select(template => Parameters().Replace(template, Example)));
        seen.UnionWith(waiting);
        for (var opened = 0; opened < MostPages && waiting.TryDequeue(out var path); opened++)
        {
            var html = await GetAsync($"{path}?words={mark}-words&then={mark}-then&at_least={mark}@1&handler={mark}&code={mark}-code&state={mark}-state&iss={mark}&error={mark}-error");
            await PostAsync(path, new() { ["narrative"] = $"{mark}-refused", ["title"] = $"{mark}-refused" });
            foreach (var found in LinksOf(html, Place).Where(seen.Add))
            {
                waiting.Enqueue(found);
            }

            if (IsUpdateOfAnAction(path))
            {
                await SubmitAsync(path);
            }
        }

        Assert.Contains(seen, IsUpdateOfAnAction);
        await GetAsync($"/partnerships/{Place}/actions?words={mark}%00");
    }

    /// <summary>Whatever a partnership's own pages link to, so that others can be sent there.</summary>
    public async Task LookAroundAsync(string partnership)
    {
        var waiting = new Queue<string>([$"/partnerships/{partnership}"]);
        for (var opened = 0; opened < MostPages && waiting.TryDequeue(out var path); opened++)
        {
            foreach (var found in LinksOf(await GetAsync(path), partnership).Where(seen.Add))
            {
                waiting.Enqueue(found);
            }
        }
    }

    /// <summary>Opens what is not this person's to read; a refusal is a page with words too.</summary>
    /// <returns>Those that hold the mark, but for what operators wrote themselves.</returns>
    public async Task<IReadOnlyList<string>> TellingOfAsync(IEnumerable<string> addresses)
    {
        var telling = new List<string>();
        foreach (var address in addresses)
        {
            if (Tells(await GetAsync(address)))
            {
                telling.Add(address);
            }
        }

        return telling;
    }

    /// <summary>
    /// Fills a page's form in as its fields want it, with a mark wherever one types, and sends it; it fails unless it is saved.
    /// </summary>
    /// <param name="address">Of the page.</param>
    /// <param name="onlyWhatIsFilled">Leaves empty what was offered empty, where that means none.</param>
    /// <param name="chosen">By name, where not any value will do; a date in ISO, by the name of its three boxes together.</param>
    public async Task SaveAsync(string address, bool onlyWhatIsFilled = false, params (string Name, string Value)[] chosen)
    {
        using var page = new HtmlParser().ParseDocument(await GetAsync(address));
        var form = page.QuerySelector("main form[method=post]");
        Assert.True(form is not null, $"{address} has no form.");
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var field in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = field.GetAttribute("name")!;
            var value = Chosen(name, chosen) ?? field switch
            {
                IHtmlSelectElement select => select.Options.FirstOrDefault(option => option.IsSelected && option.Value.Length > 0)?.Value
                    ?? (onlyWhatIsFilled ? "" : select.Options.FirstOrDefault(option => option.Value.Length > 0)?.Value ?? ""),
                IHtmlInputElement { Type: "hidden" } hidden => hidden.Value,
                IHtmlInputElement { Type: "radio" } radio => radio.IsChecked || form.QuerySelectorAll<IHtmlInputElement>($"input[name='{name}']") is var all
                    && all.First() == radio && !all.Any(one => one.IsChecked) ? radio.Value : null,
                IHtmlInputElement { Type: "checkbox" } box => box.IsChecked ? box.Value : null,
                // Numbers, and days, which may be left empty unless they are chosen.
                IHtmlInputElement { Type: var type } number when type != "email" && field.GetAttribute("inputmode") == "numeric" => number.Value,
                IHtmlInputElement input => Typed(name, input.Value, input.Type == "email" || field.GetAttribute("inputmode") == "email", onlyWhatIsFilled),
                IHtmlTextAreaElement text => Typed(name, text.Value, false, onlyWhatIsFilled),
                _ => null,
            };
            if (value is not null)
            {
                fields.Add(new(name, value));
            }
        }

        using var answer = await http.PostAsync(address, new FormUrlEncodedContent(fields));
        Assert.True(
            answer.StatusCode == HttpStatusCode.Redirect,
            $"{address}: {answer.StatusCode} {new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector(".govuk-error-summary, main")?.TextContent}");
    }

    /// <summary>The first link to an address that begins so and ends so.</summary>
    public async Task<string> LinkAsync(string page, string beginning, string end) =>
        LinksOf(await GetAsync(page), beginning.Split('/')[2]).First(link => link.StartsWith(beginning, StringComparison.Ordinal) && link.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Where a list links to somebody by name.</summary>
    public async Task<string> PersonAsync(string page, string name)
    {
        using var list = new HtmlParser().ParseDocument(await GetAsync(page));
        return list.QuerySelectorAll("main a").First(link => link.TextContent.Trim() == name).GetAttribute("href")!;
    }

    /// <summary>Every page of those who run the platform, and whatever it links to among them.</summary>
    /// <returns>Those that hold the mark, but for what operators wrote themselves, and how many were opened.</returns>
    public async Task<(IReadOnlyList<string> Telling, int Opened)> ReadOperationsAsync()
    {
        var waiting = new Queue<string>(Templates().Where(template => template.StartsWith("/operations", StringComparison.Ordinal)));
        var (found, telling, opened) = (waiting.ToHashSet(), new List<string>(), 0);
        while (opened < MostPages && waiting.TryDequeue(out var path))
        {
            using var answer = await http.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            opened += answer.IsSuccessStatusCode ? 1 : 0;
            if (Tells(page))
            {
                telling.Add(path);
            }

            foreach (var link in new HtmlParser().ParseDocument(page).QuerySelectorAll("a[href^='/operations']").Select(link => link.GetAttribute("href")!.Split('#')[0]))
            {
                if (found.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        return (telling, opened);
    }

    public void Dispose() => http.Dispose();

    private bool Tells(string page) => page.Replace(mark + CanaryCalls.OfOperators, "", StringComparison.Ordinal).Contains(mark, StringComparison.Ordinal);

    private string Typed(string name, string offered, bool isAddress, bool onlyWhatIsFilled) =>
        onlyWhatIsFilled && offered.Length == 0 ? "" : isAddress ? $"{mark}-{name}@example.org" : $"{mark}-{name}";

    private static string? Chosen(string name, (string Name, string Value)[] chosen)
    {
        foreach (var (of, value) in chosen)
        {
            if (name == of)
            {
                return value;
            }

            if (name.StartsWith(of + ".", StringComparison.Ordinal) && value.Split('-') is [var year, var month, var day])
            {
                return name[(of.Length + 1)..] switch { "Day" => day, "Month" => month, _ => year };
            }
        }

        return null;
    }

    private static IEnumerable<string> LinksOf(string html, string partnership) =>
        Links().Matches(html).Where(link => link.Groups[2].Value == partnership).Select(link => link.Groups[1].Value);

    private static bool IsUpdateOfAnAction(string path) =>
        path.EndsWith("/update", StringComparison.Ordinal) && !path.Contains(Guid.Empty.ToString(), StringComparison.Ordinal);

    private static IEnumerable<string> Templates() => Directory
        .EnumerateFiles(Path.Combine(Folders.Repository, "services", "Portal"), "*.cshtml", SearchOption.AllDirectories)
        .Select(file => Page().Match(File.ReadAllText(file))).Where(page => page.Success).Select(page => page.Groups[1].Value);

    private static string Example(Match parameter) => parameter.Value switch
    {
        "{partnership}" => Place,
        "{number:int}" or "{code:int}" => "404",
        _ => Guid.Empty.ToString(),
    };

    private async Task<string> GetAsync(string address)
    {
        using var answer = await http.GetAsync(address);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(1000);
            return await GetAsync(address);
        }

        var html = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode && html.Contains(mark, StringComparison.Ordinal))
        {
            tellingErrors.Add($"{(int)answer.StatusCode} {address}");
        }

        return html;
    }

    private async Task PostAsync(string path, Dictionary<string, string> fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new StringContent($"Dear partnership, {mark}-letter."), "file", $"{mark}-file.txt");
        using var answer = await http.PostAsync(path, form);
    }

    /// <summary>The page's own form with a mark wherever one types.</summary>
    private async Task SubmitAsync(string path)
    {
        var page = new HtmlParser().ParseDocument(await GetAsync(path));
        var fields = new Dictionary<string, string>();
        foreach (var field in page.QuerySelectorAll("main form[method=post] [name]"))
        {
            var type = field.LocalName == "textarea" ? "textarea" : field.GetAttribute("type");
            if (type is "hidden" or "textarea" || (type is "radio" && (field.HasAttribute("checked") || !fields.ContainsKey(field.GetAttribute("name")!))))
            {
                fields[field.GetAttribute("name")!] = type is "textarea" ? $"{mark}-{field.GetAttribute("name")}" : field.GetAttribute("value") ?? "";
            }
        }

        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(path, form);
        Assert.True(fields.ContainsKey("__RequestVerificationToken"), $"{path} has no form.");
        Assert.NotEqual(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [GeneratedRegex("@page \"([^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Page();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();

    [GeneratedRegex("href=\"(/partnerships/([^\"?#/]+)[^\"?#]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Links();
}
