using System.Net;
using System.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Jtai.Platform.Tests.Harness;

/// <summary>One person at the portal without a browser.</summary>
internal sealed class SignedInPortal(Uri origin) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = origin };

    public static async Task<SignedInPortal> AsAsync(Uri origin, string subject)
    {
        var portal = new SignedInPortal(origin);
        await SignInAsync(portal.http, subject);
        return portal;
    }

    /// <returns>The sign-in code that came back in an address.</returns>
    public static async Task<string> SignInAsync(HttpClient http, string subject)
    {
        using var start = await http.GetAsync("/sign-in/start");
        using var chosen = await http.GetAsync($"{start.Headers.Location}&person={subject}");
        var callback = chosen.Headers.Location!;
        using var back = await http.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        return HttpUtility.ParseQueryString(callback.Query)["code"]!;
    }

    /// <summary>The page, wherever it redirects to; null where there is none for this person.</summary>
    public async Task<IHtmlDocument?> OpenAsync(string path)
    {
        while (true)
        {
            using var answer = await http.GetAsync(path);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                    return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
                case HttpStatusCode.Redirect:
                    path = answer.Headers.Location!.OriginalString;
                    break;
                case HttpStatusCode.TooManyRequests:
                    await Task.Delay(TimeSpan.FromSeconds(1));
                    break;
                case HttpStatusCode.Forbidden or HttpStatusCode.NotFound:
                    return null;
                default:
                    Assert.Fail($"{path}: {answer.StatusCode}");
                    break;
            }
        }
    }

    /// <summary>Sends the form of a page with what it is filled with, and what somebody typed or chose.</summary>
    /// <returns>Where it leads.</returns>
    public async Task<string> SubmitAsync(string path, params (string Name, string Value)[] typed)
    {
        var page = await OpenAsync(path);
        var fields = page!.QuerySelectorAll("main form[method=post] input[name]")
            .Where(field => field.GetAttribute("type") == "hidden" || field.HasAttribute("checked"))
            .ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "");
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(path, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>What comes of the page's form, posted as it is, as a file.</summary>
    public async Task<byte[]> DownloadAsync(string path)
    {
        var page = await OpenAsync(path) ?? throw new InvalidOperationException($"{path} is not this person's.");
        var fields = page.QuerySelectorAll("main form[method=post] input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!);
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields));
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Addresses of this portal that the page's main part links to, each once.</summary>
    public static IEnumerable<string> LinksOf(IDocument page, string startingWith) => page.QuerySelectorAll("main a[href]")
        .Select(link => link.GetAttribute("href")!.Split('#')[0]).Where(href => href.StartsWith(startingWith, StringComparison.Ordinal)).Distinct();

    public void Dispose() => http.Dispose();
}
