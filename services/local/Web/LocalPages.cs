using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jtai.Local;

/// <summary>The pages of a local server: plain HTML with one style sheet and no script.</summary>
/// <param name="server">What the server is called above and in the title of each page.</param>
public sealed class LocalPages(string server)
{
    private const string StyleSheet = """
        * { box-sizing: border-box }
        body { margin: 0; font: 1.1875rem/1.4 Arial, Helvetica, sans-serif; color: #0b0c0c; background: #fff }
        header { background: #12436d; color: #fff; padding: 0.75rem 1rem }
        header p, main { max-width: 60rem; margin: 0 auto }
        header p { font-weight: bold }
        main { padding: 2rem 1rem 3rem }
        h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 1.25rem }
        h2 { font-size: 1.6875rem; margin: 2.5rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid #b1b4b6 }
        h3 { font-size: 1.1875rem; margin: 1.5rem 0 0.25rem }
        ul { list-style: none; margin: 0; padding: 0 }
        li { padding: 0.5rem 0 }
        li span { display: block; color: #484949 }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #b1b4b6 }
        pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #b1b4b6; padding: 1rem }
        a { color: #1a65a6; text-underline-offset: 0.15em; display: inline-block; min-height: 24px }
        a:hover { color: #0f385c; text-decoration-thickness: 3px }
        a:focus { outline: 3px solid transparent; background: #fd0; color: #0b0c0c; box-shadow: 0 -2px #fd0, 0 4px #0b0c0c; text-decoration: none }
        """;

    /// <summary>Before the server's own routes: headers that let nothing run, and what every page loads.</summary>
    public static void Use(WebApplication app)
    {
        app.Use(SetHeaders);
        app.UseRouting();
        app.MapGet("/style.css", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "text/css; charset=utf-8";
            return context.Response.WriteAsync(StyleSheet);
        }));
        // Browsers ask for it, and a 404 would be an error in their console.
        app.MapGet("/favicon.ico", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
    }

    /// <param name="context">Of the request, with the status set.</param>
    /// <param name="title">Text.</param>
    /// <param name="content">HTML.</param>
    public Task WriteAsync(HttpContext context, string title, string content)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)} - {Encode(server)}</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header><p>{Encode(server)}</p></header>
            <main>
            <h1>{Encode(title)}</h1>
            {content}
            </main>
            </body>
            </html>
            """);
    }

    /// <summary>Text for HTML.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
