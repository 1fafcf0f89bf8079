using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Hosting;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>A form that says what evidence is: a link, something that was looked at where it is held, or a file.</summary>
public interface IAskForContent
{
    ContentEntry Held { get; }

    /// <summary>Where portal.js sends a file piece by piece.</summary>
    string UploadAddress { get; }
}

/// <summary>What was typed of it. The file itself is read by <see cref="FileSending"/>.</summary>
public sealed class ContentEntry
{
    public const string LinkChoice = "link";
    public const string InspectedChoice = "inspected";
    public const string FileChoice = "file";

    public string? What { get; set; }

    public string? Link { get; set; }

    public string? By { get; set; }

    public DateEntry On { get; set; } = new();

    public string? HeldWhere { get; set; }

    /// <summary>Of a file that has arrived: by portal.js, or with this form before it came back with an error.</summary>
    public string? FileId { get; set; }

    /// <summary>What that file is called.</summary>
    public string? FileName { get; set; }

    /// <summary>Names the field; the file is no part of what is bound.</summary>
    public IFormFile? File { get; set; }

    /// <summary>Where errors of the service stand on the form.</summary>
    public static (string Field, string Property)[] Names { get; } =
    [
        ("content", "Held.What"), ("action_ids", "Held.What"), ("link", "Held.Link"), ("inspected", "Held.By"), ("inspected.by", "Held.By"),
        ("inspected.on", "Held.On"), ("inspected.held_where", "Held.HeldWhere"), ("file_id", "Held.File"), ("name", "Held.File"), ("size", "Held.File"),
    ];

    /// <summary>As chosen; of the three one is given, or none.</summary>
    public (string FileId, string Link, InspectedInPlace? Inspected) Read(ModelStateDictionary errors) => What switch
    {
        FileChoice => (FileId ?? "", "", null),
        LinkChoice => ("", Link ?? "", null),
        InspectedChoice => ("", "", new InspectedInPlace { By = By ?? "", On = On.ReadIso(errors, "Held.On", "day of the look"), HeldWhere = HeldWhere ?? "" }),
        _ => ("", "", null),
    };

    /// <summary>Sends the file of the form, where there is one, and keeps its id. False where something is wrong with it.</summary>
    public async Task<bool> TakeFileAsync(PartnershipCalls calls, HttpContext context, ModelStateDictionary errors, CancellationToken ct)
    {
        if (FileOfForm.Of(context) is { } file)
        {
            What = FileChoice;
            errors.Remove("Held.What");
            var sent = await FileSending.SendAsync(calls, file, errors, ct);
            (FileId, FileName) = (sent?.FileId, sent?.Name);
            errors.Remove("Held.FileId");
            errors.Remove("Held.FileName");
            return sent is not null;
        }

        if (What == FileChoice && string.IsNullOrEmpty(FileId))
        {
            errors.AddModelError("Held.File", "Choose the file");
            return false;
        }

        return true;
    }
}
