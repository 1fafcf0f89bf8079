using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.Extensions.Caching.Memory;

namespace Jtai.Portal.Shared;

/// <summary>Reads who works together in the partnership or workspace of the page, and keeps it for a few seconds.</summary>
public sealed class PartnershipMembersReader(PartnershipCalls calls, IMemoryCache cache, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);

    public async Task<PartnershipMembers> ReadAsync(CancellationToken ct)
    {
        var key = (typeof(PartnershipMembers), calls.PartnershipId);
        return cache.TryGetValue(key, out PartnershipMembers? known) ? known! : await ReadAnewAsync(ct);
    }

    /// <summary>Not from what is kept: for pages on which people are appointed, so that whoever was so just now is shown.</summary>
    public async Task<PartnershipMembers> ReadAnewAsync(CancellationToken ct)
    {
        var key = (typeof(PartnershipMembers), calls.PartnershipId);
        if (new TenantId(calls.PartnershipId).AgencyId is { } agencyId)
        {
            return cache.Set(key, await AgencyMembers.ReadAsync(calls.Partners, agencyId, ct), Kept);
        }

        var partnership = calls.Partners.GetPartnershipAsync(new GetPartnershipRequest(), cancellationToken: ct).ResponseAsync;
        var agencies = calls.Partners.ListAgenciesAsync(new ListAgenciesRequest(), cancellationToken: ct).ResponseAsync;
        var people = calls.Partners.ListPeopleAsync(new ListPeopleRequest(), cancellationToken: ct).ResponseAsync;
        var posts = calls.Partners.ListPostsAsync(new ListPostsRequest(), cancellationToken: ct).ResponseAsync;
        await Task.WhenAll(partnership, agencies, people, posts);
        return cache.Set(key, new PartnershipMembers(await partnership, await agencies, await people, (await posts).Posts, time.Today()), Kept);
    }
}

/// <summary>The agencies, bodies, people and posts of one partnership, by name.</summary>
/// <param name="readOn">In London; boards and groups that had ended by then are offered for nothing new.</param>
public sealed class PartnershipMembers(Partnership partnership, ListAgenciesReply all, ListPeopleReply people, IReadOnlyList<Post> posts, DateOnly readOn)
{
    private const string AgencyChoice = "agency:";
    private const string BodyChoice = "body:";
    private const string PostChoice = "post:";

    private readonly Dictionary<string, Agency> agencies = all.Agencies.ToDictionary(agency => agency.AgencyId);
    private readonly Dictionary<string, Body> bodies = all.Bodies.ToDictionary(body => body.BodyId);
    private readonly Dictionary<string, Person> persons = people.People.ToDictionary(person => person.PersonId);

    /// <summary>All appointments here, past ones and those to come too.</summary>
    public IReadOnlyList<Appointment> Appointments => people.Appointments;

    public IReadOnlyList<Post> Posts => posts;

    /// <summary>True of somebody who is invited and has not signed in yet: until then they run nothing.</summary>
    public bool IsAwaited(string personId) => people.AwaitedPersonIds.Contains(personId);

    /// <summary>Somebody who ever had an appointment here; null for anybody else.</summary>
    public Person? Find(string personId) => persons.GetValueOrDefault(personId);

    public IEnumerable<Choice> Agencies => partnership.Agencies
        .Select(partner => new Choice(partner.AgencyId, AgencyName(partner.AgencyId)))
        .OrderBy(choice => choice.Text, StringComparer.Ordinal);

    /// <summary>Agencies and bodies as a filter of lists names them: by id alone.</summary>
    public IEnumerable<Choice> Leads => Agencies.Concat(partnership.BodyIds.Select(id => new Choice(id, BodyName(id))));

    /// <summary>Agencies and bodies as a form names them, so that <see cref="LeadOf"/> can tell them apart.</summary>
    public IEnumerable<Choice> LeadChoices => Agencies
        .Select(choice => choice with { Value = AgencyChoice + choice.Value })
        .Concat(Bodies.Select(body => body with { Value = BodyChoice + body.Value }));

