import { readFileSync } from 'node:fs';

// Asks the Digital Credentials Consortium's verifier, which shares no code with ours, about the credentials on stdin. What
// it would fetch is answered from `documents`; it has its own network code, so that is replaced before it is loaded.
const { credentials, documents } = JSON.parse(readFileSync(0, 'utf8'));
const refused = [];
globalThis.fetch = async (request) => {
  const url = typeof request === 'string' ? request : (request.url ?? String(request));
  if (!(url in documents)) refused.push(url);
  const body = JSON.stringify(documents[url] ?? {});
  const headers = { 'content-type': 'application/ld+json' };
  return new globalThis.Response(body, { status: url in documents ? 200 : 404, headers });
};
const { verifyCredential } = await import('@digitalcredentials/verifier-core');

const results = [];
for (const credential of credentials) {
  const { log, errors } = await verifyCredential({ credential, knownDIDRegistries: [] });
  results.push({ log: log?.map(({ id, valid }) => ({ id, valid })), errors: errors?.map(({ name }) => name) });
}
process.stdout.write(JSON.stringify({ results, refused }));
