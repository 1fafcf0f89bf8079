using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>What is written, by whom it may be.</summary>
public sealed partial class StandInStatements
{
    public override Task<StatementReply> StartStatement(StartStatementRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        Acts.Enqueue(request);
        HasAny = true;
        return Task.FromResult(new StatementReply { StatementId = StatementId, Version = 1 });
    }

    public override Task<StatementReply> ArrangeStatement(ArrangeStatementRequest request, ServerCallContext context) => Change(request, request.StatementId, request.ExpectedVersion, context, record =>
    {
        if (request.LaterDueOn.Length > 0 && request.LaterAgreed.Length == 0)
        {
            throw new Invalid("later_agreed", "Say where Ofsted agreed to the later date.");
        }

        var facts = record.Statement;
        (facts.ReceivedOn, facts.LaterDueOn, facts.LaterAgreed, facts.HorizonOn) = (request.ReceivedOn, request.LaterDueOn, request.LaterAgreed, request.HorizonOn);
        (facts.SenderId, facts.DeputySenderId, facts.SendTo) = (request.SenderId, request.DeputySenderId, request.SendTo);
        record.CountsOn = request.LaterDueOn.Length > 0 ? request.LaterDueOn : facts.PrintedDueOn;
    });

    public override Task<StatementReply> AddMissingSections(AddMissingSectionsRequest request, ServerCallContext context) =>
        Change(request, request.StatementId, request.ExpectedVersion, context, _ => { });

    public override Task<StatementReply> RecordClearance(RecordClearanceRequest request, ServerCallContext context) => Change(request, request.StatementId, request.ExpectedVersion, context, record =>
    {
        var clearance = record.Statement.Clearances.Single(one => one.Name == request.Name);
        (clearance.GivenOn, clearance.GivenBy, clearance.Note) = (request.GivenOn, request.GivenBy, request.Note);
    });

    public override Task<StatementReply> MoveBackPlanDate(MoveBackPlanDateRequest request, ServerCallContext context) => Change(request, request.StatementId, request.ExpectedVersion, context, record =>
    {
        Keep(record.Statement.MovedDates, move => move.Step != request.Step);
        if (request.On.Length > 0)
        {
            record.Statement.MovedDates.Add(new BackPlanMove { Step = request.Step, On = request.On });
        }
    });

    public override Task<StatementReply> AskForReturns(AskForReturnsRequest request, ServerCallContext context) => Change(request, request.StatementId, request.ExpectedVersion, context, record =>
    {
        foreach (var from in request.From)
        {
            Keep(record.Returns, part => !part.From.Equals(from));
            record.Returns.Add(new AgencyReturn { ReturnId = NextId(), StatementId = request.StatementId, From = from, State = ReturnState.Asked, DueOn = request.DueOn, ChangedBy = "manager", Version = 1 });
        }
    });