    /// <summary>Ids of the statutory safeguarding partners, by name.</summary>
    public IReadOnlyList<string> SafeguardingPartners =>
        [.. partnership.Agencies.Where(partner => partner.SafeguardingPartner).Select(partner => partner.AgencyId).OrderBy(AgencyName, StringComparer.Ordinal)];

    /// <summary>People who hold one of these capacities today, with their agency's id.</summary>
    public IReadOnlyList<(Choice Choice, string AgencyId)> CurrentPeopleAs(DateOnly today, params IReadOnlyList<Capacity> capacities)
    {
        var holders = people.Appointments.Where(appointment => capacities.Contains(appointment.Capacity)).Select(appointment => appointment.PersonId).ToHashSet();
        return [.. CurrentPeople(today).Where(choice => holders.Contains(choice.Value!)).Select(choice => (choice, persons[choice.Value!].AgencyId))];
    }

    /// <summary>Everybody who ever had an appointment here, so that a list can be narrowed to any of them.</summary>
    public IEnumerable<Choice> People => ChoicesOf(persons.Values);

    /// <summary>Null for an agency that is no partner here.</summary>
    public PartnerAgency? Partner(string agencyId) => partnership.Agencies.FirstOrDefault(partner => partner.AgencyId == agencyId);

    /// <summary>Groups and boards of the partnership, by name.</summary>
    public IEnumerable<Body> Groups => partnership.BodyIds.Select(bodies.GetValueOrDefault).OfType<Body>().OrderBy(body => body.Name, StringComparer.Ordinal);

    /// <summary>Agencies of the register that are no partners here.</summary>
    public IEnumerable<Agency> OtherAgencies =>
        agencies.Values.Where(agency => partnership.Agencies.All(partner => partner.AgencyId != agency.AgencyId)).OrderBy(agency => agency.Name, StringComparer.Ordinal);

    public string Code => partnership.Code;

    /// <summary>What came of an agency, and of what it came, in words.</summary>
    public IEnumerable<string> SuccessionOfAgency(string id, DateOnly today) => SuccessionWords.Of(all.Successors, id, isBody: false, AgencyName, today);

    /// <inheritdoc cref="SuccessionOfAgency"/>
    public IEnumerable<string> SuccessionOfBody(string id, DateOnly today) => SuccessionWords.Of(all.Successors, id, isBody: true, BodyName, today);

    /// <summary>Of the partnership as it was read.</summary>
    public long Version => partnership.Version;

    /// <summary>Bodies of the partnership that have not ended.</summary>
    public IEnumerable<Choice> Bodies => AllBodies.Where(body => !(LastDayOf(body.Value!) < readOn));

    private IEnumerable<Choice> AllBodies => partnership.BodyIds.Select(id => new Choice(id, BodyName(id)));

    /// <summary>Those that have not ended, and those that are chosen already.</summary>
    public IEnumerable<Choice> BodiesBeside(IReadOnlyCollection<string> chosen) => AllBodies.Where(body => chosen.Contains(body.Value) || !(LastDayOf(body.Value!) < readOn));

    private DateOnly? LastDayOf(string bodyId) => LondonDates.TryFromIso(bodies.GetValueOrDefault(bodyId)?.EndsOn ?? "");

    /// <summary>Those whose sittings somebody records as their chair: all of them where an appointment names none.</summary>
    public IEnumerable<Choice> BodiesChairedBy(string personId, DateOnly on)
    {
        var named = HeldOn(personId, on).Where(one => one.Capacity == Capacity.SubGroupChair).Select(one => one.BodyId).ToHashSet();
        return named.Count == 0 || named.Contains("") ? AllBodies : AllBodies.Where(body => named.Contains(body.Value!));
    }

    /// <summary>Those of <see cref="CurrentPeople"/> by agency; a group has the value that the agency has among <see cref="LeadChoices"/>.</summary>
    public IEnumerable<Choice> CurrentPeopleByAgency(DateOnly today) => CurrentPeople(today)
        .Select(choice => (Choice: choice, Person: persons[choice.Value!]))
        .Select(one => one.Choice with { Text = $"{one.Person.Name}, {one.Person.JobTitle}", Group = GroupOf(one.Person.AgencyId) })
        .OrderBy(choice => choice.Group!.Value.Text, StringComparer.Ordinal);

