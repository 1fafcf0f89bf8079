using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>What a browser does, without one: keeps cookies, follows links to the identity provider, and posts forms as they stand.</summary>
public sealed class BrowserOfOne(PlatformOfStandIns platform) : IDisposable
{
    private readonly HttpClient outside = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public HttpClient Client { get; } = platform.Portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });

    /// <returns>The answer of the callback.</returns>
    public async Task<HttpResponseMessage> SignInAsync(string subject, string then = "/") =>
        await Client.GetAsync(await AuthoriseAsync(await StartAsync(then), subject));

    /// <returns>The identity provider's address, to which the browser is sent.</returns>
    public async Task<Uri> StartAsync(string then = "/")
    {
        using var start = await Client.GetAsync("/sign-in/start?then=" + Uri.EscapeDataString(then));
        Assert.Equal(HttpStatusCode.Redirect, start.StatusCode);
        return start.Headers.Location!;
    }

    /// <returns>The callback's address with the provider's answer.</returns>
    public async Task<string> AuthoriseAsync(Uri provider, string subject)
    {
        using var authorised = await outside.GetAsync(provider + "&person=" + subject);
        return authorised.Headers.Location!.PathAndQuery;
    }

    public static async Task<BrowserOfOne> SignedInAsync(PlatformOfStandIns platform, string subject)
    {
        var browser = new BrowserOfOne(platform);
        using var answer = await browser.SignInAsync(subject);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    public async Task<IHtmlDocument> OpenAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts the page's form as it stands, with some fields filled in.</summary>
    public Task<HttpResponseMessage> PostAsync(IHtmlDocument page, string path, params (string Name, string Value)[] filled)
    {
        var form = page.QuerySelector("main form[method=post]") ?? page.QuerySelector("main form") ?? throw new InvalidOperationException("The page has no form.");
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not ("radio" or "checkbox") || input.IsChecked)
            .Where(input => filled.All(one => one.Name != input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Concat(filled.Select(one => KeyValuePair.Create(one.Name, one.Value)))
            .ToList();
        return Client.PostAsync(path, new FormUrlEncodedContent(fields));
    }

    public void Dispose()
    {
        Client.Dispose();
        outside.Dispose();
    }
}
