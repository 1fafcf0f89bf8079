using Jtai.Access;

namespace Jtai.Field;

/// <summary>Field must know nobody; this one knows who calls.</summary>
public static class PlantedOffender
{
    public static bool IsCaller(object value) => value is Caller;
}