    /// <summary>Whom an action can have as its owner: people as in <see cref="CurrentPeopleByAgency"/>, and posts.</summary>
    /// <param name="today">In London.</param>
    /// <param name="endedToo">Posts that are no more as well, so that what they own can be found.</param>
    public IEnumerable<Choice> OwnersByAgency(DateOnly today, bool endedToo = false) => CurrentPeopleByAgency(today)
        .Concat(posts.Where(post => endedToo || post.EndsOn.Length == 0).Select(post => new Choice(PostChoice + post.PostId, "The post of " + NameOf(post)) { Group = GroupOf(post.AgencyId) }))
        .OrderBy(choice => choice.Group!.Value.Text, StringComparer.Ordinal);

    /// <summary>People who hold an appointment today.</summary>
    public IEnumerable<Choice> CurrentPeople(DateOnly today)
    {
        // ISO dates sort as text.
        var day = today.ToIso();
        var current = people.Appointments
            .Where(appointment => string.CompareOrdinal(appointment.StartsOn, day) <= 0
                && (appointment.EndsOn.Length == 0 || string.CompareOrdinal(appointment.EndsOn, day) >= 0))
            .Select(appointment => appointment.PersonId)
            .ToHashSet();
        return ChoicesOf(persons.Values.Where(person => current.Contains(person.PersonId)));
    }

    /// <summary>Those of <see cref="CurrentPeople"/> who are of one agency.</summary>
    public IEnumerable<Choice> CurrentPeopleOf(string agencyId, DateOnly today) =>
        CurrentPeople(today).Where(choice => persons[choice.Value!].AgencyId == agencyId);

    private (string, string)? GroupOf(string agencyId) => (AgencyChoice + agencyId, AgencyName(agencyId));

    private IEnumerable<Choice> ChoicesOf(IEnumerable<Person> chosen) => chosen
        .OrderBy(person => person.Name, StringComparer.Ordinal)
        .Select(person => new Choice(person.PersonId, $"{person.Name}, {person.JobTitle}, {AgencyName(person.AgencyId)}"));

    public string AgencyName(string id) => agencies.TryGetValue(id, out var agency) ? agency.Name : id;

    public string BodyName(string id) => bodies.TryGetValue(id, out var body) ? body.Name : id;

    public string LeadName(Lead? lead) => lead?.ByCase switch
    {
        Lead.ByOneofCase.AgencyId => AgencyName(lead.AgencyId),
        Lead.ByOneofCase.BodyId => BodyName(lead.BodyId),
        _ => "nobody named",
    };

    /// <param name="id">Empty where nobody is named.</param>
    public string PersonName(string id) =>
        id.Length == 0 ? "nobody named" : persons.TryGetValue(id, out var person) ? person.Name : "somebody who has left";

    /// <summary>"DCI Public Protection (Asha Verma)".</summary>
    public string PostName(string id) => posts.FirstOrDefault(post => post.PostId == id) is { } post ? NameOf(post) : "a post";

    /// <summary>The person or post that owns it: "nobody named" where there is neither.</summary>
    public string OwnerName(Actions.V1.Action action) => action.OwnerPostId.Length > 0 ? PostName(action.OwnerPostId) : PersonName(action.OwnerId);

    /// <summary>The action's lead and its joint leads.</summary>
    public string LeadNames(Actions.V1.Action action) => string.Join(", ", action.JointLeads.Prepend(action.Lead).Select(LeadName));

    private string NameOf(Post post) => $"{post.Title} ({(post.HolderId.Length > 0 ? PersonName(post.HolderId) : post.EndsOn.Length > 0 ? "ended" : "vacant")})";

    /// <summary>"Asha Verma, Lannick Constabulary".</summary>
    public string PersonOf(string personId, string agencyId) =>
        agencyId.Length == 0 ? PersonName(personId) : $"{PersonName(personId)}, {AgencyName(agencyId)}";

