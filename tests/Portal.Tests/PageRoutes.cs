using Jtai.Portal.Tests.StandIns;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Portal.Tests;

/// <summary>The addresses of all pages, from the portal's own routes, with the ids that the stand-ins know: a new page cannot be missed.</summary>
internal static class PageRoutes
{
    public const string OurGrant = "0198c0de-0000-7000-8000-0000000000a1";
    private const string TheirGrant = "0198c0de-0000-7000-9000-0000000000a1";

    // By what stands before it in the address.
    private static readonly Dictionary<string, (string Ours, string Theirs)> Ids = new()
    {
        ["partnerships"] = ("haskermoor", "lannick"),
        // Northshire shares nothing with the police.
        ["across"] = ("haskermoor", "northshire"),
        ["agency/sharing"] = ("haskermoor", "northshire"),
        ["agency/sharing/{partnership}"] = (OurGrant, TheirGrant),
        ["partnerships/{partnership}/sharing"] = (OurGrant, TheirGrant),
        ["partnerships/{partnership}/settings/closures"] = (StandInSettings.ClosureId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/settings/posts"] = (StandInPartners.PostId, RecordsOfOnePartnership.Lannicks),
        ["operations/successions"] = (StandInPartners.SuccessionId, RecordsOfOnePartnership.Lannicks),
        ["operations/successors"] = (StandInPartners.LinkId, RecordsOfOnePartnership.Lannicks),
        ["agency/people"] = ("force-lead", RecordsOfOnePartnership.Lannicks),
        ["agency/people/invitations"] = (StandInPartners.InvitedId, RecordsOfOnePartnership.Lannicks),
        ["agency/people/appointments"] = (StandInPartners.LeadsAppointment, RecordsOfOnePartnership.Lannicks),
        ["agency/people/deputies"] = (StandInPartners.LeadsDeputysAppointment, RecordsOfOnePartnership.Lannicks),
        ["agency/people/deputies/for"] = (StandInPartners.LeadsAppointment, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/people"] = ("officer", RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/people/invitations"] = (StandInPartners.InvitedId, RecordsOfOnePartnership.Lannicks),
        // To operators there is no border; what does not exist is not found.
        ["operations/tenants"] = ("haskermoor", "lannick"),
        ["operations/invitations"] = (StandInPartners.InvitedId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/people/agencies"] = ("westmarch-police", RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/people/groups"] = ("executive", RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/people/appointments"] = (StandInPartners.OfficersAppointment, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/deputies"] = (StandInPartners.DeputysAppointment, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/deputies/for"] = (StandInPartners.OfficersAppointment, RecordsOfOnePartnership.Lannicks),
        ["across/{partnership}/actions"] = (StandInActions.ActionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/actions"] = (StandInActions.ActionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/actions/{id}/milestones"] = (StandInActions.MilestoneId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/actions/{id}/date-requests"] = (StandInActions.RequestId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/theme"] = (StandInActions.ThemeId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/shared-cause"] = (StandInActions.CauseId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/findings"] = (StandInInspections.FindingId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/audit"] = (StandInAssurance.AuditId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/audits"] = (StandInAssurance.AuditId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/evidence"] = (StandInEvidence.EvidenceId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/challenges"] = (StandInAssurance.ChallengeId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/measure"] = (StandInAssurance.MeasureId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/impact"] = (StandInAssurance.MeasureId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/voice"] = (StandInAssurance.VoiceId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/voices"] = (StandInAssurance.VoiceId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan/{id}/strengths"] = (StandInAssurance.StrengthId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/findings"] = (StandInInspections.FindingId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/inspections"] = (StandInInspections.InspectionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/letter-imports"] = (StandInInspections.Ready, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan"] = ("plan", RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements"] = (StandInStatements.StatementId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements/{id}/sections"] = (StandInStatements.PartOfPolice, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements/{id}/returns"] = (StandInStatements.ReturnOfPolice, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements/{id}/comments"] = (StandInStatements.OpenComment, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements/{id}/sign-offs"] = (StandInStatements.ChiefsSignOff, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/statements/{id}/sendings"] = (StandInStatements.FailedSending, RecordsOfOnePartnership.Lannicks),
    };

    public static IEnumerable<RoutePattern> Of(IServiceProvider portal) => portal.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(endpoint => endpoint.RoutePattern)
        .DistinctBy(pattern => pattern.RawText);

    public static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.All(policy => policy.Content != "int");

    /// <summary>Null where the sweep knows none.</summary>
    public static (string Ours, string Theirs)? IdsOf(RoutePattern route, RoutePatternParameterPart id) =>
        Ids.TryGetValue(Before(route, id), out var known) ? known : null;

    /// <summary>The page's address with our own ids, and this one in the place of one of them.</summary>
    public static string Address(RoutePattern route, RoutePatternParameterPart? id = null, string value = "") =>
        "/" + string.Join('/', route.PathSegments.Select(segment => segment.Parts.Single() switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart parameter => parameter.Name == id?.Name ? value : IsId(parameter) ? Ids[Before(route, parameter)].Ours : "2",
            _ => throw new InvalidOperationException($"A part of /{route.RawText} is neither words nor a parameter."),
        }));

    private static string Before(RoutePattern route, RoutePatternParameterPart id) => string.Join('/', route.PathSegments
        .Select(segment => segment.Parts.Single())
        .TakeWhile(part => part != id)
        .Select(part => part is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)part).Content));
}
