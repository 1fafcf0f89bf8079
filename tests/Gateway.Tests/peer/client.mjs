// Calls the probe service with grpc-js and prints what it saw as one JSON object.
// Usage: node client.mjs HOST:PORT PROBE_PROTO_FOLDER SHARED_PROTO_FOLDER
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const [address, probeProtos, sharedProtos] = process.argv.slice(2);
const definition = protoLoader.loadSync(
  ['probe.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'],
  { includeDirs: [probeProtos, sharedProtos], keepCase: true, defaults: true });
const { jtai, google } = grpc.loadPackageDefinition(definition);
const probe = new jtai.tests.probe.v1.Probe(address, grpc.credentials.createInsecure());

const decode = (type, bytes) => type.deserialize ? type.deserialize(bytes) : undefined;
const typeOf = name => definition[name];

function echo(request, metadata = new grpc.Metadata(), options = {}) {
  return new Promise(resolve => {
    let headers;
    let answer;
    const call = probe.Echo(request, metadata, options, (error, reply) => { answer = { error, reply }; });
    call.on('metadata', received => { headers = received; });
    call.on('status', status => setImmediate(() => resolve({ ...answer, headers, trailers: status.metadata })));
  });
}

function collect(stream, onReply = () => {}) {
  return new Promise(resolve => {
    const texts = [];
    stream.on('data', reply => { texts.push(reply.text); onReply(reply); });
    stream.on('error', () => {});
    stream.on('status', status => resolve({ texts, code: status.code }));
  });
}

function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const status = decode(typeOf('google.rpc.Status'), bytes);
  return status.details.map(any => decode(typeOf(any.type_url.split('/').at(-1)), any.value));
}

const saw = {};

saw.unary = (await echo({ text: 'from grpc-js ☂' })).reply.text;

saw.serverStream = await collect(probe.Count({ count: 4, call: 'peer' }));

saw.clientStream = await new Promise((resolve, reject) => {
  const call = probe.Join((error, reply) => error ? reject(error) : resolve(reply.text));
  for (const text of ['one', 'two', 'three']) call.write({ text });
  call.end();
});

const chat = probe.Chat();
const ended = collect(chat, reply => reply.text === 'ping' ? chat.write({ text: 'pong' }) : chat.end());
chat.write({ text: 'ping' });
saw.duplex = await ended;

saw.deadline = (await echo({ text: 'peer-late', delay_ms: 30000 }, undefined, { deadline: Date.now() + 400 })).error.code;

const cancelled = probe.Count({ count: 1000, pause_ms: 50, call: 'peer-cancelled' });
saw.cancelled = await collect(cancelled, () => cancelled.cancel()).then(end => end.code);

const failed = (await echo({ fail_with: grpc.status.INVALID_ARGUMENT })).error;
saw.failure = { code: failed.code, message: failed.details, details: detailsOf(failed) };

const metadata = new grpc.Metadata();
metadata.set('x-probe-text', 'plain');
metadata.set('x-probe-raw-bin', Buffer.from([0, 1, 254, 255]));
const marked = await echo({}, metadata);
saw.metadata = [marked.headers, marked.trailers].map(received => ({
  text: received.get('x-probe-text')[0],
  bytes: [...received.get('x-probe-raw-bin')[0]],
}));

saw.gzip = (await echo({ text: 'g'.repeat(20000) }, undefined)).reply.text.length;

probe.close();
console.log(JSON.stringify(saw));
