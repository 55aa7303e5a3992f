import { readFileSync } from 'node:fs';

const FILES = {
  'https://www.w3.org/ns/credentials/v2': 'credentials-v2',
  'https://www.w3.org/2018/credentials/v1': 'credentials-v1',
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json': 'open-badges-3.0',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json': 'open-badges-3.0.1',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json': 'open-badges-3.0.2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': 'open-badges-3.0.3',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json': 'open-badges-extensions',
  'https://w3id.org/security/data-integrity/v1': 'data-integrity-v1',
  'https://w3id.org/security/data-integrity/v2': 'data-integrity-v2',
  'https://w3id.org/security/multikey/v1': 'multikey-v1',
  'https://w3id.org/security/suites/ed25519-2020/v1': 'ed25519-2020-v1',
};

let read: ReadonlyMap<string, object> | undefined;

/** The JSON-LD contexts that ship with the product, by their address: nothing is ever fetched from there. */
export function shippedContexts(): ReadonlyMap<string, object> {
  read ??= new Map(
    Object.entries(FILES).map(([url, file]) => {
      const text = readFileSync(new URL(`../../../data/contexts/${file}.json`, import.meta.url), 'utf8');
      return [url, JSON.parse(text) as object];
    }),
  );
  return read;
}
