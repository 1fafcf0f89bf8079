using System.Diagnostics;
using System.Reflection;
using Jtai.Hosting;
using Jtai.Operating.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>How every part of the platform stands: the first page of an operator.</summary>
public sealed class IndexModel(OperatorCalls calls, CurrentPerson person, TimeProvider time) : OperatorPage(calls, person)
{
    public IReadOnlyList<(string Part, GetHealthReply? Answer)> Asked { get; private set; } = [];

    public IEnumerable<GetHealthReply> Answered => Asked.Select(one => one.Answer).OfType<GetHealthReply>();

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Of the gateway that this request came through; null where it came past it.</summary>
    public GatewayStanding? Gateway => GatewayStanding.Parse(Request.Headers[GatewayStanding.Header]);

    /// <summary>The portal's own.</summary>
    public static string Version => typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static DateTimeOffset StartedAt { get; } = Started();

    /// <summary>"Everything works.", or how many parts do not.</summary>
    public string Sentence => Asked.Count(one => OperationsWords.Of(one.Answer, Now).Any(standing => standing.Anchor.Length > 0)) switch
    {
        0 => "Everything works.",
        1 => "1 part needs a look.",
        var parts => $"{parts} parts need a look.",
    };

    public async Task OnGetAsync(CancellationToken ct) => Asked = await AskAsync(Parts, part => part.GetHealth(ct));

    private static DateTimeOffset Started()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
