using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Jtai.Partners.V1;

namespace Jtai.Actions.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
public sealed class IsolationTests
{
    private static readonly TestPerson Stranger = TestPartnership.Person(
        TestPartnership.Police, Capacity.PartnershipManager, Capacity.AgencyLead);

    public static TheoryData<string, string> IdFields
    {
        get
        {
            var fields = new TheoryData<string, string>();
            foreach (var method in V1.ActionsReflection.Descriptor.Services.Single().Methods)
            {
                foreach (var id in method.InputType.Fields.InDeclarationOrder().Where(IsId))
                {
                    fields.Add(method.Name, id.Name);
                }
            }

            return fields;
        }
    }

    [Fact]
    public void IdFields_FromTheProto_AreFound() => Assert.Equal(14, IdFields.Count);

    [Theory]
    [MemberData(nameof(IdFields))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string rpc, string fieldName)
    {
        var platform = await Platform.SharedAsync();
        var theirs = await TestPartnership.MakeAsync();
        var action = await theirs.MakeActionAsync();
        var ours = await TestPartnership.MakeAsync();
        var ourAction = await ours.MakeActionAsync();
        var token = platform.Tokens.ForPerson(Stranger.Id, ours.TenantId, Stranger.AgencyId, Stranger.Capacities);
        var method = V1.ActionsReflection.Descriptor.Services.Single().FindMethodByName(rpc);
        var theirIds = await IdsAsync(theirs, action);

        var foreign = await AnswerAsync(theirIds[fieldName]);
        var nothings = await AnswerAsync(fieldName == "supporting_agency_ids" ? "agency-of-nobody" : Guid.NewGuid().ToString());
        var malformed = await AnswerAsync("'; drop table action; --");

        Assert.NotEqual(StatusCode.OK, foreign.Code);
        Assert.Equal(nothings, foreign);
        Assert.Equal(nothings, malformed);

        async Task<Refusal> AnswerAsync(string id)
        {
            var request = Filled(method.InputType, await IdsAsync(ours, ourAction), fieldName, id);
            return await CallAsync(platform, token, method, request);
        }
    }

    [Fact]
    public async Task OwnId_InAnotherSpelling_IsNoId()
    {
        var here = await TestPartnership.MakeAsync();
        var action = await here.MakeActionAsync();
        foreach (var spelling in new[] { action.ActionId.ToUpperInvariant(), action.ActionId + "\n", $"{{{action.ActionId}}}" })
        {
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(here.As(here.Manager).GetActionAsync(new() { ActionId = spelling }))).Code);
        }
    }

    private static async Task<Dictionary<string, string>> IdsAsync(TestPartnership partnership, V1.ActionReply action) => new()
    {
        ["inspection_id"] = partnership.InspectionId.ToString(),
        ["plan_id"] = (await partnership.As(partnership.Manager).ListActionPlansAsync(new())).Plans.Single().PlanId,
        ["action_id"] = action.ActionId,
        ["finding_ids"] = partnership.FindingIds[0].ToString(),
        ["owner_id"] = partnership.Manager.Id.ToString(),
        ["supporting_agency_ids"] = "agency-of-another-place",
    };

    private static bool IsId(FieldDescriptor field) =>
        field.Name.EndsWith("_id", StringComparison.Ordinal) || field.Name.EndsWith("_ids", StringComparison.Ordinal);

    /// <summary>A request that would be accepted but for the one id.</summary>
    private static IMessage Filled(MessageDescriptor type, Dictionary<string, string> ids, string fieldName, string id)
    {
        var request = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.Name == fieldName || (IsId(field) && field.Name is not ("owner_id" or "supporting_agency_ids")))
            {
                var value = field.Name == fieldName ? id : ids[field.Name];
                if (field.IsRepeated)
                {
                    ((System.Collections.IList)field.Accessor.GetValue(request)).Add(value);
                }
                else
                {
                    field.Accessor.SetValue(request, value);
                }
            }
            else if (field.Name is "title" or "description" or "narrative" or "explanation")
            {
                field.Accessor.SetValue(request, "Words.");
            }
            else
            {
                SetOther(request, field);
            }
        }

        return request;
    }

    private static void SetOther(IMessage request, FieldDescriptor field)
    {
        object? value = field.Name switch
        {
            "lead" => new V1.Lead { AgencyId = TestPartnership.Council },
            "due_on" => "2027-05-01",
            "expected_version" => 1L,
            "delivery" => V1.Delivery.InProgress,
            "reason" => V1.DateChangeReason.Dependency,
            _ => null,
        };
        if (value is not null)
        {
            field.Accessor.SetValue(request, value);
        }
    }

    private static async Task<Refusal> CallAsync(Platform platform, string token, MethodDescriptor method, IMessage request)
    {
        var client = platform.ClientWith(token);
        var call = typeof(V1.Actions.ActionsClient).GetMethod(
            method.Name, [method.InputType.ClrType, typeof(Metadata), typeof(DateTime?), typeof(CancellationToken)])!;
        try
        {
            var reply = (IMessage)call.Invoke(client, [request, null, null, CancellationToken.None])!;
            return new Refusal(StatusCode.OK, reply.ToString()!, null);
        }
        catch (System.Reflection.TargetInvocationException failure) when (failure.InnerException is RpcException refusal)
        {
            return Refusal.Of(refusal);
        }
    }
}
