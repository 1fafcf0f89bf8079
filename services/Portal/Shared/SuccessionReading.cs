using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Shared;

public static class SuccessionReading
{
    /// <summary>The succession that ends the page's partnership; null where it has none.</summary>
    public static async Task<Partners.V1.Succession?> ReadSuccessionAsync(this PartnershipCalls calls, CancellationToken ct)
    {
        var reply = await calls.Partners.ListSuccessionsAsync(new ListSuccessionsRequest(), cancellationToken: ct);
        return reply.Successions.FirstOrDefault(succession => succession.FromPartnershipId == calls.PartnershipId);
    }
}
