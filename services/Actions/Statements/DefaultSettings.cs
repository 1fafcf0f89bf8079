using Google.Protobuf;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>A partnership's settings as they are kept, and the platform's own where it has saved none.</summary>
public static class DefaultSettings
{
    // What a newer release has told of is no fault of this one.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <param name="json">The message; null where none was told of.</param>
    public static PartnershipSettings Or(string? json)
    {
        var settings = json is null ? new PartnershipSettings() : Parser.Parse<PartnershipSettings>(json);
        settings.SignOffRule = settings.SignOffRule == SignOffRule.Unspecified ? SignOffRule.Delegates : settings.SignOffRule;
        settings.CommitteeRoute = settings.CommitteeRoute == CommitteeRoute.Unspecified ? CommitteeRoute.Before : settings.CommitteeRoute;
        return settings;
    }
}
