using System.Net.Mail;

namespace Jtai.Portal.Hosting;

/// <summary>Whom people ask for help: the setting <c>Support:Contact</c>, an email address or a sentence; nobody unless set.</summary>
public sealed class SupportContact(IConfiguration configuration)
{
    /// <summary>Empty where none is set.</summary>
    public string Text { get; } = (configuration["Support:Contact"] ?? "").Trim();

    public bool IsSet => Text.Length > 0;

    /// <summary>Whether it can be written to from a link.</summary>
    public bool IsEmail => MailAddress.TryCreate(Text, out var address) && address.Address == Text;
}
