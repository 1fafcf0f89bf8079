using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Access;
using Jtai.Field;
using Jtai.Portal.Calls;

namespace Jtai.Portal.SigningIn;

/// <summary>Connections that speak for the signed-in person, with a token for one place alone.</summary>
public sealed class CallsAsPerson(Channels channels, PersonTokens tokens, CurrentPerson person, IHttpContextAccessor http)
{
    /// <param name="service">Its name in the settings.</param>
    /// <param name="tenantId">The partnership or workspace; null for the view across partnerships.</param>
    public CallInvoker To(string service, string? tenantId) =>
        channels.To(service).Intercept(new AuthorisedCalls(ct => tokens.GetAsync(person.SessionId, tenantId, ct), AddWhatTheFormBrings));

    private void AddWhatTheFormBrings(Metadata headers)
    {
        if (http.HttpContext is not { } context)
        {
            return;
        }

        if (IdempotencyKey.Of(context.Request) is { } key && headers.Get(IdempotencyKey.Name) is null)
        {
            headers.Add(IdempotencyKey.Name, key);
        }

        NoChildBecause.AddTo(headers, context.Request);
    }
}

/// <summary>The services, asked for the partnership that the page is about; on a page of the agency's workspace, for that.</summary>
public sealed class PartnershipCalls(CallsAsPerson calls, CurrentPerson person)
{
    /// <summary>The tenant's.</summary>
    /// <exception cref="InvalidOperationException">The page is about no partnership, and about no workspace.</exception>
    public string PartnershipId => person.Place?.TenantId ?? throw new InvalidOperationException("This page is about no partnership.");

    public Partners.V1.Partners.PartnersClient Partners => new(calls.To("Partners", PartnershipId));

    public Partners.V1.Settings.SettingsClient Settings => new(calls.To("Partners", PartnershipId));

    public Partners.V1.Tenants.TenantsClient Tenants => new(calls.To("Partners", PartnershipId));

    public Inspections.V1.Inspections.InspectionsClient Inspections => new(calls.To("Inspections", PartnershipId));

    public Actions.V1.Actions.ActionsClient Actions => new(calls.To("Actions", PartnershipId));

    public Actions.V1.Statements.StatementsClient Statements => new(calls.To("Actions", PartnershipId));

    public Actions.V1.Evidence.EvidenceClient Evidence => new(calls.To("Actions", PartnershipId));

    public Actions.V1.Assurance.AssuranceClient Assurance => new(calls.To("Actions", PartnershipId));

    public Actions.V1.Notifications.NotificationsClient Notifications => new(calls.To("Actions", PartnershipId));

    public Reporting.V1.Reporting.ReportingClient Reporting => new(calls.To("Reporting", PartnershipId));

    public ActivityCalls Activity => new(calls, PartnershipId);
}

/// <summary>The services, asked for what partnerships share with the person's agency.</summary>
public sealed class AcrossCalls(CallsAsPerson calls)
{
    public Partners.V1.Partners.PartnersClient Partners => new(calls.To("Partners", null));

    public Reporting.V1.Reporting.ReportingClient Reporting => new(calls.To("Reporting", null));

    public Actions.V1.Evidence.EvidenceClient Evidence => new(calls.To("Actions", null));
}

/// <summary>The services, asked for what is the person's own, wherever they work: with a token for any of their places.</summary>
public sealed class OwnCalls(CallsAsPerson calls, CurrentPerson person)
{
    public Partners.V1.Settings.SettingsClient Settings => new(calls.To("Partners", person.AnyPlace));
}

/// <summary>The services, asked how they stand, and for the register: for whoever runs the platform.</summary>
public sealed class OperatorCalls(CallsAsPerson calls)
{
    public Partners.V1.Partners.PartnersClient Partners => new(calls.To("Partners", TenantId.Platform));

    public Partners.V1.Tenants.TenantsClient Tenants => new(calls.To("Partners", TenantId.Platform));

    public Partners.V1.Operations.OperationsClient PartnersOperations => new(calls.To("Partners", TenantId.Platform));

    public Inspections.V1.Operations.OperationsClient InspectionsOperations => new(calls.To("Inspections", TenantId.Platform));

    public Actions.V1.Operations.OperationsClient ActionsOperations => new(calls.To("Actions", TenantId.Platform));

    public Reporting.V1.Operations.OperationsClient ReportingOperations => new(calls.To("Reporting", TenantId.Platform));

    public ActivityCalls Activity => new(calls, TenantId.Platform);
}

/// <summary>The services, asked for the workspace of the person's agency.</summary>
public sealed class AgencyCalls(CallsAsPerson calls, CurrentPerson person)
{
    public Partners.V1.Partners.PartnersClient Partners => new(calls.To("Partners", TenantId.OfAgency(person.AgencyId)));

    public ActivityCalls Activity => new(calls, TenantId.OfAgency(person.AgencyId));
}

/// <summary>Who did what in one tenant, as each service tells it.</summary>
public sealed class ActivityCalls(CallsAsPerson calls, string tenantId)
{
    public Partners.V1.ActivityLog.ActivityLogClient Partners => new(calls.To("Partners", tenantId));

    public Inspections.V1.ActivityLog.ActivityLogClient Inspections => new(calls.To("Inspections", tenantId));

    public Actions.V1.ActivityLog.ActivityLogClient Actions => new(calls.To("Actions", tenantId));

    public Reporting.V1.ActivityLog.ActivityLogClient Reporting => new(calls.To("Reporting", tenantId));
}
