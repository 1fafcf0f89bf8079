using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Activities.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>One service's audit log as the portal sees it: as many entries and seals as a test says.</summary>
public sealed class StandInActivity
{
    /// <summary>Newest first.</summary>
    public List<ActivityEntry> Entries { get; } = [];

    /// <summary>Entries that one call looks through.</summary>
    public int LookedAt { get; set; } = 1000;

    public List<Seal> Seals { get; } = [];

    /// <summary>What a check finds.</summary>
    public SealFault? Fault { get; set; }

    /// <summary>What each call of a check finds besides.</summary>
    public SealedFarFromItsTime? Far { get; set; }

    /// <summary>Calls that a check needs.</summary>
    public int CallsOfCheck { get; set; } = 1;

    public List<ListActivityRequest> Asked { get; } = [];

    public List<CheckSealsRequest> Checks { get; } = [];

    /// <summary>Whose token the last call brought, and for which tenant.</summary>
    public string AskedBy { get; set; } = "";

    public static ActivityEntry Entry(long id, DateTimeOffset at, string rpc, string entity, string record, string person = "0198c0de-0000-7000-8000-000000000001", string capacity = "PartnershipManager") => new()
    {
        EntryId = id, At = at.ToTimestamp(), Kind = ActivityKind.Alteration, Entity = entity, RecordId = record, Version = 2, PersonId = person,
        Capacity = capacity, AgencyId = "haskermoor-council", Rpc = rpc,
    };

    public static Seal SealOf(long number) => new() { Number = number, Entries = 3, SealedAt = Timestamp.FromDateTimeOffset(new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero)), Head = ByteString.CopyFrom(Enumerable.Repeat((byte)number, 32).ToArray()) };

    public ListActivityReply List(ListActivityRequest request)
    {
        lock (Asked)
        {
            Asked.Add(request);
        }

        var before = request.PageToken.Length > 0 ? long.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture) : long.MaxValue;
        var rest = Entries.Where(entry => entry.EntryId < before).ToList();
        var looked = rest.Take(LookedAt).ToList();
        var found = looked.Where(entry => (request.PersonId.Length == 0 || entry.PersonId == request.PersonId)
            && (request.Entity.Length == 0 || entry.Entity == request.Entity) && (request.RecordId.Length == 0 || entry.RecordId == request.RecordId)
            && (request.Kind == default || entry.Kind == request.Kind)).ToList();
        var last = found.Count > request.PageSize ? found[request.PageSize - 1] : looked.Count < rest.Count ? looked[^1] : null;
        return new()
        {
            Entries = { found.Take(request.PageSize) },
            NextPageToken = last?.EntryId.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
            LookedThrough = last?.At,
        };
    }

    public ListSealsReply ListSeals(ListSealsRequest request) => new() { Seals = { Seals.OrderByDescending(seal => seal.Number).Take(request.PageSize) } };

    public CheckSealsReply Check(CheckSealsRequest request)
    {
        lock (Checks)
        {
            Checks.Add(request);
        }

        var call = request.Progress.Length + 1;
        return new()
        {
            Progress = ByteString.CopyFrom(new byte[call]), Complete = call >= CallsOfCheck || Fault is not null, Fault = Fault,
            SealedFarFromItsTime = { Far is null ? [] : [Far] },
            ThroughNumber = Seals.Count == 0 ? 0 : call >= CallsOfCheck ? Seals.Max(seal => seal.Number) : call,
        };
    }

    public sealed class OfPartners(PlatformOfStandIns platform) : Jtai.Partners.V1.ActivityLog.ActivityLogBase
    {
        public override Task<ListActivityReply> ListActivity(ListActivityRequest request, ServerCallContext context)
        {
            platform.PartnersActivity.AskedBy = StandInPartners.Bearer(context);
            return Task.FromResult(platform.PartnersActivity.List(request));
        }

        public override Task<ListSealsReply> ListSeals(ListSealsRequest request, ServerCallContext context)
        {
            platform.PartnersActivity.AskedBy = StandInPartners.Bearer(context);
            return Task.FromResult(platform.PartnersActivity.ListSeals(request));
        }

        public override Task<CheckSealsReply> CheckSeals(CheckSealsRequest request, ServerCallContext context) => Task.FromResult(platform.PartnersActivity.Check(request));
    }

    public sealed class OfInspections : Jtai.Inspections.V1.ActivityLog.ActivityLogBase
    {
        private readonly StandInActivity nothing = new();

        public override Task<ListActivityReply> ListActivity(ListActivityRequest request, ServerCallContext context) => Task.FromResult(nothing.List(request));

        public override Task<ListSealsReply> ListSeals(ListSealsRequest request, ServerCallContext context) => Task.FromResult(nothing.ListSeals(request));

        public override Task<CheckSealsReply> CheckSeals(CheckSealsRequest request, ServerCallContext context) => Task.FromResult(nothing.Check(request));
    }

    public sealed class OfActions(PlatformOfStandIns platform) : Jtai.Actions.V1.ActivityLog.ActivityLogBase
    {
        public override Task<ListActivityReply> ListActivity(ListActivityRequest request, ServerCallContext context) => Task.FromResult(platform.ActionsActivity.List(request));

        public override Task<ListSealsReply> ListSeals(ListSealsRequest request, ServerCallContext context) => Task.FromResult(platform.ActionsActivity.ListSeals(request));

        public override Task<CheckSealsReply> CheckSeals(CheckSealsRequest request, ServerCallContext context) => Task.FromResult(platform.ActionsActivity.Check(request));
    }

    public sealed class OfReporting : Jtai.Reporting.V1.ActivityLog.ActivityLogBase
    {
        private readonly StandInActivity nothing = new();

        public override Task<ListActivityReply> ListActivity(ListActivityRequest request, ServerCallContext context) => Task.FromResult(nothing.List(request));

        public override Task<ListSealsReply> ListSeals(ListSealsRequest request, ServerCallContext context) => Task.FromResult(nothing.ListSeals(request));

        public override Task<CheckSealsReply> CheckSeals(CheckSealsRequest request, ServerCallContext context) => Task.FromResult(nothing.Check(request));
    }
}
