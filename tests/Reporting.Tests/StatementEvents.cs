using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>What Actions and Partners tell of a plan in depth and of its statement of action, one of each partnership.</summary>
internal static class StatementEvents
{
    private static long version;

    // The plan's id is its inspection's, the statement's is the plan's.
    private static string StatementId(TestPartnership there) => there.InspectionId.ToString();

    /// <summary>The three safeguarding partners are the council, the police and the ICB.</summary>
    public static Task SafeguardingPartnersAreKnownAsync(this TestPartnership there) =>
        there.Host.Partners.PublishAsync(there.TenantId, there.TenantId, Next(), new PartnershipChanged
        {
            Partnership = new()
            {
                PartnershipId = there.TenantId,
                Name = there.Name,
                Code = there.Code,
                Agencies =
                {
                    new[] { there.Council, there.Police, there.Icb }.Select(agency => new PartnerAgency { AgencyId = agency, SafeguardingPartner = true }),
                },
            },
        });

    public static Task StatementIsAsync(this TestPartnership there, Action<Statement>? with = null)
    {
        var statement = new Statement
        {
            StatementId = StatementId(there), PlanId = there.InspectionId.ToString(), InspectionId = there.InspectionId.ToString(), Number = 1,
            State = StatementState.BeingPrepared, PrintedDueOn = "2027-03-01", SignOffRule = SignOffRule.Leads, Version = Next(),
        };
        with?.Invoke(statement);
        return there.Host.Actions.PublishAsync(there.TenantId, statement.StatementId, statement.Version, new StatementChanged { Statement = statement });
    }

    public static Task PostIsAsync(this TestPartnership there, Guid post, Guid? holder) => there.Host.Partners.PublishAsync(
        there.TenantId, post.ToString(), Next(), new PostChanged
        {
            Post = new() { PostId = post.ToString(), AgencyId = there.Police, Title = "DCI Public Protection", HolderId = holder?.ToString() ?? "" },
        });

    public static Task SettingsAreAsync(this TestPartnership there, int dueSoonDays) => there.Host.Partners.PublishAsync(
        there.TenantId, there.TenantId, Next(),
        new PartnershipSettingsChanged { Settings = new() { PartnershipId = there.TenantId, DueSoonDays = dueSoonDays } });

    public static Task MilestoneIsAsync(this TestPartnership there, Action action, string title, string dueOn, string doneOn = "") =>
        PartAsync(there, id => new MilestoneChanged
        {
            Milestone = new() { MilestoneId = id, ActionId = action.ActionId, Title = title, DueOn = dueOn, DoneOn = doneOn },
        });

    public static Task DateIsAskedForAsync(this TestPartnership there, Action action, TestPerson by) => PartAsync(there, id => new DateRequestChanged
    {
        Request = new()
        {
            RequestId = id, ActionId = action.ActionId, To = "2099-06-30", PersonId = by.Id.ToString(), At = Now(), State = DateRequestState.Waiting,
        },
    });

    public static Task ThemeIsAsync(this TestPartnership there, Guid theme, string name) => there.Host.Actions.PublishAsync(
        there.TenantId, theme.ToString(), Next(),
        new ThemeChanged { Theme = new() { ThemeId = theme.ToString(), PlanId = there.InspectionId.ToString(), Name = name } });

    public static Task CauseIsAsync(this TestPartnership there, Guid cause, string name) => there.Host.Actions.PublishAsync(
        there.TenantId, cause.ToString(), Next(),
        new SharedCauseChanged { Cause = new() { CauseId = cause.ToString(), PlanId = there.InspectionId.ToString(), Name = name } });

    public static Task SectionIsAsync(this TestPartnership there, Guid section, string agency, Guid? author = null, Guid? writtenBy = null) =>
        there.Host.Actions.PublishAsync(there.TenantId, section.ToString(), Next(), new StatementSectionChanged
        {
            Section = new()
            {
                SectionId = section.ToString(), StatementId = StatementId(there), Heading = $"Part of {agency}", Of = new() { AgencyId = agency },
                AuthorId = author?.ToString() ?? "", WrittenBy = writtenBy?.ToString() ?? "", WrittenAt = writtenBy is null ? null : Now(),
            },
        });

    public static Task ReturnIsAsync(this TestPartnership there, string agency, ReturnState state, string dueOn = "2027-01-10", Guid? id = null, Action<AgencyReturn>? with = null)
    {
        var asked = new AgencyReturn
        {
            StatementId = StatementId(there), From = new() { AgencyId = agency }, State = state, DueOn = dueOn,
            ChangedBy = there.Manager.Id.ToString(), ChangedAt = Now(),
        };
        with?.Invoke(asked);
        return there.Host.Actions.PublishAsync(there.TenantId, (id ?? Guid.NewGuid()).ToString(), Next(), new AgencyReturnChanged { Return = asked });
    }

    public static Task CommentAsync(this TestPartnership there, Guid? section, TestPerson by, CommentState state = CommentState.Open) =>
        PartAsync(there, id =>
        {
            var comment = new StatementComment
            {
                CommentId = id, StatementId = StatementId(there), Text = "Who owns this?", PersonId = by.Id.ToString(), At = Now(), State = state,
            };
            if (section is not null)
            {
                comment.SectionId = section.ToString();
            }

            return new StatementCommentChanged { Comment = comment };
        });

    public static Task SignOffAsync(this TestPartnership there, string agency, string content, string takenBack = "", Guid? id = null) =>
        there.Host.Actions.PublishAsync(there.TenantId, (id ?? Guid.NewGuid()).ToString(), Next(), new SignOffChanged
        {
            SignOff = new()
            {
                StatementId = StatementId(there), AgencyId = agency, PersonId = Guid.NewGuid().ToString(), ContentSha256 = content, At = Now(),
                TakenBackBecause = takenBack,
            },
        });

    public static Task CorrectAsync(this TestPartnership there, string from, string to) => PartAsync(there, id => new EditorialCorrectionRecorded
    {
        Correction = new() { CorrectionId = id, StatementId = StatementId(there), FromSha256 = from, ToSha256 = to, At = Now() },
    });

    public static Task SendingIsAsync(this TestPartnership there, SendingState state, bool current = true) => PartAsync(there, id => new StatementSent
    {
        Sending = new()
        {
            SendingId = id, StatementId = StatementId(there), State = state, Current = current, SentOn = "2027-02-20", At = Now(),
            PersonId = there.Manager.Id.ToString(),
        },
    });

    public static Task ReplyIsAsync(this TestPartnership there, ReplyKind kind) => PartAsync(there, id => new StatementReplied
    {
        Reply = new() { ReplyId = id, StatementId = StatementId(there), Kind = kind, ReceivedOn = "2027-03-10", At = Now() },
    });

    private static Task PartAsync(TestPartnership there, Func<string, Google.Protobuf.IMessage> state)
    {
        var id = Guid.NewGuid().ToString();
        return there.Host.Actions.PublishAsync(there.TenantId, id, Next(), state(id));
    }

    private static long Next() => Interlocked.Increment(ref version) + 1;

    // Later each time, as acts that follow one another are.
    private static Timestamp Now() => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMilliseconds(Interlocked.Increment(ref version)));
}
