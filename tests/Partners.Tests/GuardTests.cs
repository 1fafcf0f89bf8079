using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>What seems to hold a child's identifier needs a reason, which the manager reads.</summary>
[Collection(PartnersCollection.Name)]
public sealed class GuardTests(PartnersHost host)
{
    [Fact]
    public async Task RegisterPost_WithADateOfBirth_IsRefusedAndWithAReasonSavedAndListed()
    {
        var area = await Area.MakeAsync(host);
        var request = new RegisterPostRequest { AgencyId = area.Police, Title = GuardReasons.DoubtedText };
        var headers = area.AsManager();

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPostAsync(request, headers));
        Assert.Equal("CHILD_IDENTIFIER", refusal.Reason);
        Assert.Equal(
            ("title", "The title of the post seems to hold a date of birth. Take it out, or say why no child can be known by it."),
            (refusal.Fields.Single(), refusal.Sentences["title"]));
        Assert.Empty((await host.Client.ListPostsAsync(new(), area.AsManager())).Posts);

        // The same form with its key: the reason is no part of what is saved.
        var saved = await host.Client.RegisterPostAsync(request, headers.WithReason());
        Assert.Equal(saved, await host.Client.RegisterPostAsync(request, headers.WithReason("Another reason than before.")));
        Assert.Equal(saved, await host.Client.RegisterPostAsync(request, headers));

