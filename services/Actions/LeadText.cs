namespace Jtai.Actions;

/// <summary>An agency or a body that leads, in one text: <c>agency:</c> or <c>body:</c> and its id; empty for none.</summary>
public static class LeadText
{
    private const string Agency = "agency:";
    private const string Body = "body:";

    public static string Of(V1.Lead? lead) => lead?.ByCase switch
    {
        V1.Lead.ByOneofCase.AgencyId => Agency + lead.AgencyId,
        V1.Lead.ByOneofCase.BodyId => Body + lead.BodyId,
        _ => "",
    };

    /// <summary>Of the two columns that hold one.</summary>
    public static string Of(string? agencyId, string? bodyId) =>
        agencyId is not null ? Agency + agencyId : bodyId is not null ? Body + bodyId : "";

    public static V1.Lead? ToProto(string text) =>
        AgencyOf(text) is { } agency ? new V1.Lead { AgencyId = agency }
        : BodyOf(text) is { } body ? new V1.Lead { BodyId = body }
        : null;

    /// <summary>Null where it is no agency.</summary>
    public static string? AgencyOf(string text) => text.StartsWith(Agency, StringComparison.Ordinal) ? text[Agency.Length..] : null;

    /// <summary>Null where it is no body.</summary>
    public static string? BodyOf(string text) => text.StartsWith(Body, StringComparison.Ordinal) ? text[Body.Length..] : null;
}
