using System.Text.Json;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>
/// govuk-frontend's own fixtures, options and the HTML expected of them, against our tags. A fixture is in scope
/// when our tag has every option that it uses; how many are is written here, so that the number cannot fall unseen.
/// Out of scope: html where we take only text (labels, hints, legends, errors, titles), classes and attributes
/// on inner elements, translations, the enhanced file upload, menu slots.
/// </summary>
public class FixtureTests
{
    private static readonly Dictionary<string, int> InScope = new()
    {
        ["back-link"] = 7,
        ["breadcrumbs"] = 12,
        ["button"] = 32,
        ["character-count"] = 17,
        ["checkboxes"] = 33,
        ["date-input"] = 15,
        ["details"] = 9,
        ["error-message"] = 6,
        ["error-summary"] = 14,
        ["fieldset"] = 16,
        ["file-upload"] = 15,
        ["generic-header"] = 7,
        ["hint"] = 6,
        ["input"] = 38,
        ["inset-text"] = 6,
        ["label"] = 17,
        ["notification-banner"] = 20,
        ["pagination"] = 10,
        ["radios"] = 36,
        ["select"] = 17,
        ["service-navigation"] = 22,
        ["skip-link"] = 9,
        ["summary-list"] = 22,
        ["table"] = 21,
        ["tag"] = 12,
        ["task-list"] = 6,
        ["textarea"] = 18,
        ["warning-text"] = 7,
    };

    public static TheoryData<string> Names => [.. Components.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tag_GivenEachFixture_WritesItsHtml(string component)
    {
        var wrong = new List<string>();
        var passed = 0;
        foreach (var (name, options, html) in Fixtures(component))
        {
            var read = new Options(options);
            var written = Components.All[component](read);
            if (!read.AllRead)
            {
                continue;
            }

            if (Html.Normal(written) == Html.Normal(html))
            {
                passed++;
            }
            else
            {
                wrong.Add($"'{name}'\nexpected:\n{Html.Normal(html)}\nwritten:\n{Html.Normal(written)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {component}'s fixtures differ: {string.Join("\n", wrong)}");
        Assert.Equal(InScope[component], passed);
    }

    [Fact]
    public void Comparison_OfMarkupWithAnotherClass_Differs() =>
        Assert.NotEqual(Html.Normal("<p class=\"a b\">x</p>"), Html.Normal("<p class=\"a c\">x</p>"));

    [Fact]
    public void Comparison_OfMarkupSpeltOtherwise_IsEqual() =>
        Assert.Equal(Html.Normal("<p id='i' class=\"a b\">x  y</p>"), Html.Normal("<p class=\" b a\" id=i>\n  x y\n</p>"));

    private static IEnumerable<(string Name, JsonElement Options, string Html)> Fixtures(string component)
    {
        var file = Path.Combine(DesignPackages.GovukComponents, component, "fixtures.json");
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var fixture in json.RootElement.GetProperty("fixtures").EnumerateArray())
        {
            yield return (
                fixture.GetProperty("name").GetString()!,
                fixture.GetProperty("options").Clone(),
                fixture.GetProperty("html").GetString()!);
        }
    }
}
