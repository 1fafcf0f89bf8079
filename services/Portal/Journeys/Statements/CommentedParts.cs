using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What can be commented on: the whole, a section, an action; as a form's choices and by name.</summary>
internal sealed class CommentedParts
{
    public const string Whole = "whole";
    private const string SectionChoice = "section:";
    private const string ActionChoice = "action:";

    public IReadOnlyList<Choice> Choices { get; private init; } = [];

    public static async Task<CommentedParts> ReadAsync(PartnershipCalls calls, OneStatement statement, CancellationToken ct)
    {
        IReadOnlyList<ActionProto> actions = await calls.ListPlanActionsAsync(statement.Facts.PlanId, ct);
        return new CommentedParts
        {
            Choices =
            [
                new Choice(Whole, "the whole statement"),
                .. statement.Record.Sections.Select(section => new Choice(SectionChoice + section.SectionId, section.Heading) { Group = ("sections", "Sections") }),
                .. actions.Select(action => new Choice(ActionChoice + action.ActionId, $"{action.Reference} {action.Title}") { Group = ("actions", "Actions") }),
            ],
        };
    }

    /// <summary>Those of a form: every section, and the first hundred actions that hold the words, and the one that is chosen.</summary>
    public IReadOnlyList<Choice> Listed(string? words, string? chosen)
    {
        var found = Found(words).Take(PlanActions.MostShown).ToHashSet();
        return [.. Choices.Where(choice => !IsAction(choice) || choice.Value == chosen || found.Contains(choice))];
    }

    public ActionSearch Search(string? words) => new(words, Found(words).Count());

    private IEnumerable<Choice> Found(string? words)
    {
        var wanted = (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Choices.Where(choice => IsAction(choice) && wanted.All(word => choice.Text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }

    private static bool IsAction(Choice choice) => choice.Value?.StartsWith(ActionChoice, StringComparison.Ordinal) == true;

    public string NameOf(string choice) => Choices.FirstOrDefault(one => one.Value == choice)?.Text ?? "something that is no longer part of it";

    public static string ChoiceOf(StatementComment comment) => comment.OnCase switch
    {
        StatementComment.OnOneofCase.SectionId => SectionChoice + comment.SectionId,
        StatementComment.OnOneofCase.ActionId => ActionChoice + comment.ActionId,
        _ => Whole,
    };

    /// <summary>Says in a request what the chosen part is; neither for the whole.</summary>
    public static void Put(AddCommentRequest request, string? choice)
    {
        if (choice?.StartsWith(SectionChoice, StringComparison.Ordinal) == true)
        {
            request.SectionId = choice[SectionChoice.Length..];
        }
        else if (choice?.StartsWith(ActionChoice, StringComparison.Ordinal) == true)
        {
            request.ActionId = choice[ActionChoice.Length..];
        }
    }
}
