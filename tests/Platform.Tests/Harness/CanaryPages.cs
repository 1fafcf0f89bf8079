using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Jtai.LetterTests;

namespace Jtai.Platform.Tests.Harness;

/// <summary>Somebody at the portal without a browser: every page with a mark in its query, and forms with marks in their fields.</summary>
internal sealed partial class CanaryPages(Uri origin, string mark) : IDisposable
{
    private const string Place = "haskermoor";
    private const int MostPages = 300;

    private readonly List<string> tellingErrors = [];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = origin };

    /// <summary>Pages that said what went wrong, and repeated what was sent.</summary>
    public IReadOnlyList<string> TellingErrors => tellingErrors;

    /// <returns>The sign-in code that came back in an address.</returns>
    public Task<string> SignInAsync(string subject) => SignedInPortal.SignInAsync(http, subject);

    /// <summary>Every page there is, with ids that do not exist, and whatever the partnership's pages link to.</summary>
    public async Task OpenAllAsync()
    {
        var waiting = new Queue<string>(Templates().Select(template => Parameters().Replace(template, Example)));
        var seen = waiting.ToHashSet();
        for (var opened = 0; opened < MostPages && waiting.TryDequeue(out var path); opened++)
        {
            var html = await GetAsync($"{path}?words={mark}-words&then={mark}-then&at_least={mark}@1&handler={mark}&code={mark}-code&state={mark}-state&iss={mark}&error={mark}-error");
            await PostAsync(path, new() { ["narrative"] = $"{mark}-refused", ["title"] = $"{mark}-refused" });
            foreach (Match link in Links().Matches(html))
            {
                if (link.Groups[1].Value is var found && seen.Add(found))
                {
                    waiting.Enqueue(found);
                }
            }

            if (IsUpdateOfAnAction(path))
            {
                await SubmitAsync(path);
            }
        }

        Assert.Contains(seen, IsUpdateOfAnAction);
        await GetAsync($"/partnerships/{Place}/actions?words={mark}%00");
    }

    /// <summary>Every page of those who run the platform, and whatever it links to among them.</summary>
    /// <returns>Those that hold the mark, but for what operators wrote themselves, and how many were opened.</returns>
    public async Task<(IReadOnlyList<string> Telling, int Opened)> ReadOperationsAsync()
    {
        var waiting = new Queue<string>(Templates().Where(template => template.StartsWith("/operations", StringComparison.Ordinal)));
        var (seen, telling, opened) = (waiting.ToHashSet(), new List<string>(), 0);
        while (opened < MostPages && waiting.TryDequeue(out var path))
        {
            using var answer = await http.GetAsync(path);
            var page = await answer.Content.ReadAsStringAsync();
            opened += answer.IsSuccessStatusCode ? 1 : 0;
            if (page.Replace(mark + CanaryCalls.OfOperators, "", StringComparison.Ordinal).Contains(mark, StringComparison.Ordinal))
            {
                telling.Add(path);
            }

            foreach (var link in new HtmlParser().ParseDocument(page).QuerySelectorAll("a[href^='/operations']").Select(link => link.GetAttribute("href")!.Split('#')[0]))
            {
                if (seen.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        return (telling, opened);
    }

    public void Dispose() => http.Dispose();

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

    [GeneratedRegex($"href=\"(/partnerships/{Place}[^\"?#]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Links();
}
