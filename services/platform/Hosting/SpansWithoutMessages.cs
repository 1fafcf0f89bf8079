using System.Diagnostics;
using Jtai.Errors;
using OpenTelemetry;

namespace Jtai.Hosting;

/// <summary>
/// Failures stand in spans by type, code and stack. Libraries would add their messages: PostgreSQL's repeats the value that it could
/// not read.
/// </summary>
internal sealed class SpansWithoutMessages : BaseProcessor<Activity>
{
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = _ => true,
        ExceptionRecorder = (Activity _, Exception exception, ref TagList tags) =>
        {
            tags.Add("exception.message", "");
            tags.Add("exception.stacktrace", Failures.WithoutContent(exception));
        },
    };

    public SpansWithoutMessages() => ActivitySource.AddActivityListener(listener);

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            listener.Dispose();
        }

        base.Dispose(disposing);
    }
}