    public override Task<RemindReturnsReply> RemindReturns(RemindReturnsRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var owed = Of(request.StatementId).Returns.Where(part => part.State is ReturnState.Asked or ReturnState.SentBack).ToList();
            var reminded = owed.Where(part => part.From.ByCase == Lead.ByOneofCase.AgencyId && part.Reminders == 0).ToList();
            if (reminded.Count == 0)
            {
                throw new Refused("Everybody who can be reminded was reminded today. Remind them again tomorrow.");
            }

            Acts.Enqueue(request);
            reminded.ForEach(part => (part.Reminders, part.RemindedAt, part.Version) = (1, Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow), part.Version + 1));
            return Task.FromResult(new RemindReturnsReply
            {
                StatementId = request.StatementId,
                Reminded = { reminded.Select(part => part.From) },
                WithoutLeads = { owed.Where(part => part.From.ByCase == Lead.ByOneofCase.BodyId).Select(part => part.From) },
            });
        }
    }

    public override Task<StatementReply> RecordPublication(RecordPublicationRequest request, ServerCallContext context) => Change(request, request.StatementId, request.ExpectedVersion, context, record =>
        (record.Statement.PublishedOn, record.Statement.PublishedUrl) = (request.PublishedOn, request.PublishedUrl));

    public override Task<StatementPartReply> WriteSection(WriteSectionRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var section = Prepared.Sections.FirstOrDefault(section => section.SectionId == request.SectionId) ?? throw new NotFound("section");
            var person = PersonOf(context);
            if (person != "manager" && person != section.AuthorId && (person == "officer" || section.Of?.AgencyId != AgencyOf.GetValueOrDefault(person)))
            {
                throw new Forbidden("Only the section’s author, the leads of its agency and the manager write it.");
            }

            Demand(section.Version, request.ExpectedVersion);
            (section.Text, section.WrittenBy, section.Version) = (request.Text, person, section.Version + 1);
            return Wrote(request, section.SectionId);
        }
    }

    public override Task<StatementPartReply> NameSectionAuthor(NameSectionAuthorRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var section = Prepared.Sections.FirstOrDefault(section => section.SectionId == request.SectionId) ?? throw new NotFound("section");
            Demand(section.Version, request.ExpectedVersion);
            (section.AuthorId, section.Version) = (request.AuthorId, section.Version + 1);
            return Wrote(request, section.SectionId);
        }
    }

    public override Task<StatementPartReply> GiveReturn(GiveReturnRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var part = Return(request.ReturnId, request.ExpectedVersion);
            (part.State, part.Text, part.TypedIn, part.Version) = (ReturnState.Returned, request.Text, PersonOf(context) == "manager", part.Version + 1);
            return Wrote(request, part.ReturnId);
        }
    }

    public override Task<StatementPartReply> SettleReturn(SettleReturnRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var part = Return(request.ReturnId, request.ExpectedVersion);
            if (request.State is ReturnState.SentBack or ReturnState.NoneReceived && request.Note.Length == 0)
            {
                throw new Invalid("note", "Say what is missing.");
            }

            (part.State, part.Note, part.Version) = (request.State, request.Note, part.Version + 1);
            part.Text = request.State == ReturnState.DraftedForThem ? request.Text : part.Text;
            return Wrote(request, part.ReturnId);
        }
    }

    public override Task<StatementPartReply> AddComment(AddCommentRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var comment = new StatementComment { CommentId = NextId(), StatementId = request.StatementId, Text = request.Text, PersonId = PersonOf(context), At = At(11), State = CommentState.Open, Version = 1 };
            if (request.OnCase == AddCommentRequest.OnOneofCase.SectionId)
            {
                comment.SectionId = request.SectionId;
            }
            else if (request.OnCase == AddCommentRequest.OnOneofCase.ActionId)
            {
                comment.ActionId = request.ActionId;
            }

            Of(request.StatementId).Comments.Insert(0, comment);
            return Wrote(request, comment.CommentId);
        }
    }

    public override Task<StatementPartReply> AnswerComment(AnswerCommentRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var comment = Prepared.Comments.FirstOrDefault(comment => comment.CommentId == request.CommentId) ?? throw new NotFound("comment");
            Demand(comment.Version, request.ExpectedVersion);
            if (request.State == CommentState.Unspecified)
            {
                throw new Invalid("state", "Say whether it is resolved or declined.");
            }

            (comment.State, comment.Answer, comment.AnsweredBy, comment.Version) = (request.State, request.Answer, "manager", comment.Version + 1);
            return Wrote(request, comment.CommentId);
        }
    }

    public override Task<StatementPartReply> CirculateDraft(CirculateDraftRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var record = Of(request.StatementId);
            record.Statement.Drafts++;
            record.Drafts.Insert(0, new StatementDraft { DraftId = NextId(), Number = record.Statement.Drafts, To = { request.To }, Note = request.Note, CommentsBy = request.CommentsBy, PersonId = "manager", At = At(12) });
            return Wrote(request, record.Drafts[0].DraftId);
        }
    }

    public override Task<StatementPartReply> SignOff(SignOffRequest request, ServerCallContext context)
    {
        var person = PersonOf(context);
        if (person == "manager" ? request.OnBehalfOf.Length == 0 : person is not ("chief" or "director"))
        {
            throw new Forbidden("Only the lead safeguarding partners sign off.");
        }

        lock (gate)
        {
            var record = Of(request.StatementId);
            DemandContent(record, request.ContentSha256);
            var signer = person == "manager" ? request.OnBehalfOf : person;
            Keep(record.SignOffs, one => one.SignOff.PersonId != signer);
            var signOff = SignedOff(NextId(), signer, signer == "chief" ? "westmarch-police" : "haskermoor-council", request.ContentSha256);
            (signOff.SignOff.RecordedBy, signOff.SignOff.Paper) = (person == "manager" ? person : "", request.Paper);
            record.SignOffs.Add(signOff);
            return Wrote(request, signOff.SignOff.SignOffId);
        }
    }

    public override Task<StatementPartReply> TakeBackSignOff(TakeBackSignOffRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            var signOff = Prepared.SignOffs.FirstOrDefault(one => one.SignOff.SignOffId == request.SignOffId)?.SignOff ?? throw new NotFound("sign-off");
            Demand(signOff.Version, request.ExpectedVersion);
            (signOff.TakenBackBecause, signOff.Version) = (request.Reason, signOff.Version + 1);
            return Wrote(request, signOff.SignOffId);
        }
    }

    public override Task<StatementPartReply> CorrectEditorially(CorrectEditoriallyRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        lock (gate)
        {
            var record = Of(request.StatementId);
            DemandContent(record, request.ContentSha256);
            foreach (var one in record.SignOffs)
            {
                correctedTo[one.SignOff.ContentSha256] = request.ContentSha256;
            }

            record.Corrections.Add(new EditorialCorrection { CorrectionId = NextId(), FromSha256 = record.SignOffs[0].SignOff.ContentSha256, ToSha256 = request.ContentSha256, Reason = request.Reason, PersonId = "manager", At = At(13) });
            return Wrote(request, record.Corrections[0].CorrectionId);
        }
    }

    public override Task<StatementPartReply> SendStatement(SendStatementRequest request, ServerCallContext context)
    {
        var person = PersonOf(context);
        lock (gate)
        {
            var record = Of(request.StatementId);
            if (person != record.Statement.SenderId && person != record.Statement.DeputySenderId && !(person == "manager" && request.OwnMailbox))
            {
                throw new Forbidden("Only the named sender or deputy sends it.");
            }

            DemandContent(record, request.ContentSha256);
            var readiness = ReadinessOf(record);
            if (readiness.Blocked)
            {
                throw new Refused("Name who sends the statement first.");
            }

            if (request.SentAnywayBecause.Length == 0)
            {
                throw new Invalid("sent_anyway_because", "Say why it is sent although something is missing.");
            }

            var sending = SendingOf(NextId(), request.StatementId, request.OwnMailbox ? SendingState.Sent : SendingState.Queued);
            (sending.Number, sending.Current, sending.OwnMailbox, sending.SentOn, sending.SentBy) = (record.Sendings.Count + 1, true, request.OwnMailbox, request.SentOn, request.SentBy);
            (sending.SentAnywayBecause, sending.AgainBecause, sending.MailSha256) = (request.SentAnywayBecause, request.AgainBecause, request.Mail.Length > 0 ? new string('e', 64) : "");
            sending.Shortfalls.Clear();
            sending.Shortfalls.Add(readiness.Lines.Select(line => line.Sentence));
            record.Sendings.Insert(0, sending);
            (record.Statement.State, record.Statement.SentOn) = (StatementState.Sent, request.OwnMailbox ? request.SentOn : "2026-11-30");
            return Wrote(request, sending.SendingId);
        }
    }

    public override Task<StatementPartReply> RecordReply(RecordReplyRequest request, ServerCallContext context)
    {
        OfTheManager(context);
        if (request.Kind == ReplyKind.Unspecified)
        {
            throw new Invalid("kind", "Say what the reply says.");
        }

        lock (gate)
        {
            var reply = new StatementReplyReceived { ReplyId = NextId(), Kind = request.Kind, ReceivedOn = request.ReceivedOn, From = request.From, Words = request.Words, FileName = request.FileName, PersonId = "manager", At = At(28) };
            Of(request.StatementId).Replies.Insert(0, reply);
            return Wrote(request, reply.ReplyId);
        }
    }

    private Task<StatementReply> Change(IMessage act, string statementId, long expected, ServerCallContext context, System.Action<StatementRecord> change)
    {
        OfTheManager(context);
        lock (gate)
        {
            var record = Of(statementId);
            Demand(record.Statement.Version, expected);
            change(record);
            Acts.Enqueue(act);
            return Task.FromResult(new StatementReply { StatementId = statementId, Version = ++record.Statement.Version });
        }
    }

    private AgencyReturn Return(string id, long expected)
    {
        var part = Prepared.Returns.FirstOrDefault(part => part.ReturnId == id) ?? throw new NotFound("return");
        Demand(part.Version, expected);
        return part;
    }

    private Task<StatementPartReply> Wrote(IMessage act, string id)
    {
        Acts.Enqueue(act);
        return Task.FromResult(new StatementPartReply { PartId = id, StatementId = StatementId });
    }

    private string NextId() => $"0198c0de-0000-7000-8000-{++nextId + 5000:d12}";

    private static void OfTheManager(ServerCallContext context)
    {
        if (PersonOf(context) != "manager")
        {
            throw new Forbidden("Only the partnership manager does this.");
        }
    }

    private static void DemandContent(StatementRecord record, string seen)
    {
        if (seen != ShaOf(record))
        {
            throw new Conflict(record.Statement.Version);
        }
    }

    private static void Demand(long version, long expected)
    {
        if (version != expected)
        {
            throw new Conflict(version);
        }
    }
}
