namespace Jtai.Portal.Hosting;

/// <summary>The small stylesheet of a partnership's own colour. It says nothing but the colour of its address, so it never changes.</summary>
public static class AccentSheet
{
    /// <param name="colour">"#17495a"; empty for the platform's own.</param>
    /// <returns>Null where there is none.</returns>
    public static string? AddressOf(string colour) => colour.Length == 0 ? null : $"/accent/{colour[1..]}.css";

    /// <summary>For whoever is signed in: no page that is open to anybody has such a colour.</summary>
    public static void MapAccentSheet(this WebApplication app) => app.MapGet("/accent/{colour:regex(^[0-9a-f]{{6}}$)}.css", (string colour, HttpResponse response) =>
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Text($":root {{ --jtai-accent: #{colour}; }}\n", "text/css");
    }).RequireAuthorization(PortalPages.SignedIn);
}
