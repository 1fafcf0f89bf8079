using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Changes a stretch of days of the working calendar.</summary>
public sealed class ChangeClosureModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ClosureStep(calls, person, time)
{
    private Closure closure = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => SaveAsync(id, "Closure changed", ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        closure = Settings.Closures.FirstOrDefault(one => one.ClosureId == id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such closure."));
        return version;
    }

    protected override void Fill()
    {
        (Kind, Name) = (closure.Kind, closure.Name);
        (From, To) = (DateEntry.Of(LondonDates.FromIso(closure.From)!.Value), DateEntry.Of(LondonDates.FromIso(closure.To)!.Value));
    }
}
