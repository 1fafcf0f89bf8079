using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One statement of action: who prepares and sends it, by when, and how far it is. Rules only; the slices read and save it.</summary>
public sealed partial record Statement
{
    private const int LongestAgreement = 500;

    public Guid StatementId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>From 1 within the plan.</summary>
    public int Number { get; init; }
    public V1.StatementState State { get; init; }
    public DateOnly? ReceivedOn { get; init; }
    public DateOnly? LaterDueOn { get; init; }
    public string LaterAgreed { get; init; } = "";
    public DateOnly? HorizonOn { get; init; }
    public Guid? SenderId { get; init; }
    public Guid? DeputySenderId { get; init; }
    public string SendTo { get; init; } = "";
    public SignOffRule SignOffRule { get; init; }

    /// <summary>The proto's list, as JSON.</summary>
    public string Clearances { get; init; } = "[]";

    /// <summary>The proto's list of <c>BackPlanMove</c>, as JSON.</summary>
    public string MovedDates { get; init; } = "[]";
    public DateOnly? SentOn { get; init; }
    public DateOnly? PublishedOn { get; init; }
    public string PublishedUrl { get; init; } = "";
    public int Drafts { get; init; }
    public long Version { get; init; }

    public bool IsBeingPrepared => State == V1.StatementState.BeingPrepared;

    /// <summary>Begins the statement of a plan.</summary>
    /// <param name="plan">That it presents.</param>
    /// <param name="inspection">That it answers.</param>
    /// <param name="settings">Of the partnership.</param>
    /// <param name="newest">The plan's newest statement; null where there is none.</param>
    /// <param name="changesAsked">True where a reply to it asked for changes.</param>
    /// <exception cref="Refused">One is being prepared, or no other was asked for.</exception>
    public static Statement Begin(ActionPlan plan, Inspection inspection, PartnershipSettings settings, Statement? newest, bool changesAsked) => newest switch
    {
        { IsBeingPrepared: true } => throw new Refused("A statement of action is being prepared for this plan already."),
        not null when !changesAsked => throw new Refused(
            "The statement of action of this plan was sent. Another begins once a reply that asks for changes is recorded."),
        _ => new Statement
        {
            StatementId = Guid.CreateVersion7(),
            PlanId = plan.PlanId,
            InspectionId = inspection.InspectionId,
            Number = (newest?.Number ?? 0) + 1,
            State = V1.StatementState.BeingPrepared,
            ReceivedOn = newest?.ReceivedOn ?? inspection.LetterReceivedOn,
            HorizonOn = newest?.HorizonOn,
            SenderId = newest?.SenderId,
            DeputySenderId = newest?.DeputySenderId,
            SendTo = newest?.SendTo is { Length: > 0 } before ? before : inspection.StatementSentTo,
            SignOffRule = settings.SignOffRule,
            Clearances = Columns.ListToJson(settings.Clearances.Select(name => new V1.Clearance { Name = name })),
            Version = 1,
        },
    };

    /// <summary>The date that counts: a later one agreed, else the printed one; null where there is neither.</summary>
    public DateOnly? CountsOn(Inspection inspection) => LaterDueOn ?? inspection.StatementDueOn;

    /// <summary>Until the date that counts a corrected version may follow the one that was sent.</summary>
    public bool MayBeSentAnew(Inspection inspection, DateOnly today) =>
        State == V1.StatementState.Sent && CountsOn(inspection) is { } counts && today <= counts;

    /// <summary>For what a corrected version may change too.</summary>
    /// <exception cref="Refused">It is sent, and no corrected version can follow.</exception>
    public Statement StillOpen(Inspection inspection, DateOnly today, string done) =>
        MayBeSentAnew(inspection, today) ? this : StillPrepared(done);

    /// <exception cref="Refused">It is sent.</exception>
    public Statement StillPrepared(string done) => IsBeingPrepared
        ? this
        : throw new Refused($"This statement of action was sent, so it cannot be {done}.");

    /// <param name="request">As it came.</param>
    /// <param name="people">Those of the partnership's agencies, for who sends.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Refused">It is sent, or nothing is changed.</exception>
    public Statement Arrange(V1.ArrangeStatementRequest request, IReadOnlyCollection<Guid> people, RequestCheck check)
    {
        var arranged = this with
        {
            ReceivedOn = check.Date("received_on", request.ReceivedOn, "The day of receipt"),
            LaterDueOn = check.Date("later_due_on", request.LaterDueOn, "The later date"),
            LaterAgreed = check.Text(
                "later_agreed", request.LaterAgreed, "What shows that Ofsted agreed to it", LongestAgreement, request.LaterDueOn.Length > 0),
            HorizonOn = check.Date("horizon_on", request.HorizonOn, "The horizon"),
            SenderId = Person("sender_id", request.SenderId),
            DeputySenderId = Person("deputy_sender_id", request.DeputySenderId),
            SendTo = check.Text("send_to", request.SendTo, "The address", 200),
        };
        check.That(
            arranged.SendTo.Length == 0 || (arranged.SendTo.Count(letter => letter == '@') == 1 && !arranged.SendTo.Any(char.IsWhiteSpace)),
            "send_to", "Enter one mail address, such as the one that the letter prints.");
        check.That(
            arranged.SenderId is null || arranged.SenderId != arranged.DeputySenderId, "deputy_sender_id", "Choose somebody else as the deputy.");
        check.ThrowIfRefused();
        arranged = arranged.LaterDueOn is null ? arranged with { LaterAgreed = "" } : arranged;
        return arranged.Changed(this, "arranged anew");

        Guid? Person(string field, string id)
        {
            if (id.Length == 0)
            {
                return null;
            }

            var read = check.Id(field, id, "a person of this partnership");
            check.That(read == Guid.Empty || people.Contains(read), field, "Choose a person of this partnership.");
            return read;
        }
    }

