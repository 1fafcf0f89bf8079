using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Words;

namespace Jtai.Portal.Shared;

/// <summary>Why a due date moves, as every form that moves or asks for one offers it.</summary>
public static class DateReasons
{
    public static IEnumerable<Choice> Choices { get; } = [.. Enum.GetValues<DateChangeReason>()
        .Where(reason => reason != default).Select(reason => new Choice(reason.ToString(), ActionStanding.Of(reason)))];
}
