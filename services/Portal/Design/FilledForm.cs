namespace Jtai.Portal.Design;

/// <summary>
/// Says of a page that its form is shown with everything that a person typed before, though nothing was posted now: what is not
/// ticked there they had not ticked.
/// </summary>
public static class FilledForm
{
    public static void Mark(HttpContext context) => context.Items[typeof(FilledForm)] = true;

    public static bool IsIn(HttpContext context) => context.Items.ContainsKey(typeof(FilledForm));
}