    /// <summary>Records a clearance of the partnership's list as given, or takes it back.</summary>
    /// <exception cref="Refused">It is sent, or nothing is changed.</exception>
    public Statement Clear(V1.RecordClearanceRequest request, DateOnly today, RequestCheck check)
    {
        var list = Columns.ListFromJson<V1.Clearance>(Clearances);
        var clearance = list.FirstOrDefault(one => one.Name == request.Name);
        check.That(clearance is not null, "name", "Choose a clearance of the list.");
        var on = check.Date("given_on", request.GivenOn, "The day on which it was given");
        check.That(!(on > today), "given_on", "The day cannot be in the future.");
        var given = request.GivenOn.Length > 0;
        var by = check.Text("given_by", request.GivenBy, "Who gave it", 200, given);
        var note = check.Text("note", request.Note, "The note", 500);
        check.ThrowIfRefused();
        var recorded = new V1.Clearance { Name = request.Name, GivenOn = on.ToIso(), GivenBy = given ? by : "", Note = given ? note : "" };
        return (this with { Clearances = Columns.ListToJson(list.Select(one => one.Name == request.Name ? recorded : one)) })
            .Changed(this, "cleared any more");
    }

    /// <summary>Moves one date of the back-plan by hand, or takes the computed one again.</summary>
    /// <exception cref="Refused">It is sent, or nothing is changed.</exception>
    public Statement MoveDate(V1.MoveBackPlanDateRequest request, RequestCheck check)
    {
        check.Known("step", request.Step, "a step of the back-plan");
        var on = check.Date("on", request.On, "The date");
        check.ThrowIfRefused();
        var others = Columns.ListFromJson<V1.BackPlanMove>(MovedDates).Where(move => move.Step != request.Step);
        var moved = on is null ? others : others.Append(new V1.BackPlanMove { Step = request.Step, On = on.ToIso() });
        return (this with { MovedDates = Columns.ListToJson(moved.OrderBy(move => move.Step)) }).Changed(this, "planned anew");
    }

    /// <summary>The version of it in which something beside it was added: a draft, asked returns, sections.</summary>
    /// <exception cref="Refused">It is sent.</exception>
    public Statement Touched(string done) => StillPrepared(done) with { Version = Version + 1 };

    /// <summary>What it is after a sending.</summary>
    public Statement Sent(DateOnly on) => this with
    {
        State = IsBeingPrepared ? V1.StatementState.Sent : State,
        SentOn = on,
        Version = Version + 1,
    };

    /// <summary>What it is once its mail has failed and none went out before: being prepared again.</summary>
    public Statement NotSent() => this with { State = V1.StatementState.BeingPrepared, SentOn = null, Version = Version + 1 };

    /// <summary>What it is after a reply; an acknowledgement after an answer takes nothing back.</summary>
    /// <exception cref="Refused">It is not sent.</exception>
    public Statement Answered(V1.ReplyKind kind)
    {
        RefuseBeforeSending("A reply");
        var state = kind == V1.ReplyKind.Acknowledged ? V1.StatementState.Acknowledged : V1.StatementState.Replied;
        return this with { State = state > State ? state : State, Version = Version + 1 };
    }

    /// <exception cref="Refused">It is not sent, or nothing is changed.</exception>
    public Statement Publish(V1.RecordPublicationRequest request, DateOnly today, RequestCheck check)
    {
        RefuseBeforeSending("A publication");
        var on = check.Date("published_on", request.PublishedOn, "The day of publication");
        check.That(!(on > today), "published_on", "The day of publication cannot be in the future.");
        var url = check.Text("published_url", request.PublishedUrl, "The address", 500, request.PublishedOn.Length > 0);
        check.That(
            url.Length == 0 || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"),
            "published_url", "Enter the whole address of the page, beginning with https://.");
        check.ThrowIfRefused();
        var published = this with { PublishedOn = on, PublishedUrl = on is null ? "" : url };
        return published != this
            ? published with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: this was recorded already.");
    }

    public Change Changed(Inspection inspection) =>
        new(StatementId.ToString(), Version, new V1.StatementChanged { Statement = ToProto(inspection) });

    public V1.StatementReply ToReply() => new() { StatementId = StatementId.ToString(), Version = Version };

    /// <param name="inspection">Whose printed deadline is shown with it.</param>
    public V1.Statement ToProto(Inspection inspection) => new()
    {
        StatementId = StatementId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Number = Number,
        State = State,
        ReceivedOn = ReceivedOn.ToIso(),
        PrintedDueOn = inspection.StatementDueOn.ToIso(),
        LaterDueOn = LaterDueOn.ToIso(),
        LaterAgreed = LaterAgreed,
        HorizonOn = HorizonOn.ToIso(),
        SenderId = SenderId?.ToString() ?? "",
        DeputySenderId = DeputySenderId?.ToString() ?? "",
        SendTo = SendTo,
        SignOffRule = SignOffRule,
        Clearances = { Columns.ListFromJson<V1.Clearance>(Clearances) },
        MovedDates = { Columns.ListFromJson<V1.BackPlanMove>(MovedDates) },
        SentOn = SentOn.ToIso(),
        PublishedOn = PublishedOn.ToIso(),
        PublishedUrl = PublishedUrl,
        Version = Version,
        Drafts = Drafts,
    };

    private Statement Changed(Statement before, string done) => before.StillPrepared(done) != this
        ? this with { Version = Version + 1 }
        : throw new Refused("Nothing is changed: this was recorded already.");

    private void RefuseBeforeSending(string what)
    {
        if (IsBeingPrepared)
        {
            throw new Refused($"{what} is recorded once the statement of action is sent.");
        }
    }
}
