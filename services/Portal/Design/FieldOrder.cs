using Microsoft.AspNetCore.Mvc.Rendering;

namespace Jtai.Portal.Design;

/// <summary>
/// The fields of the page in the order in which they stand, noted as they are rendered. ModelState sorts its
/// keys by name, and an error summary must follow the page; the layout renders it after the body.
/// </summary>
internal sealed class FieldOrder
{
    private readonly List<(string Key, string Id)> fields = [];

    public static FieldOrder Of(ViewContext view)
    {
        if (view.HttpContext.Items[typeof(FieldOrder)] is not FieldOrder order)
        {
            view.HttpContext.Items[typeof(FieldOrder)] = order = new FieldOrder();
        }

        return order;
    }

    public void Add(string key, string id)
    {
        if (!fields.Exists(field => field.Key == key))
        {
            fields.Add((key, id));
        }
    }

    /// <summary>The element to jump to, or null for an error that belongs to no field of the page.</summary>
    public string? IdOf(string key) => fields.Find(field => field.Key == key).Id;

    /// <summary>The place of a field; errors of no field come first, as they concern the whole form.</summary>
    public int PlaceOf(string key) => fields.FindIndex(field => field.Key == key);
}
