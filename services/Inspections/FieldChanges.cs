using System.Globalization;
using Google.Protobuf;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>What differs between two states of a record, field by field, as its history keeps it.</summary>
public static class FieldChanges
{
    /// <param name="before">The record's message.</param>
    /// <param name="after">The same message after the act.</param>
    /// <param name="fields">Those that are compared, as the proto names them.</param>
    public static IReadOnlyList<FieldChange> Between(IMessage before, IMessage after, params IReadOnlyList<string> fields) =>
    [
        .. from field in fields
           let change = new FieldChange { Field = field, From = TextOf(before, field), To = TextOf(after, field) }
           where change.From != change.To
           select change,
    ];

    private static string TextOf(IMessage state, string field) => state.Descriptor.FindFieldByName(field).Accessor.GetValue(state) switch
    {
        string text => text,
        Enum value => Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        var other => throw new InvalidOperationException($"The history keeps no {other.GetType().Name}."),
    };
}
