using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>
/// Statements as the portal sees them: the first version is sent and was asked to be changed, the second is being prepared. What is
/// written is kept, and a changed word makes another content.
/// </summary>
public sealed partial class StandInStatements : Actions.V1.Statements.StatementsBase
{
    public const string StatementId = "0198c0de-0000-7000-8000-0000000000c1";
    public const string SentId = "0198c0de-0000-7000-8000-0000000000c2";
    public const string Introduction = "0198c0de-0000-7000-8000-0000000000d1";
    public const string PartOfPolice = "0198c0de-0000-7000-8000-0000000000d2";
    public const string PartOfIcb = "0198c0de-0000-7000-8000-0000000000d3";
    public const string ReturnOfPolice = "0198c0de-0000-7000-8000-0000000000e1";
    public const string ReturnOfIcb = "0198c0de-0000-7000-8000-0000000000e2";
    public const string OpenComment = "0198c0de-0000-7000-8000-0000000000f1";
    public const string ChiefsSignOff = "0198c0de-0000-7000-8000-0000000000f6";
    public const string DirectorsSignOff = "0198c0de-0000-7000-8000-0000000000f7";
    public const string FailedSending = "0198c0de-0000-7000-8000-0000000000b1";
    public const string Sending = "0198c0de-0000-7000-8000-0000000000b2";

    private static readonly Dictionary<string, string> AgencyOf = new()
    {
        ["officer"] = "westmarch-police", ["force-officer"] = "westmarch-police", ["icb-officer"] = "moors-icb",
    };

    private readonly Lock gate = new();
    private readonly Dictionary<string, StatementRecord> records = [];
    private readonly Dictionary<string, string> correctedTo = [];
    private int nextId;

    public StandInStatements() => Reset();

    /// <summary>What was written, in order.</summary>
    public ConcurrentQueue<IMessage> Acts { get; } = new();

    /// <summary>What differs between any two contents, and since the statement was sent.</summary>
    public List<ContentChange> Differences { get; } = [];

    /// <summary>False as long as no statement was begun.</summary>
    public bool HasAny { get; set; } = true;

    /// <summary>What a document holds.</summary>
    public string Html { get; set; } = "<!DOCTYPE html><html lang=\"en\"><title>Statement of action</title><h1>Statement of action</h1>";

    public StatementRecord Prepared => records[StatementId];

    public StatementRecord Sent => records[SentId];

    /// <summary>As at the beginning, whatever other tests wrote.</summary>
    public void Reset()
    {
        lock (gate)
        {
            Acts.Clear();
            correctedTo.Clear();
            HasAny = true;
            Differences.Clear();
            Differences.Add(new ContentChange
            {
                Kind = ContentChangeKind.DateMoved, ActionId = StandInActions.ActionId, Called = "HSK-2026-A014 Answer every referral within a working day",
                From = "2026-09-30", To = "2026-12-31", PersonId = "manager", At = At(9),
            });
            Differences.Add(new ContentChange
            {
                Kind = ContentChangeKind.Reworded, SectionId = Introduction, Called = "Introduction", Field = "Text", From = "We heard children.", To = "We heard 40 children.",
                PersonId = "officer", At = At(10),
            });
            records[StatementId] = NewPrepared();
            records[SentId] = NewSent();
        }
    }

    public override Task<ListStatementsReply> ListStatements(ListStatementsRequest request, ServerCallContext context) =>
        Task.FromResult(HasAny ? new ListStatementsReply { Statements = { Sent.Statement.Clone(), Prepared.Statement.Clone() } } : new ListStatementsReply());

    /// <summary>What is public of the first inspection's answer.</summary>
    public PublicStatement Public { get; } = new() { InspectionId = StandInInspections.InspectionId, DueOn = "2026-11-26" };

    public override Task<ListPublicStatementsReply> ListPublicStatements(ListPublicStatementsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPublicStatementsReply { Statements = { Public.Clone() } });

