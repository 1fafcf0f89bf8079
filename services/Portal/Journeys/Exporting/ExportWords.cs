namespace Jtai.Portal.Journeys.Exporting;

/// <summary>What the archive says of itself: the same in each.</summary>
internal static class ExportWords
{
    public const string ReadMe =
        """
        OFFICIAL-SENSITIVE

        Everything of one partnership, or of one agency's workspace, as its manager may see it, at one moment.
        It holds names, roles and addresses of staff, and evidence as it was put in. Give it to nobody who may not read all of it.

        What is in it
          partners/      settings, appointments, posts, sharing grants and who looked
          inspections/   inspections, letters' imports, findings and their corrections
          actions/       plans, actions, updates, statements, evidence, assurance, challenges, notifications
          reporting/     who looked from outside
          register/      of people, agencies and groups those that the records refer to
          files/         letters and evidence as they were put in, each by the SHA-256 of its content
          schema.json    the members of each line, and the release that wrote them
          manifest.json  every entry with its length, its SHA-256 and its number of lines
        Each .jsonl file has a line of JSON for each record, in the order of its key. The tenant of every line is the manifest's.
        The activity is in audit.jsonl of each part, its seals in seals.jsonl, what was told to other parts in events.jsonl.

        What is not in it
          What the person who exported may not see: inspections that are not published, for who is not on their list, and
          challenges that are still between two partners. Where there is any such inspection, the activity is shorter too.
          Addresses of people who never had a role here, and how they sign in; of who runs the platform all but the id.
          What can be made again from the rest, what other partnerships keep, and what means something in one place alone.

        Exports of unchanged records are the same byte for byte, but for the entry of each export in the activity.
        To put it in where the partnership does not exist: import-tenant, by whoever runs the platform, with the release that wrote it.

        """;
}
