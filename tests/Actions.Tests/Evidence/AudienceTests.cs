using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who knows of an item and who may open it: by audience and reader, in the answers of the service.</summary>
public sealed class AudienceTests
{
    /// <summary>Readers, and for each what they have: nothing, that it exists, or what it holds.</summary>
    public static TheoryData<V1.Audience, string, string> Matrix
    {
        get
        {
            var matrix = new TheoryData<V1.Audience, string, string>();
            foreach (var audience in new[] { V1.Audience.Partnership, V1.Audience.NamedLeads, V1.Audience.EvidenceGrants, V1.Audience.Public })
            {
                var isNamed = audience == V1.Audience.NamedLeads;
                foreach (var (reader, whereOpen, whereNamed) in new[]
                {
                    ("who added it", "holds", "holds"), ("manager", "holds", "holds"), ("lead partner", "holds", "holds"), ("delegate", "holds", "holds"),
                    ("scrutineer", "holds", "exists"), ("board member", "holds", "exists"), ("client", "holds", "exists"),
                    ("colleague", "holds", "nothing"), ("supporting agency", "holds", "nothing"), ("verifier elsewhere", "nothing", "nothing"),
                    ("other agency", "nothing", "nothing"), ("councillor", "denied", "denied"),
                })
                {
                    matrix.Add(audience, reader, isNamed ? whereNamed : whereOpen);
                }
            }

            return matrix;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Evidence_ByAudienceAndReader_IsSeenAsTheRuleSays(V1.Audience audience, string reader, string expected)
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var adder = here.EvidenceAs(here.Officer);
        var file = await adder.ScannedAsync("minutes.pdf", EvidenceSteps.Pdf(2_000));
        var added = await adder.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Shows = "Minutes of the group.", FileId = file.FileId, Audience = audience });
        var calls = here.EvidenceAs(Reader(here, reader));

        var listed = Refusal.CodeAsync(calls.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync() }));
        var code = await Refusal.CodeAsync(calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId }));
        var download = await Refusal.CodeAsync(calls.DownloadAsync(added.EvidenceId));
        switch (expected)
        {
            case "denied":
                Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied, StatusCode.PermissionDenied), (await listed, code, download));
                return;
            case "nothing":
                Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (code, download));
                Assert.Equal(0, (await calls.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync() })).Total);
                return;
        }

        var record = await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId });
        var inList = Assert.Single((await calls.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync() })).Items);
        Assert.Equal((record.Item, record.MayOpen), (inList.Item, inList.MayOpen));
        Assert.Equal((audience, record.MayOpen), (record.Item.Audience, expected == "holds"));
        if (record.MayOpen)
        {
            Assert.Equal((StatusCode.OK, "Minutes of the group."), (download, record.Item.Shows));
            return;
        }

        Assert.Equal(StatusCode.PermissionDenied, download);
        Assert.Equal(("", null, V1.EvidenceKind.Unspecified), (record.Item.Shows, record.Item.Content, record.Item.Kind));
        Assert.Empty(record.Changes);
        Assert.Empty(record.Earlier);
        Assert.DoesNotContain("minutes", record.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Evidence_BeforePublication_ExistsForNamedReadersAlone()
    {
        var here = await EvidenceSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var action = await here.MakeActionAsync();
        var added = await here.EvidenceAs(here.Manager).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        var others = here.EvidenceAs(here.OtherManager);

        await here.EvidenceAs(here.Manager).GetEvidenceAsync(new() { EvidenceId = added.EvidenceId });
        await Refusal.OfAsync(StatusCode.NotFound, others.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId }));
        await Refusal.OfAsync(StatusCode.NotFound, others.ListEvidenceAsync(new() { ActionId = action.ActionId }));
        await Refusal.OfAsync(StatusCode.NotFound, others.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId)));
        await Refusal.OfAsync(StatusCode.NotFound, others.GiveReasonAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "X" }));
        await Refusal.OfAsync(StatusCode.NotFound, others.WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "X" }));
        await Refusal.OfAsync(StatusCode.NotFound, others.DownloadAsync(added.EvidenceId));
    }

    [Fact]
    public async Task WithdrawnEvidence_OfNamedLeads_DoesNotSayWhyToOthers()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = EvidenceSteps.Linked(action.ActionId);
        request.Audience = V1.Audience.NamedLeads;
        var added = await here.EvidenceAs(here.Officer).AddEvidenceAsync(request);
        await here.EvidenceAs(here.Officer).WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "It names a school." });

        var seen = await here.EvidenceAs(Reader(here, "scrutineer")).GetEvidenceAsync(new() { EvidenceId = added.EvidenceId });
        Assert.Equal("Those who may open it see why.", seen.Item.WithdrawnBecause);
    }

    private static TestPerson Reader(TestPartnership here, string reader) => reader switch
    {
        "who added it" => here.Officer,
        "manager" => here.Manager,
        "lead partner" => TestPerson.Of(here.Icb, Capacity.LeadSafeguardingPartner),
        "delegate" => TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner),
        "scrutineer" => TestPerson.Of(here.Schools, Capacity.IndependentScrutineer),
        "board member" => TestPerson.Of(here.Schools, Capacity.BoardMember),
        "client" => TestPerson.Of(here.Council, Capacity.SystemUser),
        "colleague" => TestPerson.Of(here.Police, Capacity.AgencyLead),
        "supporting agency" => TestPerson.Of(here.Icb, Capacity.Contributor),
        "verifier elsewhere" => TestPerson.Of(here.Schools, Capacity.Verifier),
        "other agency" => TestPerson.Of(here.Schools, Capacity.AgencyLead),
        _ => TestPerson.Of(here.Council, Capacity.Councillor),
    };
}
