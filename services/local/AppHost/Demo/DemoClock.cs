using Jtai.Access;

namespace Jtai.Local;

/// <summary>Sets what day the services think it is, while the demo region is made.</summary>
internal sealed class DemoClock(Platform platform) : IDisposable
{
    private readonly HttpClient http = new();
    private DateOnly? current;

    /// <summary>Half past nine in the morning of that day.</summary>
    public async Task GoToAsync(DateOnly day)
    {
        if (current != day)
        {
            await SetAsync($"?now={day:yyyy-MM-dd}T09:30:00Z");
            current = day;
        }
    }

    public Task GoToPresentAsync() => SetAsync("");

    public void Dispose() => http.Dispose();

    private async Task SetAsync(string query)
    {
        foreach (var service in Processes.Services)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{platform.Addresses.Http(service)}/local/clock{query}");
            request.Headers.Add(ApiToken.Header, platform.Secrets.AppApiToken);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }
}
