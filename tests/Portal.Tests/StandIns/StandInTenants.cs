using Google.Protobuf;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>The life of tenants, of which there are Haskermoor and the workspace of the force.</summary>
public sealed class StandInTenants : Tenants.TenantsBase
{
    /// <summary>Unless a test says otherwise, everything is under way there at once.</summary>
    public GetTenantReply Haskermoor { get; set; } = new(Open())
    {
        Managers = 0,
        Standing = new()
        {
            TenantId = "haskermoor", Version = 3, Closing = ClosingState.Confirmed, ClosingFor = ClosingReason.Contract, ClosesOn = "2099-12-30",
            SuspendedFor = SuspensionReason.SecurityIncident, SuspendedAt = StandInPartners.NewInvitation().InvitedAt,
            ClosingAskedAt = StandInPartners.NewInvitation().InvitedAt, ClosingAskedBy = "another",
        },
        Recovery = Recovering(RecoveryState.Proposed),
        Recovering = new Person { Name = "Nils Berg", JobTitle = "Head of service", Email = "n.berg@example.org" },
    };

    public const string ForcesWorkspace = "agency:westmarch-police";

    public GetTenantReply Force { get; set; } = OpenWorkspace();

    public static GetTenantReply OpenWorkspace() => new()
    {
        Name = "Westmarch Police", People = 3, Managers = 1, Standing = new() { TenantId = ForcesWorkspace, Version = 3 },
    };

    /// <summary>Every write that was accepted.</summary>
    public List<IMessage> Asked { get; } = [];

    public static GetTenantReply Open() => new()
    {
        Name = "Haskermoor Safeguarding Children Partnership", People = 9, Managers = 1, Leads = 2, Standing = new() { TenantId = "haskermoor", Version = 3 },
    };

    public static Recovery Recovering(RecoveryState state) => new()
    {
        PartnershipId = "haskermoor", State = state, Version = 4, ProposedBy = "another", TakesEffectOn = state == RecoveryState.Proposed ? "" : "2099-12-03",
        ProposedAt = StandInPartners.NewInvitation().InvitedAt,
    };

    public override Task<GetTenantReply> GetTenant(GetTenantRequest request, ServerCallContext context) =>
        (request.TenantId.Length > 0 ? request.TenantId : StandInPartners.Bearer(context).Split(" in ")[^1]) switch
        {
            "haskermoor" => Task.FromResult(Haskermoor),
            ForcesWorkspace => Task.FromResult(Force),
            _ => throw new NotFound("tenant"),
        };

    public override Task<TenantReply> SuspendTenant(SuspendTenantRequest request, ServerCallContext context)
    {
        new RequestCheck().Known("reason", request.Reason, "why the tenant is suspended").ThrowIfRefused();
        return Do(request, request.ExpectedVersion);
    }

    public override Task<TenantReply> ReactivateTenant(ReactivateTenantRequest request, ServerCallContext context) => Do(request, request.ExpectedVersion);

    public override Task<TenantReply> AskToCloseTenant(AskToCloseTenantRequest request, ServerCallContext context) => Do(request, request.ExpectedVersion);

    public override Task<TenantReply> ConfirmClosing(ConfirmClosingRequest request, ServerCallContext context) => Do(request, request.ExpectedVersion);

    public override Task<TenantReply> CallOffClosing(CallOffClosingRequest request, ServerCallContext context) => Do(request, request.ExpectedVersion);

    public override Task<TenantReply> ProposeRecovery(ProposeRecoveryRequest request, ServerCallContext context) => Do(request, Haskermoor.Standing.Version);

    public override Task<TenantReply> ConfirmRecovery(ConfirmRecoveryRequest request, ServerCallContext context) => Do(request, Haskermoor.Standing.Version);

    public override Task<TenantReply> RefuseRecovery(RefuseRecoveryRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.Reason.Length > 0, "reason", "Enter the reason.").ThrowIfRefused();
        return Do(request, Haskermoor.Standing.Version);
    }

    private Task<TenantReply> Do(IMessage request, long expectedVersion)
    {
        if (expectedVersion != Haskermoor.Standing.Version)
        {
            throw new Conflict(Haskermoor.Standing.Version);
        }

        Asked.Add(request);
        return Task.FromResult(new TenantReply { TenantId = "haskermoor", Version = expectedVersion + 1 });
    }
}
