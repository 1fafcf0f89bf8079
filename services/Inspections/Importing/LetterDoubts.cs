using System.Globalization;
using Dapper;
using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>Why a letter may not belong where it was handed in: compared with the register's names and the letters held.</summary>
internal sealed record LetterDoubts(LetterDoubts.Place? Partnership, IReadOnlyList<LetterDoubts.Held> Letters)
{
    /// <summary>Two statements for <see cref="ReadAsync"/>, with the tenant and the import; they see what the caller may see.</summary>
    public const string Sql =
        """
        select name, area, array(select council.name from council where agency_id = any (agency_ids)) as councils
        from partnership where partnership_id = @TenantId;
        -- Of letters that wait for review (3) the later is the doubtful one; a confirmed one (4) is held whenever it came.
        select other.inspection_id, coalesce(nullif(reference, ''), 'Draft inspection') as reference, other.file_name,
          other.handed_in_at, other.state = 4 as is_confirmed, other.letter_sha256,
          array(select value::bigint from jsonb_array_elements_text(other.likeness)) as likeness
        from letter_import this
        join letter_import other on other.tenant_id = this.tenant_id and other.import_id <> this.import_id
          and (other.state = 4 or (other.state = 3 and (other.handed_in_at, other.import_id) < (this.handed_in_at, this.import_id)))
        join inspection on inspection.tenant_id = other.tenant_id and inspection.inspection_id = other.inspection_id
        where this.tenant_id = @TenantId and this.import_id = @ImportId and this.state = 3
        order by other.state desc, other.handed_in_at desc limit 100;

        """;

    public static async Task<LetterDoubts> ReadAsync(SqlMapper.GridReader results) =>
        new(await results.ReadSingleOrDefaultAsync<Place>(), [.. await results.ReadAsync<Held>()]);

    /// <summary>What must be answered before this letter's findings are confirmed.</summary>
    public IEnumerable<LetterDoubt> Of(LetterImport import)
    {
        if (import is not { State: LetterImportState.ReadyForReview, Reading: { } reading })
        {
            yield break;
        }

        // Until the register's names are here, and for a letter that names no place, there is nothing to compare.
        if (Partnership is { Name.Length: > 0 } here && reading.Area.Length > 0 && !PlaceNames.Meet(reading.Area, [here.Name, here.Area, .. here.Councils]))
        {
            yield return new()
            {
                Kind = LetterDoubtKind.OtherPlace,
                Message = $"This letter is about {reading.Area}. This is the {(here.Area.Length > 0 ? here.Area + " partnership" : here.Name)}.",
            };
        }

        var same = Letters.FirstOrDefault(letter => letter.LetterSha256 == reading.Sha256);
        if ((same ?? Letters.FirstOrDefault(letter => IsLike(letter, reading))) is { } held)
        {
            yield return new()
            {
                Kind = LetterDoubtKind.AlreadyHeld,
                Message = $"You already hold this letter{(same is null ? ", or one with nearly the same words" : "")}: {Words(held, import)}.",
            };
        }
    }

    private static bool IsLike(Held letter, ReadLetter reading) => Likeness.Between(letter.Likeness, reading.Likeness) >= Likeness.OfOneLetter;

    private static string Words(Held held, LetterImport import)
    {
        var when = $"imported on {held.HandedInAt.DateInLondon().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} as {held.FileName}";
        var where = held.InspectionId == import.InspectionId ? "this inspection" : held.Reference;
        return held.IsConfirmed ? $"{where}, {when}" : $"{where}, {when} and not confirmed yet";
    }

    /// <summary>How the register calls the partnership and its councils.</summary>
    internal sealed record Place
    {
        public required string Name { get; init; }
        public required string Area { get; init; }
        public required string[] Councils { get; init; }
    }

    /// <summary>Another letter of the partnership that was confirmed, or waits for its review longer than this one.</summary>
    internal sealed record Held
    {
        public required Guid InspectionId { get; init; }
        public required string Reference { get; init; }
        public required string FileName { get; init; }
        public required DateTimeOffset HandedInAt { get; init; }
        public required bool IsConfirmed { get; init; }
        public required string LetterSha256 { get; init; }
        public required long[] Likeness { get; init; }
    }
}
