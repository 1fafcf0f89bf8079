using Google.Protobuf;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>A partnership's settings as they are kept, and what holds where it has saved none.</summary>
public static class KeptSettings
{
    // What a newer release has told of is no fault of this one.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <param name="json">The message; null where none was told of.</param>
    /// <param name="tenantId">The partnership.</param>
    public static PartnershipSettings Of(string? json, TenantId tenantId) =>
        json is null ? PartnershipSettings.DefaultsOf(tenantId.Value) : Parser.Parse<PartnershipSettings>(json).WithDefaults();
}
