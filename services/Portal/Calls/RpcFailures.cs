using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Jtai.Portal.Calls;

/// <summary>The one place where a service's refusal becomes words on a page, or a page of its own.</summary>
public static class RpcFailures
{
    /// <summary>
    /// Puts what a service found wrong with a form beside its fields: <c>agreement_reference</c> belongs to the page's
    /// property AgreementReference. What belongs to no field concerns the whole form.
    /// </summary>
    /// <param name="names">Where a page calls a field by another name: ("narrative", "Text").</param>
    /// <returns>True where the failure is one that the person can do something about; otherwise let it pass on.</returns>
    public static bool TryAddErrors(this ModelStateDictionary errors, RpcException failure, params (string Field, string Property)[] names) =>
        errors.TryAddErrors(failure, field => PropertyOf(field, names));

    /// <inheritdoc cref="TryAddErrors(ModelStateDictionary, RpcException, ValueTuple{string, string}[])"/>
    /// <param name="propertyOf">The page's field for each of the service's.</param>
    public static bool TryAddErrors(this ModelStateDictionary errors, RpcException failure, Func<string, string> propertyOf)
    {
        if (failure.StatusCode is not (StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Aborted))
        {
            return false;
        }

        if (SavedAt(failure) is { } saved)
        {
            // The form comes back with a new key, and with the version that is saved now.
            errors.AddModelError(IdempotencyKey.Name, $"You saved this form at {Dates.TimeOfDay(saved)}. Save what you have typed now as well?");
            errors.Remove("Version");
            return true;
        }

        var violations = DetailOf<BadRequest>(failure)?.FieldViolations.ToArray() ?? [];
        // Past the first 200 the framework would say, in its own words, that there are too many.
        errors.MaxAllowedErrors += violations.Length;
        foreach (var violation in violations)
        {
            errors.AddModelError(violation.Field == NoChildBecause.Name ? NoChildBecause.Name : propertyOf(violation.Field), violation.Description);
        }

        if (DetailOf<ErrorInfo>(failure) is { Reason: "CHILD_IDENTIFIER" })
        {
            errors.AddModelError(NoChildBecause.Name, "Say why no child can be known by this, or take it out");
        }

        if (violations.Length == 0)
        {
            errors.AddModelError("", failure.Status.Detail);
        }

        return true;
    }

    /// <summary>True where somebody else changed the record first.</summary>
    /// <param name="currentVersion">The version that it has now; 0 where the service did not say.</param>
    public static bool IsStale(this RpcException failure, out long currentVersion)
    {
        currentVersion = failure.StatusCode == StatusCode.Aborted
            && DetailOf<ErrorInfo>(failure)?.Metadata.TryGetValue("current_version", out var text) == true
            && long.TryParse(text, CultureInfo.InvariantCulture, out var version) ? version : 0;
        return failure.StatusCode == StatusCode.Aborted;
    }

    /// <summary>True where the form had been saved before, with other words: see <see cref="TryAddErrors"/>.</summary>
    public static bool SaysSavedBefore(this ModelStateDictionary errors) => errors.TryGetValue(IdempotencyKey.Name, out var key) && key.Errors.Count > 0;

    private static DateTimeOffset? SavedAt(RpcException failure) =>
        DetailOf<ErrorInfo>(failure) is { Reason: "KEY_USED" } used && used.Metadata.TryGetValue("saved_at", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var saved) ? saved : null;

    /// <summary>The HTTP status whose page says it.</summary>
    public static int StatusOf(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>"agreement_reference" is the page's AgreementReference, where the page has no other name for it.</summary>
    public static string PropertyOf(string field, params ReadOnlySpan<(string Field, string Property)> names)
    {
        foreach (var (known, property) in names)
        {
            if (known == field)
            {
                return property;
            }
        }
        return string.Concat(field.Split('_', '.').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static T? DetailOf<T>(RpcException failure) where T : class, Google.Protobuf.IMessage<T>, new() =>
        failure.GetRpcStatus()?.GetDetail<T>();
}
