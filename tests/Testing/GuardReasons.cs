using System.Text;
using Grpc.Core;

namespace Jtai.Testing;

/// <summary>Calls that say why no child can be known by what they send.</summary>
public static class GuardReasons
{
    public const string Reason = "The date is the day the service was born, not a child’s.";

    /// <summary>Seems to hold a date of birth.</summary>
    public const string DoubtedText = "Born on 12 March 2014, DOB 12/03/2014";

    public static Metadata WithReason(this Metadata headers, string reason = Reason) =>
        [.. headers, new Metadata.Entry("no-child-because-bin", Encoding.UTF8.GetBytes(reason))];
}
