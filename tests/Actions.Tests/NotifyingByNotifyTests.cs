using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jtai.Actions.Tests;

/// <summary>GOV.UK Notify, as its client calls it over HTTP.</summary>
public sealed class NotifyingByNotifyTests : IAsyncLifetime
{
    private NotifyHost host = null!;

    public async Task InitializeAsync() => host = await ServiceHost.StartAsync<NotifyHost>();

    public Task DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync().AsTask();

    [Fact]
    public async Task Sending_ByNotify_GivesSubjectAndBodyToItsTemplate()
    {
        var (here, action) = await OverdueAsync();
        using (await host.DayAsync(here, "2027-04-01T09:00:00Z"))
        {
            await host.SendAsync();
        }

        var (authorised, sent) = Assert.Single(host.Requests);
        Assert.StartsWith("Bearer ey", authorised);
        Assert.Equal(
            (NotifyingHost.AddressOf(here.Officer), NotifyHost.Template, $"{action.Reference} was due on 31 March 2027 and is overdue"),
            ((string)sent["email_address"]!, (string)sent["template_id"]!, (string)sent["personalisation"]!["subject"]!));
        Assert.Contains($"/partnerships/{here.TenantId}/actions/{action.ActionId}", (string)sent["personalisation"]!["body"]!);
        Assert.Equal(V1.NotificationState.Sent, (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single().State);
    }

    [Theory]
    [InlineData(400, "GOV.UK Notify refused it (400). It is tried again.")]
    [InlineData(403, "GOV.UK Notify refused it (403). It is tried again.")]
    [InlineData(503, "GOV.UK Notify refused it (503). It is tried again.")]
    public async Task Sending_ThatNotifyRefuses_IsTriedAgainAndSaysNoAddress(int status, string why)
    {
        host.Answer = status;
        var (here, _) = await OverdueAsync();
        using (await host.DayAsync(here, "2027-04-01T09:00:00Z"))
        {
            await host.SendAsync();
        }

        var one = (await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications.Single();
        Assert.Equal((V1.NotificationState.Waiting, 1, why), (one.State, one.Attempts, one.Why));
    }

    private async Task<(TestPartnership Here, V1.ActionReply Action)> OverdueAsync()
    {
        var here = await PlanSteps.PartnershipAsync(host: host);
        await here.WithAddressAsync(here.Officer);
        var request = here.NewAction(await here.MakePlanAsync());
        request.OwnerId = here.Officer.Id.ToString();
        return (here, await here.As(here.Manager).AddActionAsync(request));
    }

    /// <summary>The service, and in place of GOV.UK Notify an HTTP server that answers as its documentation says.</summary>
    private sealed class NotifyHost : NotifyingHost
    {
        public const string Template = "f33517ff-2a88-4f6e-b855-c550268ce08a";

        private readonly ConcurrentQueue<(string, JsonNode)> requests = new();
        private WebApplication notify = null!;

        public IReadOnlyCollection<(string Authorised, JsonNode Sent)> Requests => requests;

        public int Answer { get; set; } = StatusCodes.Status201Created;

        public override async Task InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            notify = builder.Build();
            notify.MapPost("/v2/notifications/email", async context =>
            {
                var sent = (await JsonNode.ParseAsync(context.Request.Body))!;
                requests.Enqueue((context.Request.Headers.Authorization.ToString(), sent));
                context.Response.StatusCode = Answer;
                await context.Response.WriteAsync(Answer == StatusCodes.Status201Created
                    ? JsonSerializer.Serialize(new { id = Guid.NewGuid(), reference = sent["reference"]!.ToString(), uri = "x", content = new { }, template = new { } })
                    : JsonSerializer.Serialize(new
                    {
                        status_code = Answer, errors = new[] { new { error = "BadRequestError", message = $"{sent["email_address"]} is not on your list" } },
                    }));
            });
            await notify.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await notify.DisposeAsync();
        }

        protected override Dictionary<string, string> Settings(TestDatabase database) => new(base.Settings(database))
        {
            ["Notifications:Transport"] = "govuk-notify",
            ["Notifications:Notify:ApiKey"] = $"test-{Guid.NewGuid()}-{Guid.NewGuid()}",
            ["Notifications:Notify:TemplateId"] = Template,
            ["Notifications:Notify:BaseAddress"] = notify.Urls.Single(),
        };
    }
}
