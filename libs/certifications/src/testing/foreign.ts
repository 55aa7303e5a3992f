import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { proofOver, type Proof } from '../credentials/data-integrity.js';
import { multikeyOf, toBase58 } from '../credentials/multikey.js';
import { openBadge } from '../credentials/openbadge-credential.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { SALMA } from './badges.js';

type Json = Record<string, unknown>;

/** An issuer that is not us, with an Ed25519 key: a did:key, or the did:web of that name. */
export function foreignIssuer(name?: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const multikey = multikeyOf(publicKey);
  const id = name ?? `did:key:${multikey}`;
  const method = { id: `${id}#${multikey}`, type: 'Multikey', controller: id, publicKeyMultibase: multikey };
  const prove = (document: object, about: Parameters<typeof proofOver>[4] = {}, created = SALMA.issuedAt) =>
    proofOver(document, { verificationMethod: method.id, private: privateKey }, created, shippedContexts(), about);
  return {
    id,
    method,
    prove,
    privateKey,
    /** Its badge, without status; `about` changes it. */
    badge: (about: Json = {}): Json => ({ ...foreignBadge(id), ...about }),
    /** The same with a proof inside. */
    proven: async (document: Json, ...about: Parameters<typeof prove> extends [unknown, ...infer R] ? R : never) => ({
      ...document,
      proof: (await prove(document, ...about)) as Proof | Proof[],
    }),
    /** Its DID document: its keys stand where `relations` says, whole in the first and by their ids in the others. */
    did: (...relations: string[]): Json => ({
      id,
      ...Object.fromEntries(relations.map((relation, index) => [relation, [index === 0 ? method : method.id]])),
    }),
  };
}

function foreignBadge(issuer: string): Json {
  const { credentialStatus: _, ...badge } = openBadge({ url: 'https://campus.example', issuer }, SALMA);
  return badge;
}

/** What others say in support of a badge. */
export const endorsementOf = (issuer: string, subject: Json = {}): Json => ({
  '@context': foreignBadge(issuer)['@context'],
  id: 'urn:uuid:0d3e1f5c-2f5a-4a30-9d52-6e2b5b8f0a11',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement',
  issuer: { id: issuer, type: ['Profile'], name: 'Campus' },
  validFrom: SALMA.issuedAt.toISOString(),
  credentialSubject: {
    id: 'https://takwin.example/achievements/x',
    type: ['EndorsementSubject'],
    endorsementComment: 'Good.',
    ...subject,
  },
});

/** A credential as JWT by Open Badges' rules, with whatever header. */
export function foreignJwt(credential: Json, header: Json, key: KeyObject): Promise<string> {
  const { id, issuer, credentialSubject, validFrom } = credential as {
    id?: string;
    issuer: { id: string };
    credentialSubject: { id: string };
    validFrom?: string;
  };
  const jwt = new SignJWT(credential)
    .setProtectedHeader({ typ: 'JWT', ...header } as never)
    .setIssuer(issuer.id)
    .setSubject(credentialSubject.id);
  if (id !== undefined) jwt.setJti(id);
  return (validFrom === undefined ? jwt : jwt.setNotBefore(new Date(validFrom))).sign(key);
}

/** A did:key of the curve P-256, as other issuers have them. */
export function p256() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const [px, py] = [Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')];
  const sign = py.at(-1)! % 2 === 0 ? 2 : 3;
  const multikey = toBase58(Buffer.concat([Buffer.from([0x80, 0x24, sign]), px]));
  return { id: `did:key:${multikey}`, kid: `did:key:${multikey}#${multikey}`, privateKey };
}

/** A picture with that text baked in. */
export function bakedPng(text: string, keyword = 'openbadgecredential'): string {
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]);
  return pngOf(chunkOf('iTXt', data));
}

/** A chunk of a PNG, with its length and CRC. */
export function chunkOf(type: string, data: Buffer): Buffer {
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  const content = Buffer.concat([Buffer.from(type), data]);
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, crc]);
}

export const pngOf = (...chunks: Buffer[]): string =>
  `data:image/png;base64,${Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]).toString('base64')}`;

/** A PDF with these texts attached, by those names. */
export function attachedPdf(...texts: string[]): string {
  const files = texts.map((text, at) => {
    const packed = deflateSync(text);
    const dictionary = `${at + 1} 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
    return Buffer.concat([Buffer.from(dictionary), packed, Buffer.from('\nendstream\nendobj\n')]);
  });
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), ...files, Buffer.from('%%EOF')]);
  return `data:application/pdf;base64,${pdf.toString('base64')}`;
}

const NAMESPACE = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"';
/** An SVG with this in front of its first shape. */
export const svg = (inside: string, prolog = '<?xml version="1.0" encoding="UTF-8"?>'): string =>
  `${prolog}\n<svg xmlns="http://www.w3.org/2000/svg" ${NAMESPACE} viewBox="0 0 9 9">${inside}<path d="M0 0h9v9z"/></svg>`;
export const bakedJwt = (jwt: string): string => `<openbadges:credential verify="${jwt}"></openbadges:credential>`;
export const bakedJson = (json: object): string =>
  `<openbadges:credential>\n<![CDATA[\n${JSON.stringify(json, undefined, 2)}\n]]></openbadges:credential>`;
