using System.Reflection;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Reporting.Tests;

/// <summary>Another tenant's ids answer exactly as ids that nothing has. The calls come from the proto: a new one cannot be missed.</summary>
[Collection(ReportingService.Name)]
public sealed partial class IsolationTests(ReportingHost host)
{
    public static TheoryData<string, string> IdFields
    {
        get
        {
            var fields = new TheoryData<string, string>();
            foreach (var method in ReportingReflection.Descriptor.Services.Single().Methods)
            {
                foreach (var id in method.InputType.Fields.InDeclarationOrder())
                {
                    if (id.FieldType == FieldType.Message || id.Name.EndsWith("_id", StringComparison.Ordinal))
                    {
                        fields.Add(method.Name, id.Name);
                    }
                }
            }

            return fields;
        }
    }

    [Fact]
    public void IdFields_FromTheProto_AreFound() => Assert.Equal(10, IdFields.Count);

    [Theory]
    [MemberData(nameof(IdFields))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string rpc, string fieldName)
    {
        var (ours, theirs) = (await TestPartnership.MakeAsync(host), await TestPartnership.MakeAsync(host));
        await ours.GrantAsync(SharingLevel.Plan);
        await theirs.GrantAsync(SharingLevel.Plan);
        var finding = await theirs.FindingAsync("Theirs.");
        var owner = Guid.NewGuid();
        var (ourAction, theirAction) = (await ours.AddAsync(), await theirs.AddAsync(with: action =>
        {
            action.OwnerId = owner.ToString();
            action.FindingIds.Add(finding.ToString());
        }));
        var foreignId = fieldName switch
        {
            "partnership_id" => theirs.TenantId,
            "lead_id" => theirs.Police,
            "owner_id" => owner.ToString(),
            "finding_id" => finding.ToString(),
            _ => theirAction.ActionId,
        };

        var foreign = await AnswerAsync(foreignId);
        var nothings = await AnswerAsync(fieldName is "partnership_id" or "lead_id" ? "nobody" : Guid.NewGuid().ToString());
        var own = await AnswerAsync(fieldName switch
        {
            "partnership_id" => ours.TenantId,
            "lead_id" => ours.Police,
            "owner_id" or "finding_id" => "",
            _ => ourAction.ActionId,
        });

        Assert.Equal(nothings, foreign);
        Assert.NotEqual(own, foreign);
        if (fieldName is "partnership_id" or "action_id")
        {
            Assert.Equal(nothings, await AnswerAsync("'; drop table record; --"));
            Assert.Equal(nothings, await AnswerAsync(""));
        }

        async Task<string> AnswerAsync(string id)
        {
            var method = ReportingReflection.Descriptor.Services.Single().FindMethodByName(rpc);
            var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
            foreach (var field in method.InputType.Fields.InDeclarationOrder())
            {
                if (field.Name == fieldName)
                {
                    field.Accessor.SetValue(request, field.FieldType == FieldType.Message ? new AtLeast { AggregateId = id, Version = 1 } : id);
                }
                else if (field.Name is "partnership_id" or "action_id")
                {
                    field.Accessor.SetValue(request, field.Name == "action_id" ? ourAction.ActionId : ours.TenantId);
                }
            }

            return await CallAsync(method, request, rpc is "GetOverview" or "ListActions" ? ours.Manager.In(ours) : ours.PoliceAcross.Across(host));
        }
    }

    [Fact]
    public async Task AtLeast_OfAnotherTenantsActionThatIsAppliedMeanwhile_SaysUpdatingAllTheSame()
    {
        var (ours, theirs) = (await TestPartnership.MakeAsync(host), await TestPartnership.MakeAsync(host));
        var action = theirs.NewAction();
        var request = new V1.ListActionsRequest { AtLeast = new() { AggregateId = action.ActionId, Version = 1 } };

        var reply = host.Client.ListActionsAsync(request, ours.Manager.In(ours)).ResponseAsync;
        await Task.Delay(100);
        await theirs.TellAsync(action);

        Assert.True((await reply).Updating);
        Assert.False((await host.Client.ListActionsAsync(request, theirs.Manager.In(theirs))).Updating);
    }

    /// <summary>The answer but for its time.</summary>
    private async Task<string> CallAsync(MethodDescriptor method, IMessage request, Metadata headers)
    {
        var call = typeof(V1.Reporting.ReportingClient).GetMethod(
            method.Name, [method.InputType.ClrType, typeof(Metadata), typeof(DateTime?), typeof(CancellationToken)])!;
        try
        {
            var reply = await Task.Run(() => call.Invoke(host.Client, [request, headers, null, CancellationToken.None]));
            return PositionAt().Replace(reply!.ToString()!, "");
        }
        catch (TargetInvocationException failure) when (failure.InnerException is RpcException refusal)
        {
            return $"{refusal.StatusCode} {refusal.Status.Detail} {refusal.Trailers.GetValueBytes("grpc-status-details-bin")?.Length}";
        }
    }

    [GeneratedRegex("\"positionAt\": \"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PositionAt();
}
