using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Local;

/// <summary>
/// Makes the fictional region: five partnerships that share a police force. All of it goes through the gateway, with
/// dates counted from today, and is the same each time; interrupted, it is made anew.
/// </summary>
internal sealed class DemoRegion(Platform platform, DemoClock clock)
{
    public const string Force = "tarrowshire-lannick-police";
    public const string MoorsIcb = "moors-estuary-icb";
    public const string EastmarchIcb = "eastmarch-icb";
    public const string Hospitals = "lannick-hospitals";
    public const string Community = "moorland-community";
    public const string Ambulance = "western-reach-ambulance";
    public const string Probation = "moors-estuary-probation";
    public const string HaskermoorYouthJustice = "haskermoor-youth-justice";
    public const string HaskermoorSchools = "haskermoor-learning-trust";
    public const string HaskermoorCharity = "haskermoor-young-people";
    public const string Scrutiny = "independent-scrutineers";
    public const string Operations = "platform-operations";
    public const string ViolenceReduction = "violence-reduction-partnership";

    private const int BeforeEverything = -1200;

    private readonly DateOnly today = TimeProvider.System.Today();
    private readonly Partners.V1.Partners.PartnersClient register = new(platform.Gateway.AsOperator());
    private readonly Dictionary<string, string> personIds = [];

    private static IReadOnlyList<DemoPartnership> Partnerships { get; } =
        [DemoMirrenford.Partnership, DemoHaskermoor.Partnership, DemoPortLannick.Partnership, DemoTarrowshire.Partnership, DemoWendlecombe.Partnership];

    public static async Task MakeAsync(Platform platform, Action<string> progress, CancellationToken ct)
    {
        using var clock = new DemoClock(platform);
        var region = new DemoRegion(platform, clock);
        try
        {
            await region.RegisterAsync();
            foreach (var partnership in Partnerships)
            {
                ct.ThrowIfCancellationRequested();
                await region.MakeAsync(partnership);
                progress($"           {partnership.Name}");
            }
        }
        finally
        {
            await clock.GoToPresentAsync();
        }
    }

    private async Task RegisterAsync()
    {
        await clock.GoToAsync(today.AddDays(BeforeEverything));
        foreach (var (id, name, shortName, kind) in DemoCast.Agencies)
        {
            await register.RegisterAgencyAsync(new RegisterAgencyRequest
            {
                AgencyId = id, Name = name, ShortName = shortName, Kind = kind, PartOfAgencyId = DemoCast.PartOf.GetValueOrDefault(id, ""),
            });
        }

        await register.RegisterBodyAsync(new()
        {
            BodyId = ViolenceReduction, Name = "Tarrowshire and Lannick Violence Reduction Partnership", Kind = BodyKind.ViolenceReductionPartnership,
        });
        var people = new List<DemoPerson>();
        foreach (var colleague in DemoCast.Regional)
        {
            await RegisterAsync(colleague, "Across the region", people);
            await AppointAsync(register, colleague, TenantId.OfAgency(colleague.Agency), colleague.Across);
        }

        foreach (var colleague in DemoCast.Operators)
        {
            await RegisterAsync(colleague, "The platform", people);
            await AppointAsync(register, colleague, TenantId.Platform, colleague.Capacities);
        }

        foreach (var partnership in Partnerships)
        {
            await ProvisionAsync(partnership);
            foreach (var colleague in DemoCast.Of(partnership))
            {
                await RegisterAsync(colleague, partnership.Name, people);
            }

            platform.Identity.SetPeople(people);
            await AppointAsync(partnership);
        }

        DemoPeople.Write(platform.Addresses.DataDirectory, people);
    }

    private async Task ProvisionAsync(DemoPartnership partnership)
    {
        var reply = await register.ProvisionPartnershipAsync(new ProvisionPartnershipRequest
        {
            PartnershipId = partnership.Id, Name = partnership.Name, Code = partnership.Code, Area = partnership.Area, BodyIds = { ViolenceReduction },
        });
        foreach (var agency in partnership.SafeguardingPartners.Concat(DemoCast.Everywhere).Concat(partnership.OwnAgencies).Distinct())
        {
            reply = await register.AddPartnerAgencyAsync(new AddPartnerAgencyRequest
            {
                PartnershipId = partnership.Id, AgencyId = agency, ExpectedVersion = reply.Version,
                SafeguardingPartner = partnership.SafeguardingPartners.Contains(agency),
            });
        }
    }

    private async Task RegisterAsync(DemoColleague colleague, string group, List<DemoPerson> people)
    {
        var person = await register.RegisterPersonAsync(new RegisterPersonRequest
        {
            Name = colleague.Name, JobTitle = colleague.JobTitle, AgencyId = colleague.Agency, Email = AddressOf(colleague),
            Issuer = platform.Gateway.Issuer, Subject = colleague.Subject,
        });
        personIds[colleague.Subject] = person.PersonId;
        var agency = DemoCast.Agencies.First(agency => agency.Id == colleague.Agency).Name;
        people.Add(new DemoPerson(colleague.Subject, colleague.Name, colleague.JobTitle, agency, group, colleague.About) { Email = AddressOf(colleague) });
    }

