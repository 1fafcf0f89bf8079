using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>A link to another inspection or plan, as typed into a row of a form.</summary>
public sealed class LinkEntry
{
    /// <summary>Links of one action.</summary>
    public const int Most = 10;

    public LinkKind Kind { get; set; }

    public string? Reference { get; set; }

    public DateEntry On { get; set; } = new();

    public string? Words { get; set; }

    public bool IsEmpty => Kind == default && string.IsNullOrWhiteSpace(Reference) && string.IsNullOrWhiteSpace(Words) && On.IsEmpty;

    public static LinkEntry Of(OtherPlanLink link) =>
        new() { Kind = link.Kind, Reference = link.Reference, On = DateEntry.OfIso(link.On), Words = link.Words };

    /// <param name="row">Its name in the form: "Links[0]".</param>
    public OtherPlanLink Read(ModelStateDictionary errors, string row) => new()
    {
        Kind = Kind, Reference = Reference ?? "", On = On.ReadIso(errors, $"{row}.{nameof(On)}", "date of the link"), Words = Words ?? "",
    };
}
