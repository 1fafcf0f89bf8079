using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Shared;

/// <summary>A table as a file for a spreadsheet.</summary>
public static class CsvFile
{
    // A cell that begins with one of =, +, - and @ would be run as a formula.
    private static readonly CsvConfiguration Form = new(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.Escape };

    public static FileContentResult Of(string name, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        using var content = new MemoryStream();
        // Excel reads UTF-8 only where a byte order mark says so.
        using (var writer = new CsvWriter(new StreamWriter(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), Form))
        {
            foreach (var row in rows.Prepend(columns))
            {
                foreach (var cell in row)
                {
                    writer.WriteField(cell);
                }

                writer.NextRecord();
            }
        }

        return new FileContentResult(content.ToArray(), "text/csv; charset=utf-8") { FileDownloadName = name };
    }
}