        var given = Assert.Single((await ListAsync(area)).Reasons);
        Assert.Equal(
            (GuardReasons.Reason, "jtai.partners.v1.Partners/RegisterPost", "PostChanged", saved.PostId, area.Council, Capacity.PartnershipManager),
            (given.Reason, given.Rpc, given.RecordKind, given.RecordId, given.AgencyId, given.Capacity));
        Assert.Equal([("title", ChildIdentifierKind.DateOfBirth)], given.Fields.Select(field => (field.Field, field.Found.Single())));
        Assert.StartsWith("Person ", given.PersonName, StringComparison.Ordinal);
        Assert.Empty((await ListAsync(await Area.MakeAsync(host))).Reasons);
    }

    [Fact]
    public async Task SaveClosure_WhoseDoubtedTextHasStayed_IsAskedForNoReasonAgain()
    {
        var area = await Area.MakeAsync(host);
        Closure Closure(string name, int days) => new()
        {
            Name = name, Kind = ClosureKind.OtherClosure, From = host.Clock.Today().ToIso(), To = host.Clock.Today().AddDays(days).ToIso(),
        };
        var first = await host.SettingsClient.SaveClosureAsync(new() { Closure = Closure(GuardReasons.DoubtedText, 3) }, area.AsManager().WithReason());
        var closure = Assert.Single((await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Closures);
        closure.To = host.Clock.Today().AddDays(5).ToIso();
        var second = await host.SettingsClient.SaveClosureAsync(new() { ExpectedVersion = first.Version, Closure = closure }, area.AsManager());
        Assert.Single((await ListAsync(area)).Reasons);

        closure.Name += " again";
        var refusal = await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.SettingsClient.SaveClosureAsync(new() { ExpectedVersion = second.Version, Closure = closure }, area.AsManager()));
        Assert.Equal("CHILD_IDENTIFIER", refusal.Reason);
        // What one partnership let pass, no other did.
        await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.SaveClosureAsync(
            new() { Closure = Closure(GuardReasons.DoubtedText, 3) }, (await Area.MakeAsync(host)).AsManager()));
    }

    [Fact]
    public async Task RegisterPost_WithAnNhsNumberToo_SaysThatFirstAndTakesNoReason()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPostAsync(
            new() { AgencyId = area.Police, Title = $"{GuardReasons.DoubtedText}, 943 476 5919" }, area.AsManager().WithReason()));
        Assert.Equal(("", "The title of the post seems to hold an NHS number. Take it out: no child's details are kept here."), (refusal.Reason, refusal.Sentences["title"]));
    }

    [Theory]
    [InlineData("It is not", "Say in 10 characters or more why no child can be known by this.")]
    [InlineData("The number 943 476 5919 is of nobody.", "The reason seems to hold an NHS number. Take it out: no child's details are kept here.")]
    [InlineData("\u200B\u2060\u200B\u2060\u200B\u2060\u200B\u2060\u200B\u2060", "The reason holds only characters that cannot be seen. Type it again.")]
    [InlineData(null, "The reason must be 500 characters or fewer.")]
    public async Task RegisterPost_WithAReasonThatIsNone_IsRefused(string? reason, string sentence)
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPostAsync(
            new() { AgencyId = area.Police, Title = GuardReasons.DoubtedText }, area.AsManager().WithReason(reason ?? new string('x', 501))));
        Assert.Equal(("no-child-because", sentence), (refusal.Fields.Single(), refusal.Sentences["no-child-because"]));
    }

    [Fact]
    public async Task RegisterPost_WithAReasonAndNothingInDoubt_IsSavedAndNotListed()
    {
        var area = await Area.MakeAsync(host);
        await host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI" }, area.AsManager().WithReason("Short"));
        Assert.Empty((await ListAsync(area)).Reasons);
    }

    [Fact]
    public async Task GuardReasonGiven_ByActionsAndInspectionsDeliveredTwice_IsOneEntryEach()
    {
        var area = await Area.MakeAsync(host);
        var (one, other) = (Given(area.Id, area.Manager, "Of Actions."), Given(area.Id, area.Manager, "Of Inspections.", 1));
        var range = host.Actions.Add(area.Id, one.ReasonId, 1, one);
        await host.Actions.DeliverAsync(range);
        await host.Actions.DeliverAsync(range);
        await host.Inspections.PublishAsync(area.Id, other.ReasonId, 1, other);
        Assert.Equal(["Of Inspections.", "Of Actions."], (await ListAsync(area)).Reasons.Select(given => given.Reason));
    }

    [Fact]
    public async Task GuardReasonGiven_NamingAnotherPartnership_IsNotInItsList()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var forged = Given(other.Id, area.Manager, "Forged");
        await host.Actions.PublishAsync(area.Id, forged.ReasonId, 1, forged);
        Assert.Empty((await ListAsync(other)).Reasons);
        Assert.Empty((await ListAsync(area)).Reasons);
    }

    [Fact]
    public async Task ListGuardReasons_InPages_HasEachOnceNewestFirst()
    {
        var area = await Area.MakeAsync(host);
        for (var number = 0; number < 5; number++)
        {
            var given = Given(area.Id, area.Manager, $"Reason {number}", number / 2);
            await host.Actions.PublishAsync(area.Id, given.ReasonId, 1, given);
        }

        var listed = new List<string>();
        for (var token = "start"; token.Length > 0;)
        {
            var page = await ListAsync(area, 2, token is "start" ? "" : token);
            listed.AddRange(page.Reasons.Select(given => given.Reason));
            token = page.NextPageToken;
        }

        Assert.Equal(["Reason 4", "Reason 3", "Reason 2", "Reason 1", "Reason 0"], listed);
    }

    [Fact]
    public async Task ListGuardReasons_AfterThirteenMonths_HasForgottenThem()
    {
        var area = await Area.MakeAsync(host);
        var (kept, old) = (Given(area.Id, area.Manager, "Kept"), Given(area.Id, area.Manager, "Old"));
        old.At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow().AddMonths(-13).AddDays(-1));
        kept.At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow().AddMonths(-13).AddDays(1));
        await host.Actions.PublishAsync(area.Id, kept.ReasonId, 1, kept);
        await host.Actions.PublishAsync(area.Id, old.ReasonId, 1, old);
        Assert.Equal("Kept", Assert.Single((await ListAsync(area)).Reasons).Reason);
    }

    [Fact]
    public async Task ListGuardReasons_OfWhoMayNotKnowOfAnInspection_HasWhatWasWrittenSinceOnceItIsPublished()
    {
        var area = await Area.MakeAsync(host);
        var reader = await Area.PersonAsync(host, area.Council);
        var (before, since) = (Given(area.Id, area.Manager, "Before"), Given(area.Id, area.Manager, "Since"));
        before.At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow().AddDays(-2));
        since.At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow().AddDays(2));
        var inspection = new Inspection { InspectionId = Guid.NewGuid().ToString(), Phase = InspectionPhase.PrePublication, ReaderIds = { reader } };
        await host.Inspections.PublishAsync(area.Id, inspection.InspectionId, 1, new InspectionChanged { Inspection = inspection });
        await host.Actions.PublishAsync(area.Id, before.ReasonId, 1, before);
        await host.Actions.PublishAsync(area.Id, since.ReasonId, 1, since);

        Assert.Equal(["Before"], (await ListAsync(area)).Reasons.Select(given => given.Reason));
        var asReader = TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(reader), area.Id, area.Council, Capacity.PartnershipManager));
        Assert.Equal(["Since", "Before"], (await host.Client.ListGuardReasonsAsync(new(), asReader)).Reasons.Select(given => given.Reason));

        inspection.Phase = InspectionPhase.Published;
        await host.Inspections.PublishAsync(area.Id, inspection.InspectionId, 2, new InspectionChanged { Inspection = inspection });
        Assert.Equal(["Since", "Before"], (await ListAsync(area)).Reasons.Select(given => given.Reason));
    }

    [Fact]
    public async Task ListContacts_ForTheWeeklyMail_CountsLastWeeksReasonsForTheManagerAlone()
    {
        var area = await Area.MakeAsync(host);
        var lead = await Area.PersonAsync(host, area.Police);
        await area.AppointAsync(lead, Capacity.AgencyLead);
        var today = host.Clock.Today();
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7)).AtInLondon(TimeOnly.MinValue);
        foreach (var at in (DateTimeOffset[])[monday.AddMinutes(-1), monday.AddDays(-6), monday.AddMinutes(1), monday.AddDays(-8)])
        {
            var given = Given(area.Id, area.Manager, "Reason enough");
            given.At = Timestamp.FromDateTimeOffset(at);
            await host.Actions.PublishAsync(area.Id, given.ReasonId, 1, given);
        }

        var contacts = (await host.SettingsClient.ListContactsAsync(
            new() { PartnershipId = area.Id, PersonIds = { area.Manager, lead } }, TestTokens.Bearer(host.Tokens.ForService("actions")))).Contacts;
        Assert.Equal(
            new Dictionary<string, int> { [area.Manager] = 2, [lead] = 0 },
            contacts.ToDictionary(contact => contact.PersonId, contact => contact.GuardReasonsLastWeek));
    }

    [Theory]
    [InlineData(Capacity.AgencyLead)]
    [InlineData(Capacity.InformationGovernanceReader)]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    public async Task ListGuardReasons_ByAnybodyButTheManager_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        var token = host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, capacity);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.ListGuardReasonsAsync(new(), TestTokens.Bearer(token)));
    }

    private async Task<ListGuardReasonsReply> ListAsync(Area area, int size = 0, string token = "") =>
        await host.Client.ListGuardReasonsAsync(new() { PageSize = size, PageToken = token }, area.AsManager());

    private GuardReasonGiven Given(string partnership, string person, string reason, int minute = 0) => new()
    {
        ReasonId = Guid.NewGuid().ToString(),
        PartnershipId = partnership,
        PersonId = person,
        AgencyId = "police",
        Capacity = Capacity.AgencyLead,
        Rpc = "jtai.actions.v1.Actions/AddUpdate",
        Reason = reason,
        At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow().AddHours(-1).AddMinutes(minute)),
    };
}
