using Microsoft.AspNetCore.Http;

namespace Jtai.Access;

/// <summary>Hears of each call that its RPC's policy did not admit, though its token is valid: before the call is answered.</summary>
public delegate void CallDenied(HttpContext call, AccessPolicy? policy);
