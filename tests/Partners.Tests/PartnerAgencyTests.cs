using Grpc.Core;
using Jtai.Exporting.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Partner agencies that were chosen by mistake, or leave.</summary>
[Collection(PartnersCollection.Name)]
public sealed class PartnerAgencyTests(PartnersHost host)
{
    [Fact]
    public async Task RemovePartnerAgency_ThatHasNothingHere_IsGoneForEverybodyAndCanComeBack()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Charity);
        var removed = await RemoveAsync(area, area.Charity, 4);
        Assert.Equal(5, removed.Version);

        var partnership = await host.Client.GetPartnershipAsync(new(), area.AsManager());
        Assert.Equal(5, partnership.Version);
        Assert.Equal([area.Council, area.Police], partnership.Agencies.Select(one => one.AgencyId).Order());
        var events = await host.PullAsync(area.Id, "actions", events => events.Any(one => one.Type == PartnershipChanged.Descriptor.FullName && one.Version == 5));
        Assert.DoesNotContain(area.Charity, PartnershipChanged.Parser.ParseFrom(events.Last(one => one.Type == PartnershipChanged.Descriptor.FullName).State).Partnership.Agencies.Select(one => one.AgencyId));
        // Nobody of it is appointed, and the register goes on naming it.
        await Refusal.OfAsync(StatusCode.InvalidArgument, (Task)area.AppointAsync(person, Capacity.Contributor));
        Assert.Contains(area.Charity, (await host.Client.ListAgenciesAsync(new(), area.AsManager())).Agencies.Select(agency => agency.AgencyId));
        await Refusal.OfAsync(StatusCode.NotFound, RemoveAsync(area, area.Charity, 5));
        var acts = await new ActivityLog.ActivityLogClient(host.Service.Channel).ListActivityAsync(
            new() { Entity = nameof(AgencyChanged), RecordId = area.Charity }, area.AsManager());
        var act = acts.Entries[0];
        Assert.Equal(("/jtai.partners.v1.Partners/RemovePartnerAgency", area.Manager, 5), (act.Rpc, act.PersonId, act.Version));

        await host.Client.AddPartnerAgencyAsync(new() { AgencyId = area.Charity, ExpectedVersion = 5 }, area.AsManager());
        await area.AppointAsync(person, Capacity.Contributor);
    }

    [Fact]
    public async Task RemovePartnerAgency_ByAnOperator_IsTheManagersAlone()
    {
        var area = await Area.MakeAsync(host);

        await Refusal.OfAsync(
            StatusCode.PermissionDenied,
            host.Client.RemovePartnerAgencyAsync(new() { AgencyId = area.Charity, ExpectedVersion = 4 }, host.AsOperator()));
    }

    [Fact]
    public async Task RemovePartnerAgency_WhosePeopleHaveARoleHere_IsRefusedUntilItIsOver()
    {
        var area = await Area.MakeAsync(host);
        var later = host.Clock.Today().AddDays(20).ToIso();
        var appointment = await area.AppointAsync(await Area.PersonAsync(host, area.Charity), Capacity.Contributor, later);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, RemoveAsync(area, area.Charity, 4));
        Assert.StartsWith("This agency cannot be removed yet. Its people still have a role here, today or later", refusal.Message, StringComparison.Ordinal);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = appointment.AppointmentId, ExpectedVersion = appointment.Version }, area.AsManager());
        await RemoveAsync(area, area.Charity, 4);
    }

    [Fact]
    public async Task RemovePartnerAgency_WithAPostOrAGrant_SaysBoth()
    {
        var area = await Area.MakeAsync(host);
        var holder = await Area.PersonAsync(host, area.Charity);
        var post = await host.Client.RegisterPostAsync(new() { AgencyId = area.Charity, Title = "Head of services" }, area.AsManager());
        await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, ExpectedVersion = 1 }, area.AsManager());
        var grant = await host.Client.OfferSharingGrantAsync(
            new() { AgencyId = area.Charity, AgreementReference = "ISA-12", Capacities = { Capacity.CrossPartnershipLead } }, area.AsManager());
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, RemoveAsync(area, area.Charity, 4));
        Assert.Contains("hold a post here", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("shared with it or offered to it", refusal.Message, StringComparison.Ordinal);

        await host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 2 }, area.AsManager());
        await host.Client.WithdrawSharingGrantAsync(new() { GrantId = grant.GrantId, ExpectedVersion = 1, Reason = "By mistake." }, area.AsManager());
        await RemoveAsync(area, area.Charity, 4);
        // Its post stays, and nobody fills it.
        await Refusal.OfAsync(
            StatusCode.FailedPrecondition, host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, ExpectedVersion = 3 }, area.AsManager()));
    }

    [Fact]
    public async Task RemovePartnerAgency_ThatIsTheOnlyPoliceForce_IsRefusedUntilAnotherTakesItsPlace()
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, RemoveAsync(area, area.Police, 4));
        await Refusal.OfAsync(
            StatusCode.FailedPrecondition, host.Client.AddPartnerAgencyAsync(new() { AgencyId = area.Police, ExpectedVersion = 4 }, area.AsManager()));
        var other = await Area.AgencyAsync(host, "force-" + area.Id, AgencyKind.PoliceForce);
        await host.Client.AddPartnerAgencyAsync(new() { AgencyId = other, SafeguardingPartner = true, ExpectedVersion = 4 }, area.AsManager());
        await RemoveAsync(area, area.Police, 5);
    }

    [Fact]
    public async Task AddPartnerAgency_ForASafeguardingPartnerThatIsNoneAnyMore_IsRefusedWhileSomebodyLeadsForIt()
    {
        var area = await Area.MakeAsync(host);
        var other = await Area.AgencyAsync(host, "force-" + area.Id, AgencyKind.PoliceForce);
        await host.Client.AddPartnerAgencyAsync(new() { AgencyId = other, SafeguardingPartner = true, ExpectedVersion = 4 }, area.AsManager());
        var chief = await area.AppointAsync(await Area.PersonAsync(host, area.Police), Capacity.LeadSafeguardingPartner);
        var clear = new AddPartnerAgencyRequest { AgencyId = area.Police, ExpectedVersion = 5 };
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AddPartnerAgencyAsync(clear, area.AsManager()));
        Assert.Contains("End that role first", refusal.Message, StringComparison.Ordinal);

        await host.Client.EndAppointmentAsync(new() { AppointmentId = chief.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await host.Client.AddPartnerAgencyAsync(clear, area.AsManager());
        var partner = (await host.Client.GetPartnershipAsync(new(), area.AsManager())).Agencies.Single(one => one.AgencyId == area.Police);
        Assert.False(partner.SafeguardingPartner);
    }

    [Fact]
    public async Task RemovePartnerAgency_OnAVersionThatIsOver_IsAborted()
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(RemoveAsync(area, area.Charity, 3));
        Assert.Equal((StatusCode.Aborted, 4L), (refusal.Code, refusal.CurrentVersion));
    }

    [Fact]
    public async Task RemovePartnerAgency_AsSomebodyIsAppointed_LetsOneOfBothIn()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Charity);
        var codes = await WritesThatMeet.AtAsync(
            host.Database,
            area.Id,
            () => Refusal.CodeAsync(RemoveAsync(area, area.Charity, 4).ResponseAsync),
            () => Refusal.CodeAsync(area.AppointAsync(person, Capacity.Contributor)));
        Assert.Equal(1, codes.Count(code => code == StatusCode.OK));
    }

    [Fact]
    public async Task RemovePartnerAgency_ByAnAgencysLead_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var lead = TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, Capacity.AgencyLead));
        await Refusal.OfAsync(
            StatusCode.PermissionDenied, host.Client.RemovePartnerAgencyAsync(new() { AgencyId = area.Charity, ExpectedVersion = 4 }, lead));
    }

    // Plans may name it for ever, and an archive of them is read elsewhere.
    [Fact]
    public async Task ExportTenant_AfterAPartnerWasRemoved_StillHasItsEntryOfTheRegister()
    {
        var area = await Area.MakeAsync(host);
        await RemoveAsync(area, area.Charity, 4);
        using var export = new Export.ExportClient(host.Service.Channel).ExportTenant(new ExportTenantRequest(), area.AsManager());
        var (entry, texts) = ("", new Dictionary<string, string>());
        await foreach (var part in export.ResponseStream.ReadAllAsync())
        {
            entry = part.PartCase == ExportPart.PartOneofCase.Entry ? part.Entry : entry;
            texts[entry] = texts.GetValueOrDefault(entry, "") + part.Content.ToStringUtf8();
        }

        Assert.Contains(area.Charity, texts["register/agencies.jsonl"], StringComparison.Ordinal);
        Assert.DoesNotContain(area.Charity, texts["partners/partner-agencies.jsonl"], StringComparison.Ordinal);
    }

    private AsyncUnaryCall<PartnershipReply> RemoveAsync(Area area, string agency, long version) =>
        host.Client.RemovePartnerAgencyAsync(new() { AgencyId = agency, ExpectedVersion = version }, area.AsManager());
}