    public override Task<StatementRecord> GetStatement(GetStatementRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var record = Of(request.StatementId).Clone();
            var person = PersonOf(context);
            record.ContentSha256 = ShaOf(record);
            foreach (var one in record.SignOffs)
            {
                one.Stands = one.SignOff.TakenBackBecause.Length == 0 && Stands(one.SignOff.ContentSha256, record.ContentSha256);
                one.VoidedBy.Clear();
                one.VoidedBy.Add(one.Stands || one.SignOff.TakenBackBecause.Length > 0 ? [] : Differences.Where(change => change.Kind == ContentChangeKind.Reworded));
            }

            record.MaySend = person.Length > 0 && (person == record.Statement.SenderId || person == record.Statement.DeputySenderId);
            record.MaySignOff = person is "chief" or "director" && record.SignOffs.All(one => one.SignOff.PersonId != person || !one.Stands);
            if (AgencyOf.TryGetValue(person, out var agency) && record.Statement.State == StatementState.BeingPrepared)
            {
                Narrow(record, agency);
            }

            return Task.FromResult(record);
        }
    }

    public override Task<Readiness> GetReadiness(GetReadinessRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            return Task.FromResult(ReadinessOf(Of(request.StatementId)));
        }
    }

    public override Task<BackPlan> GetBackPlan(GetBackPlanRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var moved = Of(request.StatementId).Statement.MovedDates;
            var plan = new BackPlan { CountsOn = "2026-12-11", Beside = { "School holiday: Christmas, from 21 December 2026 to 1 January 2027." } };
            foreach (var (step, on) in new[]
            {
                (BackPlanStep.PlanOwner, "2026-10-05"), (BackPlanStep.Circulation, "2026-10-19"), (BackPlanStep.Returns, "2026-11-03"),
                (BackPlanStep.Comments, "2026-11-10"), (BackPlanStep.Committee, "2026-11-24"), (BackPlanStep.SignOffs, "2026-12-04"), (BackPlanStep.Sending, "2026-12-09"),
            })
            {
                var byHand = moved.FirstOrDefault(move => move.Step == step)?.On;
                plan.Dates.Add(new BackPlanDate
                {
                    Step = step, ComputedOn = on, On = byHand ?? on, Moved = byHand is not null,
                    Conflicts = { step == BackPlanStep.Committee ? ["The committee has no meeting in this week."] : [] },
                });
            }

            return Task.FromResult(plan);
        }
    }

    public override Task<CompareDraftsReply> CompareDrafts(CompareDraftsRequest request, ServerCallContext context) =>
        Task.FromResult(new CompareDraftsReply { Changes = { Differences } });

    public override Task<ListChangesSinceSentReply> ListChangesSinceSent(ListChangesSinceSentRequest request, ServerCallContext context) =>
        Task.FromResult(new ListChangesSinceSentReply { SendingId = Sending, SentOn = "2026-11-20", Changes = { Differences } });

    public override Task RenderStatement(RenderStatementRequest request, IServerStreamWriter<DocumentPart> responseStream, ServerCallContext context) =>
        StreamAsync(request.Format, responseStream, context);

    public override Task GetStatementFile(GetStatementFileRequest request, IServerStreamWriter<DocumentPart> responseStream, ServerCallContext context) =>
        request.WhichCase == GetStatementFileRequest.WhichOneofCase.Attachment
            ? responseStream.WriteAsync(new DocumentPart { Content = ByteString.CopyFromUtf8("Dear inspector"), FileName = "mail.eml", MediaType = "message/rfc822" })
            : StreamAsync(request.Format, responseStream, context);

    private async Task StreamAsync(DocumentFormat format, IServerStreamWriter<DocumentPart> to, ServerCallContext context)
    {
        // As the services do: a stream too is somebody's.
        if (StandInPartners.Bearer(context).Length == 0)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, ""));
        }

        var (name, type, content) = format == DocumentFormat.Word
            ? ("HSK-2026-I01-statement.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document in two parts")
            : ("HSK-2026-I01-statement.html", "text/html", Html);
        await to.WriteAsync(new DocumentPart { Content = ByteString.CopyFromUtf8(content[..10]), FileName = name, MediaType = type });
        await to.WriteAsync(new DocumentPart { Content = ByteString.CopyFromUtf8(content[10..]) });
    }

    private Readiness ReadinessOf(StatementRecord record)
    {
        var readiness = new Readiness { ContentSha256 = ShaOf(record) };
        void Add(ReadinessIssue issue, string id, string called, string sentence, bool blocks = false) =>
            readiness.Lines.Add(new ReadinessLine { Issue = issue, RecordId = id, Called = called, Sentence = sentence, Blocks = blocks });

        Add(ReadinessIssue.PriorityActionUnanswered, StandInInspections.FindingId, "HSK-2026-F03", "No action answers HSK-2026-F03, a priority action.");
        Add(ReadinessIssue.NoOutcomeOrMeasure, StandInActions.ActionId, "HSK-2026-A014", "HSK-2026-A014 does not say how the partnership will know.");
        foreach (var part in record.Returns.Where(part => part.State is ReturnState.Asked or ReturnState.SentBack))
        {
            Add(ReadinessIssue.ReturnOutstanding, part.ReturnId, part.From.AgencyId, $"The return of {part.From.AgencyId} is outstanding.");
        }

        foreach (var comment in record.Comments.Where(comment => comment.State == CommentState.Open))
        {
            Add(ReadinessIssue.CommentOpen, comment.CommentId, "", "A comment is open.");
        }

        if (record.Statement.SenderId.Length == 0)
        {
            Add(ReadinessIssue.NoSender, "", "", "Nobody is named to send the statement.", blocks: true);
        }

        if (record.Statement.DeputySenderId.Length == 0)
        {
            Add(ReadinessIssue.NoDeputy, "", "", "Nobody is named to send it if the sender cannot.");
        }

        readiness.Blocked = readiness.Lines.Any(line => line.Blocks);
        return readiness;
    }

    private static void Narrow(StatementRecord record, string agency)
    {
        Keep(record.Sections, section => section.Of?.AgencyId == agency);
        Keep(record.Returns, part => part.From.AgencyId == agency);
        Keep(record.Comments, comment => record.Sections.Any(section => section.SectionId == comment.SectionId));
        record.Drafts.Clear();
        record.SignOffs.Clear();
        record.Sendings.Clear();
        record.ContentSha256 = "";
    }

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> parts, Func<T, bool> keep)
    {
        var kept = parts.Where(keep).ToList();
        parts.Clear();
        parts.Add(kept);
    }

    private StatementRecord Of(string statementId) => records.TryGetValue(statementId, out var record) ? record : throw new NotFound("statement");

    private bool Stands(string signed, string now) => signed == now || (correctedTo.TryGetValue(signed, out var corrected) && corrected == now);

    private static string ShaOf(StatementRecord record) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', record.Sections.Select(section => section.Text).Prepend(record.Statement.StatementId)))));

    private static string PersonOf(ServerCallContext context) => StandInPartners.Bearer(context).Split(' ')[0];

    private static StatementRecord NewPrepared()
    {
        var record = new StatementRecord
        {
            CountsOn = "2026-12-11",
            Statement = new Statement
            {
                StatementId = StatementId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Number = 2, State = StatementState.BeingPrepared,
                ReceivedOn = "2026-08-20", PrintedDueOn = "2026-11-28", LaterDueOn = "2026-12-11", LaterAgreed = "E-mail of the lead inspector of 3 October 2026",
                SenderId = "manager", SendTo = "inspectorate@example.test", SignOffRule = SignOffRule.Leads, Version = 3, Drafts = 1,
                Clearances = { new Clearance { Name = "Monitoring officer", GivenOn = "2026-11-02", GivenBy = "Ada Moss, monitoring officer" }, new Clearance { Name = "Section 151 officer" } },
            },
            Sections =
            {
                new StatementSection
                {
                    SectionId = Introduction, StatementId = StatementId, Position = 1, Heading = "Introduction", Guidance = "Who we are, and how children were heard.",
                    AuthorId = "manager", Text = "We heard children.", WrittenBy = "manager", WrittenAt = At(2), Version = 1,
                },
                PartOf(PartOfPolice, 2, "westmarch-police", "Westmarch Police"),
                PartOf(PartOfIcb, 3, "moors-icb", "Moors Integrated Care Board"),
            },
            Returns =
            {
                ReturnOf(ReturnOfPolice, "westmarch-police", ReturnState.Asked, ""),
                ReturnOf(ReturnOfIcb, "moors-icb", ReturnState.Returned, "Our nurses are trained."),
            },
            Comments =
            {
                CommentOn(OpenComment, "Say <b>how many</b> children.", CommentState.Open, Introduction),
                CommentOn("0198c0de-0000-7000-8000-0000000000f2", "Shorter, please.", CommentState.Declined, null),
            },
            Drafts =
            {
                new StatementDraft
                {
                    DraftId = "draft", StatementId = StatementId, Number = 1, To = { new Lead { AgencyId = "westmarch-police" } }, Note = "First draft.", CommentsBy = "2026-11-10",
                    PersonId = "manager", At = At(4),
                },
            },
            Sendings = { SendingOf(FailedSending, StatementId, SendingState.Failed) },
        };
        record.SignOffs.Add(SignedOff(ChiefsSignOff, "chief", "westmarch-police", ShaOf(record)));
        record.SignOffs.Add(SignedOff(DirectorsSignOff, "director", "haskermoor-council", new string('0', 64)));
        return record;
    }

    private static StatementRecord NewSent()
    {
        var record = NewPrepared();
        (record.Statement.StatementId, record.Statement.Number, record.Statement.State) = (SentId, 1, StatementState.Replied);
        (record.Statement.SentOn, record.CountsOn) = ("2026-11-20", "2026-11-28");
        (record.Statement.LaterDueOn, record.Statement.LaterAgreed) = ("", "");
        (record.Statement.PublishedOn, record.Statement.PublishedUrl) = ("2026-11-25", "https://haskermoor.example.test/statement");
        record.Sendings.Clear();
        record.Sendings.Add(SendingOf(Sending, SentId, SendingState.Sent));
        record.Replies.Add(new StatementReplyReceived
        {
            ReplyId = "0198c0de-0000-7000-8000-0000000000b9", StatementId = SentId, Kind = ReplyKind.AsksForChanges, ReceivedOn = "2026-11-27", From = "Lena Marsh, lead inspector",
            Words = "Please say how children were heard.", FileName = "reply.pdf", PersonId = "manager", At = At(27),
        });
        return record;
    }

    private static StatementSection PartOf(string id, int position, string agency, string heading) => new()
    {
        SectionId = id, StatementId = StatementId, Position = position, Heading = heading, Of = new Lead { AgencyId = agency }, Version = 1,
    };

    private static AgencyReturn ReturnOf(string id, string agency, ReturnState state, string text) => new()
    {
        ReturnId = id, StatementId = StatementId, From = new Lead { AgencyId = agency }, State = state, AskedOn = "2026-10-20", DueOn = "2026-11-03", Text = text,
        ChangedBy = "manager", ChangedAt = At(3), Version = 1,
    };

    private static StatementComment CommentOn(string id, string text, CommentState state, string? section)
    {
        var comment = new StatementComment { CommentId = id, StatementId = StatementId, Text = text, PersonId = "officer", AgencyId = "westmarch-police", At = At(5), State = state, Version = 1 };
        if (section is not null)
        {
            comment.SectionId = section;
        }

        (comment.Answer, comment.AnsweredBy, comment.AnsweredAt) = state == CommentState.Open ? ("", "", null) : ("It has to say this.", "manager", At(6));
        return comment;
    }

    private static StandingSignOff SignedOff(string id, string person, string agency, string sha) => new()
    {
        SignOff = new StatementSignOff
        {
            SignOffId = id, StatementId = StatementId, PersonId = person, AgencyId = agency, Capacity = Capacity.LeadSafeguardingPartner, ContentSha256 = sha, At = At(7), Version = 1,
        },
    };

    private static StatementSending SendingOf(string id, string statementId, SendingState state) => new()
    {
        SendingId = id, StatementId = statementId, Number = 1, Current = state == SendingState.Sent, State = state, SentOn = state == SendingState.Sent ? "2026-11-20" : "", At = At(20),
        PersonId = "manager", SentTo = "inspectorate@example.test", ContentSha256 = new string('a', 64), WordSha256 = new string('b', 64), HtmlSha256 = new string('c', 64),
        MailSha256 = state == SendingState.Sent ? new string('d', 64) : "", SentAnywayBecause = "The deadline comes first.", Shortfalls = { "The return of Moors ICB is outstanding." },
        Failure = state == SendingState.Failed ? "The mail server refused it (550). Send it again, or send it from your own mailbox and record that you did." : "", Version = 1,
    };

    private static Timestamp At(int day) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, day, 9, 0, 0, TimeSpan.Zero));
}
