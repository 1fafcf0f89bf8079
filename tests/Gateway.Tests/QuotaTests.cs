namespace Jtai.Gateway.Tests;

public sealed class QuotaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(19)]
    [InlineData(50)]
    [InlineData(3000)]
    public void Quota_OfAnyNumber_GivesThatNumberASecond(int perSecond)
    {
        var options = TenantQuota.Of(perSecond);

        Assert.Equal(perSecond, options.TokensPerPeriod / options.ReplenishmentPeriod.TotalSeconds, tolerance: perSecond / 100.0);
        Assert.Equal(2 * perSecond, options.TokenLimit);
    }

    [Fact]
    public void Quota_OfNothing_IsRefused() => Assert.Throws<Errors.StartRefused>(() => TenantQuota.Of(0));
}
