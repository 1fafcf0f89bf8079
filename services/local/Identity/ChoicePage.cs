using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Jtai.Local;

/// <summary>The pages that people see.</summary>
internal static class ChoicePage
{
    private static readonly LocalPages Pages = new("Demo sign-in");

    public static Task ShowAsync(HttpContext context, IReadOnlyList<DemoPerson> people)
    {
        var html = new StringBuilder("<p>These people are invented. There are no passwords: this page exists on this machine only.</p>");
        if (people.Count == 0)
        {
            html.Append("<p>There is nobody to choose yet. The demo region is still being made: load this page again in a moment.</p>");
        }

        foreach (var group in people.GroupBy(person => person.Group))
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{LocalPages.Encode(group.Key)}</h2>");
            foreach (var agency in group.GroupBy(person => person.Agency))
            {
                html.Append(CultureInfo.InvariantCulture, $"<h3>{LocalPages.Encode(agency.Key)}</h3><ul>");
                foreach (var person in agency)
                {
                    var address = "/authorize" + context.Request.QueryString.Add("person", person.Subject);
                    html.Append(CultureInfo.InvariantCulture,
                        $"""<li><a href="{LocalPages.Encode(address)}">{LocalPages.Encode(person.Name)}</a>, {LocalPages.Encode(person.JobTitle)}<span>{LocalPages.Encode(person.Description)}</span></li>""");
                }
                html.Append("</ul>");
            }
        }
        return Pages.WriteAsync(context, "Choose who to sign in as", html.ToString());
    }

    public static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Pages.WriteAsync(context, "You cannot sign in from here", $"<p>{LocalPages.Encode(reason)}</p>");
    }
}
