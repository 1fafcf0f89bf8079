using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>The settings of Haskermoor and of each person, from memory.</summary>
public sealed class StandInSettings : Partners.V1.Settings.SettingsBase
{
    public const string ClosureId = "0198c0de-0000-7000-8000-0000000000c1";

    public PartnershipSettings Settings { get; } = Haskermoors();

    /// <summary>By person.</summary>
    public ConcurrentDictionary<string, NotificationPreferences> Preferences { get; } = new();

    /// <summary>The writes that came, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    /// <summary>Whose token came with preferences: "officer in haskermoor".</summary>
    public ConcurrentQueue<string> Bearers { get; } = new();

    public override Task<PartnershipSettings> GetSettings(GetSettingsRequest request, ServerCallContext context) => Task.FromResult(Settings);

    public override Task<ListSettingsHistoryReply> ListSettingsHistory(ListSettingsHistoryRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSettingsHistoryReply
        {
            Changes =
            {
                new SettingsChange
                {
                    Version = request.BeforeVersion == 0 ? 7 : 6,
                    PersonId = "manager",
                    At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 14, 5, 0, TimeSpan.Zero)),
                    Settings =
                    {
                        new SettingChange { Setting = "sign_off_rule", From = nameof(SignOffRule.Delegates), To = nameof(SignOffRule.Leads) },
                        new SettingChange { Setting = "clearances", From = "Monitoring officer", To = "Monitoring officer\nChief executive" },
                        new SettingChange { Setting = "template.text:Governance", From = "", To = "The board meets." },
                    },
                },
            },
            EarlierBeforeVersion = request.BeforeVersion == 0 ? 7 : 0,
        });

    public override Task<SettingsReply> SaveSettings(SaveSettingsRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.DueSoonDays is >= 1 and <= 90, "due_soon_days", "Enter a number of days from 1 to 90.").ThrowIfRefused();
        return Saved(request, request.ExpectedVersion);
    }

    public override Task<SettingsReply> SaveStatementTemplate(SaveStatementTemplateRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        foreach (var (index, section) in request.Sections.Index())
        {
            check.Text($"sections[{index}].heading", section.Heading, "The heading", 200, required: true);
        }

        check.ThrowIfRefused();
        return Saved(request, request.ExpectedVersion);
    }

    public override Task<SettingsReply> RenamePartnership(RenamePartnershipRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("name", request.Name, "The name of the partnership", 200, required: true);
        check.ThrowIfRefused();
        return Saved(request, request.ExpectedVersion);
    }

    public override Task<SettingsReply> SaveStatusScale(SaveStatusScaleRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        if (request.Scale is { Steps.Count: 0 })
        {
            check.Refuse("scale.steps", "A scale has 2 to 6 steps.");
        }

        foreach (var (index, step) in (request.Scale?.Steps ?? []).Index())
        {
            check.Text($"scale.steps[{index}].word", step.Word, "The word", 30, required: true);
            check.Text($"scale.steps[{index}].definition", step.Definition, "The definition", 300, required: true);
        }

        check.ThrowIfRefused();
        return Saved(request, request.ExpectedVersion);
    }

    public override Task<SettingsReply> SaveClosure(SaveClosureRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        check.Text("closure.name", request.Closure.Name, "The name", 100, required: true);
        var from = check.Date("closure.from", request.Closure.From, "The first day");
        var to = check.Date("closure.to", request.Closure.To, "The last day");
        check.That(to is null || from is null || to >= from, "closure.to", "The last day cannot be before the first.").ThrowIfRefused();
        return Saved(request, request.ExpectedVersion);
    }

    public override Task<SettingsReply> RemoveClosure(RemoveClosureRequest request, ServerCallContext context) => Saved(request, request.ExpectedVersion);

    public override Task<NotificationPreferences> GetPreferences(GetPreferencesRequest request, ServerCallContext context)
    {
        Bearers.Enqueue(StandInPartners.Bearer(context));
        return Task.FromResult(Preferences.GetValueOrDefault(PersonOf(context)) ?? new NotificationPreferences());
    }

    public override Task<SettingsReply> SavePreferences(SavePreferencesRequest request, ServerCallContext context)
    {
        Preferences[PersonOf(context)] = new NotificationPreferences { Preferences = { request.Preferences }, Version = request.ExpectedVersion + 1 };
        return Task.FromResult(new SettingsReply { Version = request.ExpectedVersion + 1 });
    }

    private static string PersonOf(ServerCallContext context) => StandInPartners.Bearer(context).Split(' ')[0];

    private Task<SettingsReply> Saved(IMessage request, long expectedVersion)
    {
        if (expectedVersion != Settings.Version)
        {
            throw new Conflict(Settings.Version);
        }

        Acts.Enqueue(request);
        return Task.FromResult(new SettingsReply { Version = expectedVersion + 1 });
    }

    private static PartnershipSettings Haskermoors()
    {
        var settings = PartnershipSettings.DefaultsOf("haskermoor");
        settings.Version = 7;
        settings.Closures.Add(new Closure { ClosureId = ClosureId, Kind = ClosureKind.Recess, Name = "Summer recess", From = "2027-07-20", To = "2027-09-05" });
        return settings;
    }
}
