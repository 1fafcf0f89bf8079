using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>Challenges as the portal sees them: one that is private and open, and one that is answered on a further step.</summary>
public sealed partial class StandInAssurance
{
    public const string ChallengeId = "0198c0de-0000-7000-8000-0000000000e1";
    public const string AnsweredChallengeId = "0198c0de-0000-7000-8000-0000000000e2";

    /// <summary>Whose answer the open one waits for is this person; and who raised both.</summary>
    public bool MayAnswer { get; set; } = true;

    public bool MayTakeFurther { get; set; } = true;

    public Challenge PrivateChallenge { get; } = new()
    {
        ChallengeId = ChallengeId, PlanId = "plan", InspectionId = StandInInspections.InspectionId, Title = "The pathway is not agreed",
        ActionIds = { StandInActions.ActionId }, To = new Lead { AgencyId = "westmarch-police" }, RaisedBy = "scrutineer",
        RaisedIn = Capacity.IndependentScrutineer, RaisedAt = At, Step = ChallengeStep.AgencyLead, State = ChallengeState.Open,
        AnswerDueOn = "2020-11-10", Version = 1,
    };

    public Challenge EscalatedChallenge => new(PrivateChallenge)
    {
        ChallengeId = AnsweredChallengeId, Reference = "HSK-2026-C01", Step = ChallengeStep.ChairAndExecutive, State = ChallengeState.Answered,
        Escalated = true, Version = 4,
    };

    public override Task<ListChallengesReply> ListChallenges(ListChallengesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListChallengesReply { Challenges = { PrivateChallenge, EscalatedChallenge }, Total = 2 });

    public override Task<ChallengeRecord> GetChallenge(GetChallengeRequest request, ServerCallContext context)
    {
        var challenge = request.ChallengeId switch
        {
            ChallengeId => PrivateChallenge,
            AnsweredChallengeId => EscalatedChallenge,
            _ => throw new NotFound("challenge"),
        };
        return Task.FromResult(new ChallengeRecord
        {
            Challenge = challenge,
            Words =
            {
                Said("scrutineer", Capacity.IndependentScrutineer, ChallengeStep.AgencyLead, ChallengeState.Open, "There is no draft."),
                challenge.Escalated
                    ? (ChallengeWords[])
                    [
                        Said("scrutineer", Capacity.IndependentScrutineer, ChallengeStep.ChairAndExecutive, ChallengeState.Open, "It goes on."),
                        Said("officer", Capacity.AgencyLead, ChallengeStep.ChairAndExecutive, ChallengeState.Answered, "It is with our lawyers."),
                    ]
                    : [],
            },
            MayAnswer = MayAnswer && challenge.State == ChallengeState.Open,
            MayTakeFurther = MayTakeFurther,
            ThisStep = challenge.Escalated ? "the partnership’s chair and executive" : "the agency’s leads",
            NextStep = challenge.Escalated ? "the three safeguarding partners together" : "the agency’s delegated safeguarding partner",
        });
    }

    public override Task<AssuranceReply> RaiseChallenge(RaiseChallengeRequest request, ServerCallContext context)
    {
        var check = new RequestCheck().That(request.To is not null, "to", "Choose an agency or body of this partnership.");
        check.Text("title", request.Title, "What it is about", 200, required: true);
        return SaidIn(request, request.Words, check, ChallengeId);
    }

    public override Task<AssuranceReply> AnswerChallenge(AnswerChallengeRequest request, ServerCallContext context) =>
        request.ExpectedVersion == 1 ? SaidIn(request, request.Words, new(), request.ChallengeId) : throw new Conflict(1);

    public override Task<AssuranceReply> AcceptAnswer(AcceptAnswerRequest request, ServerCallContext context) =>
        SaidIn(request, "Words.", new(), request.ChallengeId);

    public override Task<AssuranceReply> EscalateChallenge(EscalateChallengeRequest request, ServerCallContext context) =>
        SaidIn(request, request.Words, new(), request.ChallengeId);

    public override Task<AssuranceReply> WithdrawChallenge(WithdrawChallengeRequest request, ServerCallContext context) =>
        SaidIn(request, request.Words, new(), request.ChallengeId);

    private Task<AssuranceReply> SaidIn(Google.Protobuf.IMessage request, string words, RequestCheck check, string challengeId)
    {
        check.Text("words", words, "What you say", 4000, required: true);
        check.ThrowIfRefused();
        Acts.Enqueue(request);
        return Task.FromResult(new AssuranceReply { RecordId = challengeId, Version = 5 });
    }

    private static ChallengeWords Said(string personId, Capacity capacity, ChallengeStep step, ChallengeState state, string words) => new()
    {
        PersonId = personId, Capacity = capacity, Step = step, State = state, Words = words, At = At,
    };
}
