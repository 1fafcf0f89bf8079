using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations.Tenants;

/// <summary>How one tenant stands, what happens next, and what an operator can do about it.</summary>
public sealed class TenantModel(OperatorCalls calls, CurrentPerson person) : TenantStep(calls, person)
{
    private readonly CurrentPerson person = person;

    public bool AskedByMe => Shown.Standing.ClosingAskedBy == person.Person.PersonId;

    public bool CanRecover => IsPartnership && Shown.Managers == 0 && Shown.Standing.SuspendedAt is null
        && Shown.Recovery?.State is not (RecoveryState.Proposed or RecoveryState.Confirmed);

    public IEnumerable<PartStanding> States => TenantWords.Of(Shown);

    public IReadOnlyList<(string Part, string Words)> Sizes { get; private set; } = [];

    public string LastAct { get; private set; } = "";

    public override async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var page = await base.OnGetAsync(ct);
        var answers = await AskAsync(Parts, part => part.ListSizes(new() { TenantIds = { Id } }, ct));
        Sizes =
        [
            .. answers.Select(one => (one.Part, one.Answer?.Sizes[0] is { } size
                ? $"{TenantWords.Records(size.Records)} records{(size.Files > 0 ? ", " + TenantWords.Files(size.Files, size.FileBytes) : "")}"
                : "Not known: it cannot be reached")),
        ];
        LastAct = TenantWords.LastAct(
            answers.Select(one => one.Answer?.Sizes[0].LastActAt?.ToDateTimeOffset()).Append(Shown.LastActAt?.ToDateTimeOffset()),
            answers.Where(one => one.Answer is null).Select(one => one.Part));
        return page;
    }

    public string Next => Shown switch
    {
        { Standing.Closing: ClosingState.Closed } => "It is closed, and nobody can work in it. Its rows stay until whoever keeps the databases deletes them.",
        { Standing.SuspendedAt: not null } => "Nobody can work in it until you end the suspension. What it shares across its border goes on, and its notifications wait. No manager can be proposed and no closing confirmed meanwhile, and its days do not count towards a closing.",
        { Standing.Closing: ClosingState.Confirmed } => "It works on until its day. Its manager and lead safeguarding partners see the day on every page, and it can be called off.",
        { Standing.Closing: ClosingState.Asked } => "Another operator confirms the closing, or calls it off.",
        { Managers: 0, AwaitedManagerId.Length: > 0 } when !IsPartnership => "Send its manager the text of their invitation, or correct the address there. Once they have signed in they appoint everybody else.",
        { Managers: 0 } when !IsPartnership => "It has no manager, who invites and appoints its other people. Invite one: you can at any time.",
        _ when !IsPartnership => "Its people see what partnerships share with the agency, once both sides have agreed.",
        { Managers: 0, AwaitedManagerId.Length: > 0 } => "Send its first manager the text of their invitation, or correct the address there. Once they have signed in they appoint everybody else, and you have nothing left to do.",
        { Managers: 0, Leads: > 0 } => "It has no manager. Its lead safeguarding partners can appoint one at once, on their page People: ask them.",
        { Managers: 0, People: 0 } => "Nobody has been appointed there, or they begin later. Propose a manager; another operator confirms it.",
        { Managers: 0 } => "It has no manager, and nobody who can appoint one. Propose one; another operator confirms it.",
        _ => "Nothing: its manager runs it.",
    };

    /// <summary>Of the form that invites somebody to the workspace, as its manager.</summary>
    public string InviteAddress => WorkspaceModel.AddressFor(new TenantId(Id).AgencyId ?? "");

    public string ActionOf(string handler) => $"{TenantAddress(Id)}?handler={handler}";

    public Task<IActionResult> OnPostReactivateAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.ReactivateTenantAsync(new() { TenantId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "The suspension has ended. Its people can work again, and what waited is sent.", ct);

    public Task<IActionResult> OnPostConfirmClosingAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.ConfirmClosingAsync(new() { TenantId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Confirmed. It works on for 30 days.", ct);

    public Task<IActionResult> OnPostCallOffAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.CallOffClosingAsync(new() { TenantId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Called off. It stays open.", ct);

    public Task<IActionResult> OnPostConfirmRecoveryAsync(CancellationToken ct) => DoAsync(
        () => Calls.Tenants.ConfirmRecoveryAsync(new() { TenantId = Id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        "Confirmed. It takes effect after two whole working days, unless the partnership refuses.", ct);
}
