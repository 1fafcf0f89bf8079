using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Takes a stretch of days out of the working calendar; the history keeps it.</summary>
public sealed class RemoveClosureModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    public Closure Closure { get; private set; } = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Closure removed",
        () => Calls.Settings.RemoveClosureAsync(new RemoveClosureRequest { ExpectedVersion = Version, ClosureId = id }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        Closure = Settings.Closures.FirstOrDefault(one => one.ClosureId == id) ?? throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such closure."));
        return version;
    }

    protected override string AddressOf(string id) => Addresses.Settings(Partnership) + "#calendar";
}
