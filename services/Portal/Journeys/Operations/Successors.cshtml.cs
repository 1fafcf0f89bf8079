using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>What came of which agencies and bodies of the register.</summary>
public sealed class SuccessorsModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    public const string Address = FirstScreens.Operations + "/successors";

    private const string Agency = "agency:";
    private const string Body = "body:";
    private const int Sides = 4;
    private readonly OperatorCalls calls = calls;
    private ListAgenciesReply register = new();

    [BindProperty]
    public SuccessorKind Kind { get; set; }

    /// <summary>"agency:moors-icb" or "body:executive"; empty where none is chosen.</summary>
    [BindProperty]
    public List<string?> From { get; set; } = [];

    [BindProperty]
    public List<string?> To { get; set; } = [];

    [BindProperty]
    public DateEntry On { get; set; } = new();

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SuccessorLink> Links => [.. register.Successors.Reverse()];

    public static IEnumerable<Choice> Kinds { get; } = [.. SuccessionWords.Kinds.Select(kind => new Choice(kind.ToString(), SuccessionWords.Of(kind)))];

    public IEnumerable<Choice> Entries =>
    [
        new("", "None"),
        .. register.Agencies.Select(agency => new Choice(Agency + agency.AgencyId, agency.Name) { Group = ("agencies", "Agencies") }),
        .. register.Bodies.Select(body => new Choice(Body + body.BodyId, body.Name) { Group = ("bodies", "Boards and other bodies") }),
    ];

    public string NamesOf(IEnumerable<string> ids) => Numbers.List(ids.Select(id =>
        register.Agencies.FirstOrDefault(agency => agency.AgencyId == id)?.Name ?? register.Bodies.FirstOrDefault(body => body.BodyId == id)?.Name ?? id));

    public async Task OnGetAsync(CancellationToken ct)
    {
        (From, To) = ([.. new string?[Sides]], [.. new string?[Sides]]);
        register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        string[] chosen = [.. Chosen(From), .. Chosen(To)];
        var ofBodies = chosen.Any(value => value.StartsWith(Body, StringComparison.Ordinal));
        if (ofBodies && chosen.Any(value => value.StartsWith(Agency, StringComparison.Ordinal)))
        {
            ModelState.AddModelError("To[0]", "Choose agencies alone, or boards and other bodies alone");
            return Page();
        }

        try
        {
            await calls.Partners.LinkSuccessorsAsync(
                new()
                {
                    Link = new SuccessorLink
                    {
                        Kind = Kind, OfBodies = ofBodies, FromIds = { IdsOf(From) }, ToIds = { IdsOf(To) },
                        TakesEffectOn = On.ReadIso(ModelState, nameof(On), "day"), Note = Note ?? "",
                    },
                },
                cancellationToken: ct);
            return Done("Recorded", Address);
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(
            failure, ("link.kind", nameof(Kind)), ("link.from_ids", "From[0]"), ("link.to_ids", "To[0]"), ("link.takes_effect_on", nameof(On)), ("link.note", nameof(Note))))
        {
            return Page();
        }
    }

    private static IEnumerable<string> Chosen(IEnumerable<string?> values) => values.OfType<string>().Where(value => value.Length > 0);

    private static IEnumerable<string> IdsOf(IEnumerable<string?> values) =>
        Chosen(values).Select(value => value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}
