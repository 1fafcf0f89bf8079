using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that tests of second checks and audits start from.</summary>
internal static class CheckingSteps
{
    public static V1.Assurance.AssuranceClient Assurance(this TestPartnership here, TestPerson person) => new(
        here.Host.Service.Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    /// <summary>Of an agency that neither leads nor supports the usual action.</summary>
    public static TestPerson Verifier(this TestPartnership here) => TestPerson.Of(here.Schools, Capacity.Verifier);

    public static TestPerson Chair(this TestPartnership here) => TestPerson.Of(here.Council, Capacity.SubGroupChair);

    public static string Today(this TestPartnership here) => here.Host.Clock.Today().ToIso();

    /// <summary>A plan whose first finding is a priority action, and one action that answers it.</summary>
    public static async Task<V1.ActionReply> MakePriorityActionAsync(this TestPartnership here, Func<V1.AddActionRequest, V1.AddActionRequest>? with = null)
    {
        var planId = (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.SingleOrDefault()?.PlanId ?? await here.MakePlanAsync();
        var finding = await here.FindingAsync("Children wait too long.", kind: FindingKind.PriorityAction);
        var request = here.NewAction(planId);
        request.FindingIds.Clear();
        request.FindingIds.Add(finding.ToString());
        return await here.As(here.Manager).AddActionAsync(with is null ? request : with(request));
    }

    /// <summary>An item of evidence of the action.</summary>
    public static async Task<string> EvidenceAsync(this TestPartnership here, string actionId)
    {
        var evidenceId = Guid.NewGuid();
        await here.Host.Database.ExecuteAsync(
            """
            insert into evidence_item (tenant_id, evidence_id, plan_id, inspection_id, shows, kind, level, marking, audience, content_number,
              person_id, agency_id, added_at, withdrawn_because, version)
            select tenant_id, @evidenceId, plan_id, inspection_id, 'Minutes.', 1, 1, 1, 1, 1, @person, @agency, now(), '', 1
            from action where tenant_id = @TenantId and action_id = @actionId::uuid;
            insert into evidence_of_action (tenant_id, action_id, evidence_id) values (@TenantId, @actionId::uuid, @evidenceId)
            """,
            new { here.TenantId, evidenceId, actionId, person = here.Officer.Id, agency = here.Police });
        return evidenceId.ToString();
    }

    /// <summary>The action says that it is done, and waits.</summary>
    public static async Task<V1.ActionReply> ClaimAsync(this TestPartnership here, V1.ActionReply action, TestPerson? by = null)
    {
        var reply = await here.As(by ?? here.Officer).UpdateProgressAsync(
            new(PlanSteps.Progress(action)) { Delivery = V1.Delivery.AwaitingVerification });
        return new(action) { Version = reply.Version };
    }

    /// <summary>The action is complete by its own word.</summary>
    public static async Task<V1.ActionReply> CompleteAsync(this TestPartnership here, V1.ActionReply action)
    {
        var reply = await here.As(here.Officer).UpdateProgressAsync(
            new(PlanSteps.Progress(action)) { Delivery = V1.Delivery.Complete, NoEvidenceBecause = "It was a conversation." });
        return new(action) { Version = reply.Version };
    }

    /// <summary>As if it had been completed so many days earlier.</summary>
    public static Task CompletedEarlierAsync(this TestPartnership here, V1.ActionReply action, int days) => here.Host.Database.ExecuteAsync(
        "update action set completed_on = completed_on - @days where tenant_id = @TenantId and action_id = @ActionId::uuid",
        new { here.TenantId, action.ActionId, days });

    public static V1.CheckOfAction Confirming(V1.ActionReply action, params string[] evidence) => new()
    {
        ActionId = action.ActionId, ExpectedVersion = action.Version, Verdict = V1.CheckVerdict.Confirmed, EvidenceIds = { evidence },
        NoEvidenceBecause = evidence.Length == 0 ? "It was a conversation." : "",
    };

    public static V1.CheckOfAction Returning(V1.ActionReply action) => new()
    {
        ActionId = action.ActionId, ExpectedVersion = action.Version, Verdict = V1.CheckVerdict.Returned, Words = "The minutes of the second meeting.",
    };

    public static Task SettingsAsync(this TestPartnership here, Action<PartnershipSettings> with)
    {
        var settings = PartnershipSettings.DefaultsOf(here.TenantId);
        settings.Version = 1;
        with(settings);
        return here.Host.Partners.PublishAsync(here.TenantId, here.TenantId, 1, new PartnershipSettingsChanged { Settings = settings });
    }

    /// <summary>Tells that the agency is a part of another.</summary>
    public static Task PartOfAsync(this TestPartnership here, string agencyId, string wholeId) => here.Host.Partners.PublishAsync(
        "platform", agencyId, 1, new AgencyChanged { Agency = new() { AgencyId = agencyId, Name = "Directorate", PartOfAgencyId = wholeId, Version = 1 } });
}