    private static string AddressOf(DemoColleague colleague) => $"{colleague.Subject}@demo.example";

    /// <summary>The operator appoints the first manager, who appoints everybody else.</summary>
    private async Task AppointAsync(DemoPartnership partnership)
    {
        var (manager, others) = (DemoCast.Of(partnership).First(), DemoCast.Of(partnership).Skip(1));
        await AppointAsync(register, manager, partnership.Id, manager.Capacities);
        var signedIn = await platform.Gateway.SignInAsync(manager.Subject);
        var asManager = new Partners.V1.Partners.PartnersClient(signedIn.In(partnership.Id));
        foreach (var colleague in others.Concat(DemoCast.Regional.Where(one => one.Agency != MoorsIcb || partnership.Icb == MoorsIcb)))
        {
            await AppointAsync(asManager, colleague, partnership.Id, colleague.Capacities);
        }

        foreach (var deputy in others.Where(one => one.DeputyFor.Length > 0))
        {
            await NameDeputyAsync(asManager, deputy);
        }
    }

    /// <summary>From the day before yesterday, for a fortnight.</summary>
    private async Task NameDeputyAsync(Partners.V1.Partners.PartnersClient asManager, DemoColleague deputy)
    {
        var people = await asManager.ListPeopleAsync(new ListPeopleRequest());
        foreach (var appointment in people.Appointments.Where(one => one.PersonId == personIds[deputy.DeputyFor]))
        {
            await asManager.NameDeputyAsync(new NameDeputyRequest
            {
                AppointmentId = appointment.AppointmentId, PersonId = personIds[deputy.Subject], ExpectedVersion = appointment.Version,
                StartsOn = today.AddDays(-2).ToIso(), EndsOn = today.AddDays(11).ToIso(),
            });
        }
    }

    private async Task AppointAsync(
        Partners.V1.Partners.PartnersClient appointing, DemoColleague colleague, string tenant, IReadOnlyList<Capacity> capacities)
    {
        foreach (var capacity in capacities)
        {
            await appointing.AppointAsync(new AppointRequest
            {
                TenantId = tenant, PersonId = personIds[colleague.Subject], Capacity = capacity, StartsOn = today.AddDays(BeforeEverything).ToIso(),
            });
        }
    }

    private async Task MakeAsync(DemoPartnership partnership)
    {
        var manager = await platform.Gateway.SignInAsync($"{partnership.Id}-manager");
        var settings = new Settings.SettingsClient(manager.In(partnership.Id));
        // Long before a statement begins, so that Actions knows them by then.
        await settings.SaveSettingsAsync(new()
        {
            SignOffRule = SignOffRule.Leads, CommitteeRoute = CommitteeRoute.NotesAfterwards, DueSoonDays = 28,
            Clearances = { "Monitoring officer", "Section 151 officer", "Portfolio holder" },
        });
        await ShareAsync(partnership, manager, Force, "police-lead", partnership.ForceGrant);
        if (partnership.IcbGrant is { } grant)
        {
            await ShareAsync(partnership, manager, MoorsIcb, "moors-icb-lead", grant);
        }

        foreach (var inspection in partnership.Inspections)
        {
            await new DemoStory(partnership, inspection, today, clock, platform.Gateway, manager.In(partnership.Id), personIds).MakeAsync();
        }
    }

    private async Task ShareAsync(DemoPartnership partnership, SignedInPerson manager, string agency, string subject, DemoGrant grant)
    {
        await clock.GoToAsync(today.AddDays(grant.OfferedDay));
        var offered = await new Partners.V1.Partners.PartnersClient(manager.In(partnership.Id)).OfferSharingGrantAsync(new OfferSharingGrantRequest
        {
            AgencyId = agency,
            Capacities = { Capacity.CrossPartnershipLead },
            Level = grant.Level,
            AgreementReference = $"ISA-{partnership.Code}-{agency[..3].ToUpperInvariant()}",
            ReviewOn = today.AddDays(grant.EndsDay - 30).ToIso(),
            EndsOn = today.AddDays(grant.EndsDay).ToIso(),
        });
        var lead = await platform.Gateway.SignInAsync(subject);
        await new Partners.V1.Partners.PartnersClient(lead.In(TenantId.OfAgency(agency))).AgreeSharingGrantAsync(new AgreeSharingGrantRequest
        {
            PartnershipId = partnership.Id, GrantId = offered.GrantId, ExpectedVersion = offered.Version,
        });
    }
}
