using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

/// <summary>What may be done to a tenant, by whom, and from which day it counts. No input or output.</summary>
public sealed class TenantRules
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 30);
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    [Fact]
    public void Suspend_AndReactivate_EachOnce()
    {
        var suspended = TenantStanding.Of("north").Suspend(SuspensionReason.SecurityIncident, Now);
        Assert.Equal((Now, SuspensionReason.SecurityIncident, 1L), (suspended.SuspendedAt, suspended.SuspendedFor, suspended.Version));
        Assert.Throws<Refused>(() => suspended.Suspend(SuspensionReason.Contract, Now));
        Assert.Throws<Invalid>(() => TenantStanding.Of("north").Suspend(default, Now));
        var back = suspended.Reactivate(Today);
        Assert.Equal((null, 2L), (back.SuspendedAt, back.Version));
        Assert.Throws<Refused>(() => back.Reactivate(Today));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    [InlineData(null, false)]
    public void AskToClose_WithAnExport_OnlyWhereItIsThirtyDaysOldAtMost(int? daysAgo, bool may)
    {
        var refusal = Record.Exception(() => TenantStanding.Of("north").AskToClose(ClosingReason.Contract, daysAgo is { } days ? Now.AddDays(-days) : null, First, Now));
        Assert.Equal(may, refusal is null);
    }

    [Fact]
    public void ConfirmClosing_ByAnother_ClosesAfterThirtyDaysForGood()
    {
        var asked = Asked();
        Assert.Throws<Refused>(() => asked.ConfirmClosing(Now, First, Now));
        var confirmed = asked.ConfirmClosing(Now, Second, Now);
        Assert.Equal(
            [ClosingState.Asked, ClosingState.Confirmed, ClosingState.Confirmed, ClosingState.Closed],
            [asked.ClosingOn(Today), confirmed.ClosingOn(Today), confirmed.ClosingOn(Today.AddDays(29)), confirmed.ClosingOn(Today.AddDays(30))]);
        Assert.Throws<Refused>(() => confirmed.ConfirmClosing(Now, Guid.NewGuid(), Now));
        Assert.Throws<Refused>(() => TenantStanding.Of("north").ConfirmClosing(Now, Second, Now));
        Assert.All(
            (Action[])
            [
                () => confirmed.CallOffClosing(Today.AddDays(30)), () => confirmed.Suspend(SuspensionReason.Contract, Now.AddDays(30)),
                () => confirmed.Reactivate(Today.AddDays(30)), () => confirmed.AskToClose(ClosingReason.Contract, Now, First, Now.AddDays(30)),
            ],
            act => Assert.Throws<Refused>(act));
    }

    [Fact]
    public void ConfirmClosing_WhileSuspended_WaitsUntilItsPeopleCanCallItOff()
    {
        var suspended = Asked().Suspend(SuspensionReason.Contract, Now);
        Assert.Throws<Refused>(() => suspended.ConfirmClosing(Now, Second, Now));
        Assert.Equal(Today.AddDays(35), suspended.Reactivate(Today.AddDays(5)).ConfirmClosing(Now, Second, Now.AddDays(5)).ClosesOn);
    }

    [Theory]
    [InlineData(0, 31)]
    [InlineData(1, 32)]
    [InlineData(100, 131)]
    public void Suspend_OfATenantThatCloses_TakesItsDaysOut(int days, int closesAfter)
    {
        var suspended = Asked().ConfirmClosing(Now, Second, Now).Suspend(SuspensionReason.Contract, Now);
        Assert.Equal(ClosingState.Confirmed, suspended.ClosingOn(Today.AddDays(days)));
        var back = suspended.Reactivate(Today.AddDays(days));
        Assert.Equal(
            (Today.AddDays(closesAfter), ClosingState.Confirmed, ClosingState.Closed),
            (back.ClosesOn, back.ClosingOn(Today.AddDays(closesAfter - 1)), back.ClosingOn(Today.AddDays(closesAfter))));
    }

    [Fact]
    public void CallOffClosing_BeforeItsDay_LeavesNothingOfIt()
    {
        var calledOff = Asked().ConfirmClosing(Now, Second, Now).CallOffClosing(Today.AddDays(29));
        Assert.Equal((ClosingState.Unspecified, null, null), (calledOff.ClosingOn(Today.AddDays(40)), calledOff.ClosesOn, calledOff.ClosingAskedBy));
        Assert.Throws<Refused>(() => calledOff.CallOffClosing(Today));
    }

    [Theory]
    [InlineData(13, 30, true)]
    [InlineData(13, 31, false)]
    [InlineData(13, null, false)]
    public void ConfirmClosing_WithAnExport_OnlyWhereItIsThirtyDaysOldAtMostByThen(int daysLater, int? exportDaysAgo, bool may)
    {
        var now = Now.AddDays(daysLater);
        var refusal = Record.Exception(() => Asked().ConfirmClosing(exportDaysAgo is { } days ? now.AddDays(-days) : null, Second, now));
        Assert.Equal(may, refusal is null);
    }

    [Fact]
    public void AskToClose_ThatNobodyConfirmed_LapsesAfterFourteenDaysAndIsAskedForAnew()
    {
        var asked = Asked();
        Assert.Equal((ClosingState.Asked, ClosingState.Lapsed), (asked.ClosingOn(Today.AddDays(13)), asked.ClosingOn(Today.AddDays(14))));
        var later = Now.AddDays(14);
        Assert.Throws<Refused>(() => asked.ConfirmClosing(later, Second, later));
        Assert.Throws<Refused>(() => asked.CallOffClosing(Today.AddDays(14)));
        var again = asked.AskToClose(ClosingReason.Contract, later, Second, later);
        Assert.Equal((ClosingState.Asked, Second, later), (again.ClosingOn(Today.AddDays(14)), again.ClosingAskedBy, again.ClosingAskedAt));
    }

    [Theory]
    // Monday: Tuesday and Wednesday to refuse it.
    [InlineData("2026-11-30", "2026-12-03")]
    // Thursday: Friday and Monday.
    [InlineData("2026-12-03", "2026-12-08")]
    // Christmas Eve, a Thursday: Christmas Day, its weekend and the holiday on Monday do not count.
    [InlineData("2026-12-24", "2026-12-31")]
    public void ConfirmRecovery_OnADay_TakesEffectAfterTwoWholeWorkingDays(string on, string effect)
    {
        var now = DateOnly.ParseExact(on, "yyyy-MM-dd").AtInLondon(new TimeOnly(9, 0));
        var confirmed = Recovery.Propose("north", Guid.NewGuid(), First, now, null, hasManager: false).Confirm(Guid.NewGuid(), Second, now, hasManager: false);
        Assert.Equal(effect, confirmed.TakesEffectOn.ToIso());
    }

    [Fact]
    public void Recovery_NeedsTwoOperatorsAndAThirdPerson()
    {
        var person = Guid.NewGuid();
        Assert.Throws<Refused>(() => Recovery.Propose("north", First, First, Now, null, hasManager: false));
        var proposed = Recovery.Propose("north", person, First, Now, null, hasManager: false);
        Assert.Throws<Refused>(() => proposed.Confirm(Guid.NewGuid(), First, Now, hasManager: false));
        Assert.Throws<Refused>(() => proposed.Confirm(Guid.NewGuid(), person, Now, hasManager: false));
        Assert.Throws<Refused>(() => Recovery.Propose("north", person, Second, Now, proposed, hasManager: false));
    }

    [Fact]
    public void Recovery_OfAPartnershipThatHasAManager_IsRefusedAtBothKeys()
    {
        Assert.Throws<Refused>(() => Recovery.Propose("north", Guid.NewGuid(), First, Now, null, hasManager: true));
        Assert.Throws<Refused>(() => Proposed().Confirm(Guid.NewGuid(), Second, Now, hasManager: true));
    }

    [Fact]
    public void Recovery_Refused_IsOverAndAnotherCanBeProposed()
    {
        var refused = Proposed().Confirm(Guid.NewGuid(), Second, Now, hasManager: false).Refuse("We appoint one ourselves.", Now);
        Assert.Equal((RecoveryState.Refused, 3L), (refused.StateAt(Now.AddDays(10)), refused.Version));
        Assert.Throws<Refused>(() => refused.Refuse("Again.", Now));
        Assert.Throws<Invalid>(() => Proposed().Refuse(" ", Now));
        Assert.Equal(4, Recovery.Propose("north", Guid.NewGuid(), First, Now, refused, hasManager: false).Version);
    }

    [Fact]
    public void Recovery_EndedBySomethingElse_IsOverWithoutARefusal()
    {
        var ended = Proposed().End(RecoveryEnding.ManagerAppointed, Now)!;
        Assert.Equal((RecoveryState.Ended, RecoveryEnding.ManagerAppointed, 2L), (ended.StateAt(Now), ended.EndedBy, ended.Version));
        Assert.Null(ended.End(RecoveryEnding.Suspended, Now));
        Assert.Throws<Refused>(() => ended.Refuse("Again.", Now));
        Assert.Null(Proposed().Confirm(Guid.NewGuid(), Second, Now, hasManager: false).End(RecoveryEnding.Suspended, Now.AddDays(10)));
        Assert.Equal(RecoveryState.Proposed, Recovery.Propose("north", Guid.NewGuid(), First, Now, ended, hasManager: false).StateAt(Now));
    }

    [Fact]
    public void Recovery_ThatNobodyConfirmed_LapsesAfterFourteenDays()
    {
        Assert.Equal((RecoveryState.Proposed, RecoveryState.Lapsed), (Proposed().StateAt(Now.AddDays(13)), Proposed().StateAt(Now.AddDays(14))));
        Assert.Throws<Refused>(() => Proposed().Confirm(Guid.NewGuid(), Second, Now.AddDays(14), hasManager: false));
    }

    private static TenantStanding Asked() => TenantStanding.Of("north").AskToClose(ClosingReason.AtRequest, Now, First, Now);

    private static Recovery Proposed() => Recovery.Propose("north", Guid.NewGuid(), First, Now, null, hasManager: false);
}
