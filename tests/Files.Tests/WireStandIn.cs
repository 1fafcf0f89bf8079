using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Jtai.Files.Tests;

/// <summary>
/// A stand-in that speaks MongoDB's wire protocol (OP_MSG, and OP_QUERY for the handshake), and is not MongoDB: it shows what the real
/// driver sends for our store, and that a server which knows these few commands is enough. It knows no others: no aggregation, session,
/// transaction or operator but <c>$gt</c> and <c>$lt</c>; whatever else comes is an error, and is kept in <see cref="Unknown"/>.
/// </summary>
public sealed class WireStandIn : IDisposable
{
    private const int Reply = 1;
    private const int Message = 2013;

    // So that every list needs getMore.
    private const int MostInABatch = 2;

    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["insert"] = ["documents", "ordered"],
        ["find"] = ["filter", "sort", "limit", "singleBatch", "projection", "batchSize"],
        ["getMore"] = ["collection", "batchSize"],
        ["delete"] = ["deletes", "ordered"],
        ["update"] = ["updates", "ordered"],
        ["createIndexes"] = ["indexes"],
        ["listCollections"] = ["filter", "nameOnly", "cursor"],
        ["killCursors"] = ["cursors"],
        ["endSessions"] = [],
        ["hello"] = ["helloOk", "isMaster", "ismaster", "client", "compression", "topologyVersion", "maxAwaitTimeMS", "loadBalanced", "backpressure"],
        ["isMaster"] = ["helloOk", "client", "compression", "backpressure"],
        ["ismaster"] = ["helloOk", "client", "compression", "backpressure"],
        ["ping"] = [],
    };

    // Of any command; what a session or a retryable write would add is not among them.
    private static readonly string[] Common = ["$db", "$readPreference", "writeConcern", "readConcern", "maxTimeMS"];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly bool isReplicaSet;
    private readonly Lock turn = new();
    private readonly Dictionary<string, List<BsonDocument>> collections = [];
    private readonly Dictionary<string, HashSet<string>> unique = [];
    private readonly Dictionary<long, (string Collection, Queue<BsonDocument> Left)> cursors = [];
    private readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    private long lastCursor;

    /// <param name="isReplicaSet">With sessions and retryable writes, as MongoDB's own; else as a single server without either.</param>
    public WireStandIn(bool isReplicaSet = false)
    {
        this.isReplicaSet = isReplicaSet;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"mongodb://{Endpoint}/jtai_test{(isReplicaSet ? "?replicaSet=standin" : "?retryWrites=false")}";

    /// <summary>Commands that came, by name.</summary>
    public ConcurrentDictionary<string, int> Commands { get; } = new();

    /// <summary>What it does not know, and no such server need know.</summary>
    public ConcurrentQueue<string> Unknown { get; } = new();

    /// <summary>The next commands of this name fail, as a server fails that has just lost its place.</summary>
    public ConcurrentDictionary<string, int> Failing { get; } = new();

    private string Endpoint => listener.LocalEndpoint.ToString()!;

    /// <summary>Ends every connection; new ones are taken.</summary>
    public void DropConnections()
    {
        foreach (var client in clients.Keys)
        {
            client.Close();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        DropConnections();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        clients[client] = true;
        try
        {
            await using var stream = client.GetStream();
            var head = new byte[16];
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                var body = new byte[Int(head, 0) - 16];
                await stream.ReadExactlyAsync(body);
                var isMessage = Int(head, 12) == Message;
                var answer = Answer(isMessage ? CommandOfMessage(body) : CommandOfQuery(body)).ToBson();
                // A message: flags and the kind of its one section; a reply: flags, cursor, start, and one document.
                var before = isMessage ? new byte[5] : [.. new byte[16], 1, 0, 0, 0];
                byte[] whole = [.. Bytes(16 + before.Length + answer.Length), .. head[4..8], .. head[4..8], .. Bytes(isMessage ? Message : Reply), .. before, .. answer];
                await stream.WriteAsync(whole);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or SocketException)
        {
            // It was closed, from here or there.
        }
        finally
        {
            clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private static BsonDocument CommandOfMessage(byte[] body)
    {
        var command = new BsonDocument();
        for (var at = 4; at < body.Length;)
        {
            if (body[at++] == 0)
            {
                command.Merge(Document(body, ref at));
                continue;
            }

            // Documents of one field, beside the command.
            var end = at + Int(body, at);
            var name = Text(body, at + 4);
            at += 4 + name.Length + 1;
            var documents = new BsonArray();
            while (at < end)
            {
                documents.Add(Document(body, ref at));
            }

            command[name] = documents;
        }

        return command;
    }

    private static BsonDocument CommandOfQuery(byte[] body)
    {
        var at = 4 + Text(body, 4).Length + 1 + 8;
        return Document(body, ref at);
    }

    private BsonDocument Answer(BsonDocument command)
    {
        var name = command.GetElement(0).Name;
        Commands.AddOrUpdate(name, 1, (_, count) => count + 1);
        string[] session = isReplicaSet ? ["lsid", "txnNumber", "$clusterTime"] : [];
        if (!Known.TryGetValue(name, out var fields))
        {
            return Refuse(59, name);
        }

        foreach (var field in command.Names.Skip(1).Where(field => !fields.Contains(field) && !Common.Contains(field) && !session.Contains(field)))
        {
            return Refuse(40415, $"{name}.{field}");
        }

        if (Failing.TryGetValue(name, out var times) && times > 0)
        {
            Failing[name] = times - 1;
            return Error(13435, "NotPrimaryNoSecondaryOk", "not primary");
        }

        lock (turn)
        {
            return Do(name, command);
        }
    }

    private BsonDocument Do(string name, BsonDocument command) => name switch
    {
        "insert" => Insert(command),
        "find" => Find(command),
        "getMore" => Batch(command[0].ToInt64(), "nextBatch"),
        "delete" => Delete(command),
        "update" => Update(command),
        "createIndexes" => CreateIndexes(command),
        "listCollections" => Cursor("$cmd.listCollections", collections.Keys.Select(key => new BsonDocument { ["name"] = key, ["type"] = "collection" }), "firstBatch"),
        "hello" or "isMaster" or "ismaster" => Hello(),
        _ => Ok(),
    };

    private BsonDocument Hello()
    {
        var hello = new BsonDocument
        {
            ["ismaster"] = true, ["isWritablePrimary"] = true, ["helloOk"] = true, ["maxBsonObjectSize"] = 16_777_216, ["maxMessageSizeBytes"] = 48_000_000,
            ["maxWriteBatchSize"] = 100_000, ["localTime"] = DateTime.UtcNow, ["minWireVersion"] = 0, ["maxWireVersion"] = 21, ["readOnly"] = false, ["connectionId"] = 1, ["ok"] = 1.0,
        };
        return isReplicaSet
            ? hello.Merge(new BsonDocument
            {
                ["setName"] = "standin", ["hosts"] = new BsonArray { Endpoint }, ["me"] = Endpoint, ["primary"] = Endpoint, ["setVersion"] = 1,
                ["electionId"] = ObjectId.Parse("7fffffff0000000000000001"), ["logicalSessionTimeoutMinutes"] = 30,
            })
            : hello;
    }

    private BsonDocument Insert(BsonDocument command)
    {
        var (collection, name) = (Of(command), command[0].AsString);
        var document = command["documents"].AsBsonArray.Single().AsBsonDocument;
        foreach (var keys in unique.GetValueOrDefault(name, []).Append("_id"))
        {
            if (collection.Exists(other => keys.Split(' ').All(key => other.GetValue(key, BsonNull.Value) == document.GetValue(key, BsonNull.Value))))
            {
                return Ok().Add("n", 0).Add("writeErrors", new BsonArray
                {
                    new BsonDocument { ["index"] = 0, ["code"] = 11000, ["errmsg"] = $"E11000 duplicate key error collection: {name} index: {keys}" },
                });
            }
        }

        collection.Add(document);
        return Ok().Add("n", 1);
    }

    private BsonDocument Find(BsonDocument command)
    {
        var found = Of(command).Where(document => Matches(document, command.GetValue("filter", new BsonDocument()).AsBsonDocument));
        if (command.GetValue("sort", new BsonDocument()).AsBsonDocument is { ElementCount: > 0 } sort)
        {
            found = found.OrderBy(document => document[sort.GetElement(0).Name]);
        }

        if (command.GetValue("limit", 0).ToInt32() is > 0 and var limit)
        {
            found = found.Take(limit);
        }

        var shown = command.GetValue("projection", new BsonDocument()).AsBsonDocument.Where(one => one.Value.ToInt32() == 1).Select(one => one.Name).ToList();
        return Cursor(
            command[0].AsString, found.Select(document => shown.Count == 0 ? document : new BsonDocument(document.Where(one => shown.Contains(one.Name)))), "firstBatch");
    }

    private BsonDocument Delete(BsonDocument command)
    {
        var one = command["deletes"].AsBsonArray.Single().AsBsonDocument;
        var found = Of(command).Where(document => Matches(document, one["q"].AsBsonDocument)).ToList();
        var gone = one["limit"].ToInt32() == 1 ? found.Take(1).ToList() : found;
        Of(command).RemoveAll(gone.Contains);
        return Ok().Add("n", gone.Count);
    }

    private BsonDocument Update(BsonDocument command)
    {
        var one = command["updates"].AsBsonArray.Single().AsBsonDocument;
        if (one["u"].AsBsonDocument.GetElement(0).Name.StartsWith('$'))
        {
            return Refuse(9, "update operators");
        }

        var before = Of(command).RemoveAll(document => Matches(document, one["q"].AsBsonDocument));
        Of(command).Add(one["u"].AsBsonDocument);
        var answer = Ok().Add("n", 1).Add("nModified", before);
        return before > 0 ? answer : answer.Add("upserted", new BsonArray { new BsonDocument { ["index"] = 0, ["_id"] = one["u"]["_id"] } });
    }

    private BsonDocument CreateIndexes(BsonDocument command)
    {
        Of(command);
        var index = command["indexes"].AsBsonArray.Single().AsBsonDocument;
        if (index.Names.Except(["key", "name", "unique"]).FirstOrDefault() is { } option)
        {
            return Refuse(197, $"index option {option}");
        }

        if (index.GetValue("unique", false).ToBoolean())
        {
            (unique.TryGetValue(command[0].AsString, out var all) ? all : unique[command[0].AsString] = []).Add(string.Join(' ', index["key"].AsBsonDocument.Names));
        }

        return Ok();
    }

    private List<BsonDocument> Of(BsonDocument command) =>
        collections.TryGetValue(command[0].AsString, out var found) ? found : collections[command[0].AsString] = [];

    private bool Matches(BsonDocument document, BsonDocument filter) => filter.All(wanted =>
    {
        var value = document.GetValue(wanted.Name, BsonNull.Value);
        return wanted.Value is not BsonDocument operators ? value == wanted.Value : operators.All(one => one.Name switch
        {
            "$gt" => value > one.Value,
            "$lt" => value < one.Value,
            _ => throw new IOException(Refuse(2, one.Name).ToString()),
        });
    });

    private BsonDocument Cursor(string collection, IEnumerable<BsonDocument> found, string batch)
    {
        cursors[++lastCursor] = (collection, new Queue<BsonDocument>(found));
        return Batch(lastCursor, batch);
    }

    private BsonDocument Batch(long id, string name)
    {
        var (collection, rest) = cursors[id];
        var batch = new BsonArray();
        while (batch.Count < MostInABatch && rest.TryDequeue(out var document))
        {
            batch.Add(document);
        }

        if (rest.Count == 0)
        {
            cursors.Remove(id);
        }

        return Ok().Add("cursor", new BsonDocument { ["id"] = rest.Count == 0 ? 0L : id, ["ns"] = $"jtai_test.{collection}", [name] = batch });
    }

    private BsonDocument Refuse(int code, string what)
    {
        Unknown.Enqueue(what);
        return Error(code, "Unknown", $"the stand-in does not know {what}");
    }

    private static BsonDocument Error(int code, string name, string message) => new() { ["ok"] = 0.0, ["errmsg"] = message, ["code"] = code, ["codeName"] = name };

    private static BsonDocument Ok() => new() { ["ok"] = 1.0 };

    private static BsonDocument Document(byte[] body, ref int at)
    {
        var length = Int(body, at);
        var document = BsonSerializer.Deserialize<BsonDocument>(body[at..(at + length)]);
        at += length;
        return document;
    }

    private static string Text(byte[] body, int at) => Encoding.ASCII.GetString(body, at, Array.IndexOf(body, (byte)0, at) - at);

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static byte[] Bytes(int number) => BitConverter.GetBytes(number);
}
