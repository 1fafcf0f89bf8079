using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Reporting as the portal sees it: one plan of 24 actions, and three partnerships at three levels.</summary>
public sealed class StandInReporting : Reporting.V1.Reporting.ReportingBase
{
    private static readonly Timestamp Position = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 14, 5, 0, TimeSpan.Zero));

    public static Counts Plan => new() { Actions = 25, Overdue = 3, AtRisk = 2, OnTrack = 10, AwaitingVerification = 4, Complete = 5, DueSoon = 6, ClosedWithoutCompletion = 1 };

    /// <summary>What a test tells of the overview besides.</summary>
    public Action<Overview>? Besides { get; set; }

    /// <summary>The lists that were asked for, in order.</summary>
    public ConcurrentQueue<Reporting.V1.ListActionsRequest> Listed { get; } = new();

    public static ActionRow Late => new()
    {
        ActionId = "0198c0de-0000-7000-8000-000000000014", Reference = "HSK-2026-A014", Title = "Answer every referral within a working day",
        LeadId = "westmarch-police", LeadName = "Westmarch Police", OwnerName = "Asha Verma", OriginalDueOn = "2026-08-31", DueOn = "2026-09-30",
        Delivery = Delivery.InProgress, Timeliness = Timeliness.Overdue, DaysOverdue = 41,
    };

    private static ActionRow OwnLate
    {
        get
        {
            var row = Late;
            row.OwnAgency = true;
            return row;
        }
    }

    public override Task<Overview> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        Demand(context, "in haskermoor");
        var overview = new Overview
        {
            PartnershipId = "haskermoor", PositionAt = Position, Counts = Plan,
            ByAgency =
            {
                new AgencyCounts { LeadId = "westmarch-police", LeadName = "Westmarch Police", Counts = new Counts { Actions = 5, Overdue = 3, AtRisk = 2 } },
                new AgencyCounts { LeadId = "moors-icb", LeadName = "=Moors \"ICB\"", Counts = new Counts { Actions = 5, Complete = 5 } },
            },
            Exceptions = { Late },
            LatestChanges = { new LatestChange { At = Position, ActionId = Late.ActionId, Reference = Late.Reference, Title = Late.Title, Kind = ActionChangeKind.DueDateMoved, By = "Ada Moss" } },
            DueSoonDays = 28,
            // As the counts.
            StatusCases =
            {
                Cases(StatusCase.NotStarted, 8), Cases(StatusCase.DueSoon, 2), Cases(StatusCase.AtRisk, 2), Cases(StatusCase.Overdue, 3),
                Cases(StatusCase.AwaitingVerification, 4), Cases(StatusCase.Complete, 4), Cases(StatusCase.Embedded, 1), Cases(StatusCase.ClosedWithoutCompletion, 1),
            },
            StatementDueOn = "2026-11-26", StatementDueInWorkingDays = 12,
            StatementsUnsent = { new UnsentStatement { InspectionId = "0198c0de-0000-7000-8000-0000000000b1", DueOn = "2026-11-26", DueInWorkingDays = 12 } },
            Updating = request.AtLeast is { Version: 9 },
        };
        Besides?.Invoke(overview);
        return Task.FromResult(overview);
    }

    private static StatusCaseCount Cases(StatusCase one, int actions) => new() { Case = one, Actions = actions };

    public override Task<Reporting.V1.ListActionsReply> ListActions(Reporting.V1.ListActionsRequest request, ServerCallContext context)
    {
        Demand(context, "in haskermoor");
        Listed.Enqueue(request);
        // As PostgreSQL does, which cannot bind it.
        if (request.Words.Contains('\0', StringComparison.Ordinal))
        {
            throw new RpcException(new Status(StatusCode.Internal, "reference 1"));
        }

        if (request.Words.Split(' ').Length > 10)
        {
            throw new Invalid("words", "Search for at most 10 words, in 200 characters or fewer.");
        }

        // All that the ICB leads is complete.
        return Task.FromResult(request.LeadId == "moors-icb" && request.Only.Contains(Only.Open)
            ? new Reporting.V1.ListActionsReply { PositionAt = Position }
            : new Reporting.V1.ListActionsReply { Actions = { Late }, Total = 1, PositionAt = Position });
    }

    public override Task<MyWork> GetMyWork(GetMyWorkRequest request, ServerCallContext context)
    {
        Demand(context, "in haskermoor");
        return Task.FromResult(Work(request.List, request.Page));
    }

    public override Task<MyWork> GetMyWorkAcross(GetMyWorkAcrossRequest request, ServerCallContext context)
    {
        Demand(context, "in all");
        var work = Work(request.List, request.Page);
        if (request.WithOwners)
        {
            work.OverdueByOwner.Add([
                new OverdueOwner { OwnerId = "officer", OwnerName = "Asha Verma", Overdue = 3, LongestDays = 41, PartnershipIds = { "haskermoor", "tarrowshire" } },
                new OverdueOwner { OwnerPost = "DCI Public Protection", Overdue = 1, LongestDays = 1, PartnershipIds = { "tarrowshire" } },
                new OverdueOwner { Overdue = 1, LongestDays = 2, PartnershipIds = { "haskermoor" } },
            ]);
        }

        return Task.FromResult(work);
    }

    /// <summary>The statement that what is to do is about.</summary>
    public const string StatementId = "0198c0de-0000-7000-8000-0000000000c1";

    private const string ReturnId = "0198c0de-0000-7000-8000-0000000000c2";

    // 26 things to do on two pages, the second of which stands in for the rest.
    private static MyWork Work(WorkList list, int page) => list switch
    {
        WorkList.ToDo => new()
        {
            PositionAt = Position,
            Total = 26,
            Items =
            {
                page > 2 ? [] : (WorkItem[])
                [
                    new()
                    {
                        Kind = WorkKind.Action, Because = { WorkReason.Overdue, WorkReason.WithoutUpdate, WorkReason.YouOwnIt }, PartnershipId = "haskermoor",
                        PartnershipName = "Haskermoor", ActionId = Late.ActionId, RecordId = Late.ActionId, Reference = Late.Reference, Called = "Answer <every> referral",
                        DueOn = "2026-09-30", DaysOverdue = 41,
                    },
                    new()
                    {
                        Kind = WorkKind.AgencyReturn, Because = { WorkReason.AskedOfYourAgency }, PartnershipId = "haskermoor", PartnershipName = "Haskermoor",
                        StatementId = StatementId, RecordId = ReturnId, Called = "Westmarch Police", DueOn = "2026-11-20", By = "Ada Moss",
                    },
                    new()
                    {
                        Kind = WorkKind.SignOff, Because = { WorkReason.ToSignOff }, PartnershipId = "tarrowshire", PartnershipName = "Tarrowshire",
                        StatementId = StatementId, Called = "Westmarch Police", DeputyFor = "Jane Roe",
                    },
                ],
            },
        },
        WorkList.WaitingOnOthers => new() { PositionAt = Position },
        _ => new()
        {
            PositionAt = Position,
            Total = 1,
            Items =
            {
                new WorkItem
                {
                    Kind = WorkKind.Update, Because = { WorkReason.DoneByYou }, PartnershipId = "haskermoor", PartnershipName = "Haskermoor",
                    ActionId = Late.ActionId, RecordId = ReturnId, Reference = Late.Reference, Called = Late.Title, At = Position,
                },
            },
        },
    };

    public override Task<AcrossPartnerships> GetAcrossPartnerships(GetAcrossPartnershipsRequest request, ServerCallContext context)
    {
        Demand(context, "in all");
        return Task.FromResult(new AcrossPartnerships
        {
            PositionAt = Position,
            Partnerships =
            {
                Row("haskermoor", "Haskermoor", SharingLevel.OwnActions, new Counts { Actions = 7, Overdue = 1 }),
                Row("lannick", "Lannick", SharingLevel.Headlines, null),
                Row("tarrowshire", "Tarrowshire", SharingLevel.Plan, new Counts { Actions = 2 }),
            },
            Totals = new Counts { Actions = 75, Overdue = 9, AtRisk = 6, OnTrack = 30, AwaitingVerification = 12, Complete = 15, DueSoon = 18 },
            AgencyTotals = new Counts { Actions = 9, Overdue = 1 },
        });
    }

    public override Task<ListSharedActionsReply> ListSharedActions(ListSharedActionsRequest request, ServerCallContext context) => request.PartnershipId switch
    {
        "haskermoor" => Task.FromResult(new ListSharedActionsReply
        {
            PartnershipId = "haskermoor", PartnershipName = "Haskermoor", Level = SharingLevel.OwnActions, Actions = { OwnLate }, PositionAt = Position,
        }),
        "lannick" => throw new Refused("This partnership shares headlines only: counts, dates and statuses."),
        "slow" => throw new Unavailable("What partnerships share could not be confirmed just now."),
        _ => throw new NotFound("partnership"),
    };

    public override Task<SharedAction> GetSharedAction(GetSharedActionRequest request, ServerCallContext context) => request.PartnershipId switch
    {
        "haskermoor" => Task.FromResult(new SharedAction
        {
            PartnershipId = "haskermoor", PartnershipName = "Haskermoor", Level = SharingLevel.OwnActions, Row = OwnLate,
            Description = "A rota of <b>three</b> officers.",
            Findings = { new SharedFinding { FindingId = "f", Reference = "HSK-2026-F003", Text = "Referrals wait too long." } },
            Updates = { new Update { Narrative = "The rota began.", Delivery = Delivery.InProgress, At = Position } },
        }),
        _ => throw new NotFound("action"),
    };

    public override Task<ListSharedEvidenceReply> ListSharedEvidence(ListSharedEvidenceRequest request, ServerCallContext context)
    {
        var items = request.PartnershipId switch
        {
            "tarrowshire" => new[] { Shared(StandInEvidence.EvidenceId, FileState.Clean), Shared(StandInEvidence.WaitingId, FileState.Scanning), Unopened },
            "haskermoor" => [Unopened],
            "lannick" => throw new Refused("This partnership shares headlines only: counts, dates and statuses."),
            _ => throw new NotFound("partnership"),
        };
        return Task.FromResult(new ListSharedEvidenceReply
        {
            PartnershipId = request.PartnershipId, PartnershipName = request.PartnershipId == "tarrowshire" ? "Tarrowshire" : "Haskermoor",
            Level = request.PartnershipId == "tarrowshire" ? SharingLevel.Evidence : SharingLevel.OwnActions, PositionAt = Position, Total = request.EvidenceId.Length > 0 ? 1 : 60,
            Items = { items.Where(item => request.EvidenceId.Length == 0 || item.Item.EvidenceId == request.EvidenceId) },
        });
    }

    private static SharedEvidence Unopened => new() { Item = new EvidenceItem { EvidenceId = StandInEvidence.ClosedId }, Actions = { Evidenced } };

    private static EvidencedAction Evidenced => new() { ActionId = StandInActions.ActionId, Reference = "HSK-2026-A014", Title = "Answer every referral" };

    private static SharedEvidence Shared(string id, FileState state) => new()
    {
        Item = new EvidenceItem
        {
            EvidenceId = id, Shows = "The rota of <b>the last</b> quarter", AddedAt = Position, Marking = Marking.OfficialSensitive,
            Content = new EvidenceContent { FileId = "f", Number = 1, File = new Upload { Name = "Rota.pdf", Size = StandInEvidence.File.Length, State = state, Kind = FileKind.Pdf } },
        },
        MayOpen = true, MayDownload = state == FileState.Clean, Actions = { Evidenced },
    };

    private static SharedPartnership Row(string id, string name, SharingLevel level, Counts? own) => new()
    {
        PartnershipId = id, Name = name, Level = level, Counts = Plan, AgencyCounts = own, GrantEndsOn = "2027-05-01",
        StatementDueOn = id switch { "lannick" => "", "tarrowshire" => "2026-09-30", _ => "2026-11-26" },
        StatementsOverdue = { id == "tarrowshire" ? ["2026-09-30", "2026-10-30"] : [] },
        LastUpdateAt = id == "tarrowshire" ? null : Position,
        Statements =
        {
            id == "lannick" ? [] : (StatementStanding[])
            [
                new()
                {
                    StatementId = StatementId, State = StatementState.BeingPrepared, ReturnsAskedOfUs = 1, OurReturnDueOn = "2026-11-20",
                    SignOffWaitsForUs = level >= SharingLevel.Plan,
                },
            ],
        },
    };

    private static void Demand(ServerCallContext context, string ending)
    {
        if (!StandInPartners.Bearer(context).EndsWith(ending, StringComparison.Ordinal))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The token is for another place."));
        }
    }
}
