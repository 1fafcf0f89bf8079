using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Jtai.Local;

/// <summary>The pages that people see: plain HTML with one style sheet and no script.</summary>
internal static class ChoicePage
{
    private const string StyleSheet = """
        * { box-sizing: border-box }
        body { margin: 0; font: 1.1875rem/1.4 Arial, Helvetica, sans-serif; color: #0b0c0c; background: #fff }
        header { background: #12436d; color: #fff; padding: 0.75rem 1rem }
        header p, main, footer { max-width: 60rem; margin: 0 auto }
        header p { font-weight: bold }
        main { padding: 2rem 1rem 3rem }
        h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 1.25rem }
        h2 { font-size: 1.6875rem; margin: 2.5rem 0 0.5rem; padding-top: 1rem; border-top: 1px solid #b1b4b6 }
        h3 { font-size: 1.1875rem; margin: 1.5rem 0 0.25rem }
        ul { list-style: none; margin: 0; padding: 0 }
        li { padding: 0.5rem 0 }
        li span { display: block; color: #484949 }
        a { color: #1a65a6; text-underline-offset: 0.15em; display: inline-block; min-height: 24px }
        a:hover { color: #0f385c; text-decoration-thickness: 3px }
        a:focus { outline: 3px solid transparent; background: #fd0; color: #0b0c0c; box-shadow: 0 -2px #fd0, 0 4px #0b0c0c; text-decoration: none }
        """;

    public static Task ShowAsync(HttpContext context, IReadOnlyList<DemoPerson> people)
    {
        var html = new StringBuilder("<p>These people are invented. There are no passwords: this page exists on this machine only.</p>");
        if (people.Count == 0)
        {
            html.Append("<p>There is nobody to choose yet. The demo region is still being made: load this page again in a moment.</p>");
        }

        foreach (var group in people.GroupBy(person => person.Group))
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(group.Key)}</h2>");
            foreach (var agency in group.GroupBy(person => person.Agency))
            {
                html.Append(CultureInfo.InvariantCulture, $"<h3>{Encode(agency.Key)}</h3><ul>");
                foreach (var person in agency)
                {
                    var address = "/authorize" + context.Request.QueryString.Add("person", person.Subject);
                    html.Append(CultureInfo.InvariantCulture,
                        $"""<li><a href="{Encode(address)}">{Encode(person.Name)}</a>, {Encode(person.JobTitle)}<span>{Encode(person.Description)}</span></li>""");
                }
                html.Append("</ul>");
            }
        }
        return WriteAsync(context, "Choose who to sign in as", html.ToString());
    }

    public static Task StyleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        return context.Response.WriteAsync(StyleSheet);
    }

    public static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(context, "You cannot sign in from here", $"<p>{Encode(reason)}</p>");
    }

    private static Task WriteAsync(HttpContext context, string title, string content)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} - Demo sign-in</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header><p>Demo sign-in</p></header>
            <main>
            <h1>{title}</h1>
            {content}
            </main>
            </body>
            </html>
            """);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
