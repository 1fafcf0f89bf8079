using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>One change of the partnership's settings, made on the version that the manager saw.</summary>
public abstract class SettingsStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("partnership’s settings", person, time)
{
    protected PartnershipCalls Calls => calls;

    /// <summary>As they are saved.</summary>
    public PartnershipSettings Settings { get; private set; } = new();

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Settings = await calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct);
        return Settings.Version;
    }

    protected override string AddressOf(string id) => Addresses.Settings(Partnership);
}
