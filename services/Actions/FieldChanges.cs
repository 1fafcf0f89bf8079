using System.Collections;
using System.Globalization;
using Google.Protobuf;

namespace Jtai.Actions;

/// <summary>What differs between two states of a record, field by field, as its history keeps it.</summary>
public static class FieldChanges
{
    /// <param name="before">The record's message.</param>
    /// <param name="after">The same message after the act.</param>
    /// <param name="fields">Those that are compared, as the proto names them.</param>
    public static IReadOnlyList<V1.FieldChange> Between(IMessage before, IMessage after, params IReadOnlyList<string> fields) =>
    [
        .. from field in fields
           let change = new V1.FieldChange { Field = field, From = TextOf(before, field), To = TextOf(after, field) }
           where change.From != change.To
           select change,
    ];

    /// <summary>The same of a part of the record, whose name stands before each field: <c>milestone.due_on</c>.</summary>
    /// <inheritdoc cref="Between"/>
    public static IEnumerable<V1.FieldChange> Within(string part, IMessage before, IMessage after, params IReadOnlyList<string> fields) =>
        Between(before, after, fields).Select(change => new V1.FieldChange(change) { Field = $"{part}.{change.Field}" });

    private static string TextOf(IMessage state, string field) => TextOf(state.Descriptor.FindFieldByName(field).Accessor.GetValue(state));

    private static string TextOf(object? value) => value switch
    {
        null or false => "",
        true => "true",
        string text => text,
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable many and not IMessage => string.Join(',', many.Cast<object>().Select(TextOf).Order(StringComparer.Ordinal)),
        Enum one => Convert.ToInt32(one, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        V1.Lead lead => LeadText.Of(lead),
        V1.Dependency { OnCase: V1.Dependency.OnOneofCase.Outside } dependency => dependency.Outside,
        V1.Dependency dependency => dependency.ActionId,
        V1.OtherPlanLink link => string.Join(' ', ((string[])[link.Reference, link.On, link.Words]).Where(text => text.Length > 0)),
        var other => throw new InvalidOperationException($"The history keeps no {other.GetType().Name}."),
    };
}
