using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Local;

/// <summary>
/// The platform's main job on one letter, through the gateway alone: from the letter's file to the police force's view
/// across its partnerships. Names are invented; the letter is imported for the first partnership.
/// </summary>
/// <param name="gateway">The platform.</param>
/// <param name="makeKnown">Tells the identity provider whom it can sign in.</param>
/// <param name="steps">Says what was done.</param>
/// <param name="run">Six letters or digits that set apart what this run makes; empty where nothing is there yet.</param>
internal sealed class MainJob(GatewayClient gateway, Action<IReadOnlyList<DemoPerson>> makeKnown, Steps steps, string run)
{
    private static readonly string[] Places = ["Ashmere", "Brackwater", "Coldharbour", "Dunmarsh", "Elverton"];

    private readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);
    private string officerId = "";

    public async Task RunAsync(string letterFile, CancellationToken ct)
    {
        var content = await steps.RunAsync("read the file", async () => ByteString.CopyFrom(await File.ReadAllBytesAsync(letterFile, ct)));
        await steps.RunAsync("provision five partnerships and a police force", ProvisionAsync);
        var managers = await steps.RunAsync("sign in five partnership managers", () => Task.WhenAll(Places.Select(place =>
            // In a cluster, Partners may find the identity provider that comes with the check a moment later.
            Until.KnownAsync(() => gateway.SignInAsync(Manager(place))))));
        var register = new Partners.V1.Partners.PartnersClient(managers[0].In(Slug(Places[0])));
        await steps.RunAsync("appoint the police action owner", async () => await register.AppointAsync(
            new AppointRequest { PersonId = officerId, Capacity = Capacity.AgencyLead }, cancellationToken: ct));
        var officer = await steps.RunAsync("sign in the police action owner", () => gateway.SignInAsync(Officer));
        var crossLead = await steps.RunAsync("sign in the police cross-partnership lead", () => gateway.SignInAsync(CrossLead));
        await steps.RunAsync("agree a sharing grant in each partnership", () => ShareAsync(managers, crossLead));

        var first = Slug(Places[0]);
        var inspections = new Inspections.V1.Inspections.InspectionsClient(managers[0].In(first));
        var inspection = await steps.RunAsync("record the inspection", () => Until.KnownAsync(async () => await inspections.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Joint targeted area inspection", Phase = InspectionPhase.PrePublication }, cancellationToken: ct)));
        var import = await steps.RunAsync("import the letter", () => Until.ReadAsync(inspections, new ImportLetterRequest
        {
            InspectionId = inspection.InspectionId, Content = content, FileName = Path.GetFileName(letterFile),
        }, ct));
        var confirmed = await steps.RunAsync($"confirm {Describe(import)}", async () => await inspections.ConfirmFindingsAsync(
            new ConfirmFindingsRequest
            {
                ImportId = import.ImportId,
                // A real letter in an invented place; what its reader left over is for people to decide.
                BelongsHere = true,
                LeftOvers = { import.LeftOvers.Select(line => new LeftOverChoice { LeftOverId = line.LeftOverId }) },
            },
            cancellationToken: ct));
        await steps.RunAsync("publish the inspection", async () => await inspections.PublishInspectionAsync(new PublishInspectionRequest
        {
            InspectionId = inspection.InspectionId, ExpectedVersion = confirmed.InspectionVersion,
            PublishedOn = $"{today:yyyy-MM-dd}", PublishedUrl = "https://reports.example.org/letter",
        }));

        var actions = new Actions.V1.Actions.ActionsClient(managers[0].In(first));
        var plan = await steps.RunAsync("make the action plan", () => Until.KnownAsync(async () => await actions.MakeActionPlanAsync(
            new MakeActionPlanRequest { InspectionId = inspection.InspectionId }, cancellationToken: ct)));
        var added = await steps.RunAsync("add an action for each finding", () => AddActionsAsync(inspections, actions, inspection.InspectionId, plan.PlanId));
        // Who reads no inspection before its publication finds the plan once Actions has heard of that.
        var update = await steps.RunAsync("record progress as the police force", () => Until.KnownAsync(() => RecordProgressAsync(officer, first, added[0])));
        await steps.RunAsync("see it in the view across partnerships", () => SeeAcrossAsync(crossLead, first, added[0], update, ct));
    }

    private string Force => Named("tarn-valley-police");

    private string Officer => Named("officer");

    private string CrossLead => Named("cross-lead");

    private string Slug(string place) => Named(place.ToLowerInvariant());

    private string Council(string place) => Named($"{place.ToLowerInvariant()}-council");

    private string Manager(string place) => Named($"manager-{place.ToLowerInvariant()}");

    private string Named(string id) => run.Length == 0 ? id : $"{id}-{run}";

    // A partnership's code is three letters, and nobody else's.
    private string Code(string place) => run.Length == 0 ? place[..3].ToUpperInvariant() : RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);

    private static string Describe(LetterImport import) => string.Join(", ",
        Count(import, FindingKind.PriorityAction, "priority action"),
        Count(import, FindingKind.Improvement, "improvement"),
        Count(import, FindingKind.Strength, "strength"));

    private static string Count(LetterImport import, FindingKind kind, string name) =>
        import.Items.Count(item => item.Kind == kind) switch { 1 => $"1 {name}", var count => $"{count} {name}s" };

    private async Task ProvisionAsync()
    {
        var register = new Partners.V1.Partners.PartnersClient(gateway.AsOperator());
        await register.RegisterAgencyAsync(new() { AgencyId = Force, Name = "Tarn Valley Police", ShortName = "Police", Kind = AgencyKind.PoliceForce });
        var people = new List<DemoPerson>();
        foreach (var place in Places)
        {
            var council = Council(place);
            await register.RegisterAgencyAsync(new() { AgencyId = council, Name = $"{place} Council", ShortName = "Council", Kind = AgencyKind.Council });
            var partnership = await ProvisionAsync(register, place);
            foreach (var agency in (string[])[council, Force])
            {
                partnership = await register.AddPartnerAgencyAsync(new AddPartnerAgencyRequest
                {
                    PartnershipId = Slug(place), AgencyId = agency, SafeguardingPartner = true, ExpectedVersion = partnership.Version,
                });
            }

            await RegisterAsync(register, people, Manager(place), "Partnership manager", council, (Slug(place), Capacity.PartnershipManager));
        }

        officerId = await RegisterAsync(register, people, Officer, "Detective superintendent", Force, null);
        await RegisterAsync(register, people, CrossLead, "Head of public protection", Force, (TenantId.OfAgency(Force), Capacity.CrossPartnershipLead));
        makeKnown(people);
    }

    private async Task<PartnershipReply> ProvisionAsync(Partners.V1.Partners.PartnersClient register, string place)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await register.ProvisionPartnershipAsync(new ProvisionPartnershipRequest
                {
                    PartnershipId = Slug(place), Name = $"{place} Safeguarding Children Partnership", Code = Code(place), Area = place,
                });
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition && run.Length > 0 && tries < 5)
            {
                // The letters of another partnership: draw again.
            }
        }
    }

    private async Task<string> RegisterAsync(
        Partners.V1.Partners.PartnersClient register, List<DemoPerson> people, string subject, string jobTitle, string agency, (string Tenant, Capacity Capacity)? appointment)
    {
        var person = await register.RegisterPersonAsync(new RegisterPersonRequest
        {
            Name = $"Invented {subject}", JobTitle = jobTitle, AgencyId = agency, Email = $"{subject}@example.org",
            Issuer = gateway.Issuer, Subject = subject,
        });
        if (appointment is var (tenant, capacity))
        {
            await register.AppointAsync(new() { TenantId = tenant, PersonId = person.PersonId, Capacity = capacity });
        }

        people.Add(new DemoPerson(subject, $"Invented {subject}", jobTitle, agency, "", ""));
        return person.PersonId;
    }

    private async Task ShareAsync(IReadOnlyList<SignedInPerson> managers, SignedInPerson crossLead)
    {
        var force = new Partners.V1.Partners.PartnersClient(crossLead.In(TenantId.OfAgency(Force)));
        foreach (var (place, manager) in Places.Zip(managers))
        {
            var partnership = new Partners.V1.Partners.PartnersClient(manager.In(Slug(place)));
            var offered = await partnership.OfferSharingGrantAsync(new OfferSharingGrantRequest
            {
                AgencyId = Force, Capacities = { Capacity.CrossPartnershipLead }, AgreementReference = "ISA-CHECK-1",
            });
            await force.AgreeSharingGrantAsync(new AgreeSharingGrantRequest
            {
                PartnershipId = Slug(place), GrantId = offered.GrantId, ExpectedVersion = offered.Version,
            });
        }
    }

    private async Task<IReadOnlyList<ActionReply>> AddActionsAsync(
        Inspections.V1.Inspections.InspectionsClient inspections, Actions.V1.Actions.ActionsClient actions, string inspectionId, string planId)
    {
        var findings = await inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = inspectionId });
        var added = new List<ActionReply>();
        foreach (var finding in findings.Findings.Where(finding => finding.Kind is FindingKind.PriorityAction or FindingKind.Improvement))
        {
            added.Add(await Until.KnownAsync(async () => await actions.AddActionAsync(new AddActionRequest
            {
                PlanId = planId,
                Title = $"Respond to {finding.Reference}",
                Description = "Agree and carry out the response to this finding.",
                FindingIds = { finding.FindingId },
                Lead = new Lead { AgencyId = added.Count % 2 == 0 ? Force : Council(Places[0]) },
                OutcomeSought = "Children are identified and helped sooner.",
                SuccessMeasure = "A multi-agency audit finds the practice in place.",
                DueOn = $"{today.AddDays(90):yyyy-MM-dd}",
            })));
        }

        return added.Count > 0 ? added : throw new CheckFailed("the letter gave no finding to answer");
    }

    private static async Task<UpdateProgressReply> RecordProgressAsync(SignedInPerson officer, string partnership, ActionReply action) =>
        await new Actions.V1.Actions.ActionsClient(officer.In(partnership)).UpdateProgressAsync(new UpdateProgressRequest
        {
            ActionId = action.ActionId,
            ExpectedVersion = action.Version,
            Narrative = "The first training sessions have taken place.",
            Delivery = Delivery.InProgress,
            Assessment = new StatusAssessment { Progress = Progress.Sufficient, DateAchievable = true },
        });

    private static async Task SeeAcrossAsync(SignedInPerson crossLead, string partnership, ActionReply action, UpdateProgressReply update, CancellationToken ct)
    {
        var reporting = new Reporting.V1.Reporting.ReportingClient(crossLead.Across());
        await Until.Async("the view shows it", TimeSpan.FromSeconds(10), async () =>
        {
            var across = await reporting.GetAcrossPartnershipsAsync(new GetAcrossPartnershipsRequest(), cancellationToken: ct);
            var shared = await reporting.ListSharedActionsAsync(new ListSharedActionsRequest { PartnershipId = partnership }, cancellationToken: ct);
            var row = shared.Actions.SingleOrDefault(row => row.ActionId == action.ActionId);
            return across.Partnerships.Count == Places.Length && row is { Delivery: Delivery.InProgress } && row.Version >= update.Version
                ? shared
                : null;
        });
    }
}
