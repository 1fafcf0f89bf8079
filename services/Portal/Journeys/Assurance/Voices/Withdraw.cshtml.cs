using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Voices;

/// <summary>A record that should not stand: by the manager, or by who recorded it.</summary>
public sealed class WithdrawModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("record", person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    public VoiceRecord Voice { get; private set; } = new();

    protected override IActionResult? Refusal => !Manages && Voice.PersonId != Person.Person.PersonId ? Forbid()
        : Voice.WithdrawnBecause.Length > 0 ? Redirect(AddressOf(Voice.VoiceId))
        : null;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Record withdrawn",
        () => calls.Assurance.WithdrawVoiceRecordAsync(
            new WithdrawVoiceRecordRequest { VoiceId = id, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Voice = (await calls.Assurance.ListVoiceRecordsAsync(new ListVoiceRecordsRequest { VoiceId = id }, cancellationToken: ct)).Records[0];
        await this.ReadInspectionAsync(calls, Voice.InspectionId, ct);
        return Voice.Version;
    }

    protected override string AddressOf(string id) => Addresses.Voices(Partnership);
}