    /// <summary>"Dana Hart, partnership manager", or "Dana Hart, partnership manager (deputy for Jane Roe)" where they stood in that day.</summary>
    public string PersonAs(string personId, Capacity capacity, DateTimeOffset at) =>
        capacity == Capacity.Unspecified ? PersonName(personId) : PersonAs(personId, capacity, DeputyFor(personId, capacity, at.DateInLondon()));

    /// <summary>The same for an act that names whom they stood in for; empty where it was in their own right.</summary>
    public string PersonAs(string personId, Capacity capacity, string deputyForPersonId) =>
        $"{PersonName(personId)}, {CapacityWords.Of(capacity, partnership.PartnershipId).ToLowerInvariant()}"
        + (deputyForPersonId.Length > 0 ? $" (deputy for {PersonName(deputyForPersonId)})" : "");

    /// <summary>True where the first person stands in for the second on that day, in whatever they do there.</summary>
    public bool StandsInFor(string personId, string otherId, DateOnly on) =>
        otherId.Length > 0 && HeldOn(personId, on).Any(one => one.DeputyForPersonId == otherId);

    /// <summary>For whom somebody held a capacity on a day; empty where in their own right, or where nobody knows any more.</summary>
    public string DeputyFor(string personId, Capacity capacity, DateOnly on)
    {
        var held = HeldOn(personId, on).Where(one => one.Capacity == capacity).ToList();
        return held.Exists(one => one.DeputyForId.Length == 0) ? "" : held.FirstOrDefault()?.DeputyForPersonId ?? "";
    }

    private IEnumerable<Appointment> HeldOn(string personId, DateOnly on)
    {
        var day = on.ToIso();
        return people.Appointments.Where(one => one.PersonId == personId && string.CompareOrdinal(one.StartsOn, day) <= 0
            && (one.EndsOn.Length == 0 || string.CompareOrdinal(one.EndsOn, day) >= 0));
    }

    /// <summary>The history of an inspection or a finding as its page shows it.</summary>
    public RecordHistory HistoryOf(ListHistoryReply history, string address, long before) => new(
        [
            .. history.Entries.Select(entry => new TimelineEntry(
                HistoryWords.TitleOf(entry),
                entry.At.ToDateTimeOffset(),
                PersonAs(entry.PersonId, entry.Capacity, entry.At.ToDateTimeOffset()),
                HistoryWords.Text(entry.Fields.Where(change => change.Field != "withdrawn_because").Select(HistoryWords.Of), entry.Reason))),
        ],
        address,
        before,
        history.EarlierBeforeVersion);

    /// <summary>The lead that a form's choice stands for; null where none is chosen.</summary>
    public static Lead? LeadOf(string? choice) => choice switch
    {
        not null when choice.StartsWith(AgencyChoice, StringComparison.Ordinal) => new Lead { AgencyId = choice[AgencyChoice.Length..] },
        not null when choice.StartsWith(BodyChoice, StringComparison.Ordinal) => new Lead { BodyId = choice[BodyChoice.Length..] },
        _ => null,
    };

    /// <summary>The owner that a form's choice stands for, a person or a post; both empty where none is chosen.</summary>
    public static (string PersonId, string PostId) OwnerOf(string? choice) =>
        choice is not null && choice.StartsWith(PostChoice, StringComparison.Ordinal) ? ("", choice[PostChoice.Length..]) : (choice ?? "", "");

    /// <summary>The form's choice for a post as an owner.</summary>
    public static string ChoiceOf(Post post) => PostChoice + post.PostId;

    /// <summary>The form's choice for the owner of an action.</summary>
    public static string OwnerChoiceOf(Actions.V1.Action action) => action.OwnerPostId.Length > 0 ? PostChoice + action.OwnerPostId : action.OwnerId;

    /// <summary>The form's choice for a lead.</summary>
    public static string ChoiceOf(Lead? lead) => lead?.ByCase switch
    {
        Lead.ByOneofCase.AgencyId => AgencyChoice + lead.AgencyId,
        Lead.ByOneofCase.BodyId => BodyChoice + lead.BodyId,
        _ => "",
    };
}
