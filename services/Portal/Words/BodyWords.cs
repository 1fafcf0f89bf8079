using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>Kinds of boards and groups as people say them.</summary>
public static class BodyWords
{
    public static string Of(BodyKind kind) => kind switch
    {
        BodyKind.SafeguardingPartnership => "Safeguarding partnership",
        BodyKind.CommunitySafetyPartnership => "Community safety partnership",
        BodyKind.SubGroup => "Sub-group",
        BodyKind.Board => "Board",
        BodyKind.Committee => "Committee",
        BodyKind.ViolenceReductionPartnership => "Violence reduction partnership",
        _ => "Not recorded",
    };
}
