import { constants } from 'node:crypto';
import {
  bytes,
  forge,
  type ForgingIssuer,
  hmac,
  type Json,
  nothing,
  type Part,
  segment,
  type Signer,
  signing,
} from './forge.js';

/** What is sent as `Authorization`, and whether it is no token of the issuer's or one of somebody who may nothing. */
export type Forgery = readonly [what: string, authorization: string, status: 401 | 403];

const SELF = '8f14e45f-ceea-467f-a8f4-3f1d2c5b7a90';

/** Claims that every service takes, for a role that may read registers. */
const goodClaims = (about: Json = {}): Json => ({
  iss: 'https://issuer.takwin.test',
  aud: 'takwin',
  iat: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 3600,
  sub: 'somebody',
  role: 'academy-manager',
  academies: [SELF],
  ...about,
});

/** Tokens that are forged, ill-formed, of another purpose or unfit: each has to be refused at every door. */
export function forgeriesOf(issuer: ForgingIssuer): Forgery[] {
  return [...written(issuer), ...headed(issuer), ...signed(issuer), ...claimed(issuer)];
}

/** Tokens that have to be taken: else what is refused would prove nothing. */
export function trueTokens({ published }: ForgingIssuer): [what: string, authorization: string][] {
  const { rs, es, ed } = published;
  return [
    ['RS256', forge({ alg: 'RS256', kid: 'rs' }, goodClaims(), signing(rs))],
    ['ES256', forge({ alg: 'ES256', kid: 'es', typ: 'JWT' }, goodClaims(), signing(es))],
    ['EdDSA', forge({ alg: 'EdDSA', kid: 'ed', typ: 'at+jwt' }, goodClaims({ iat: undefined }), signing(ed, null))],
    ['several audiences', forge({ alg: 'RS256', kid: 'rs' }, goodClaims({ aud: ['other', 'takwin'] }), signing(rs))],
    [
      'several roles',
      forge({ alg: 'RS256', kid: 'rs' }, goodClaims({ role: ['offline_access', 'academy-manager'] }), signing(rs)),
    ],
    ['no key named where one alone fits', forge({ alg: 'ES256' }, goodClaims(), signing(es))],
  ].map(([what, token]) => [what!, `Bearer ${token}`]);
}

const HEAD = { alg: 'RS256', kid: 'rs' };
const refused = (what: string, token: string): Forgery => [what, `Bearer ${token}`, 401];

/** How a token is written and sent. */
function written({ published: { rs } }: ForgingIssuer): Forgery[] {
  const good = forge(HEAD, goodClaims(), signing(rs));
  const [header, payload, signature] = good.split('.') as [string, string, string];
  const raw = (what: string, authorization: string): Forgery => [what, authorization, 401];
  // 256 bytes leave four bits of the last character that no byte has.
  const otherBits = signature.slice(0, -1) + { A: 'B', Q: 'R', g: 'h', w: 'x' }[signature.at(-1)!];
  return [
    raw('no scheme', good),
    raw('another scheme', `Basic ${good}`),
    raw('a scheme alone', 'Bearer'),
    raw('two spaces', `Bearer  ${good}`),
    raw('a tab', `Bearer\t${good}`),
    raw('two tokens', `Bearer ${good}, Bearer ${good}`),
    raw('a parameter', `Bearer token=${good}`),
    raw('quotation marks', `Bearer "${good}"`),
    refused('a space inside', `${header}. ${payload}.${signature}`),
    refused('padding of the signature', `${good}==`),
    refused('padding of the header', `${header}=.${payload}.${signature}`),
    refused('padding of the payload', `${header}.${payload}=.${signature}`),
    refused('the alphabet of plain base64', `${header}.${payload}.${signature.slice(0, -2)}+/`),
    refused('percent signs', encodeURIComponent(`${good}=`)),
    refused('another text of the same signature', `${header}.${payload}.${otherBits}`),
    refused('a character too many', `${good}B`),
    refused('one segment', header),
    refused('two segments', `${header}.${payload}`),
    refused('four segments', `${good}.${signature}`),
    refused('five segments, as a JWE has', `${segment({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AAAA.AAAA.AAAA.AAAA`),
    refused('dots alone', '..'),
    refused('no header', `.${payload}.${signature}`),
    refused('no payload', `${header}..${signature}`),
    refused('no signature', `${header}.${payload}.`),
    refused('the JSON serialization', JSON.stringify({ protected: header, payload, signature })),
    refused('more than anybody needs', forge(HEAD, goodClaims({ more: 'x'.repeat(8_000) }), signing(rs))),
    refused('letters of another alphabet', `${good}é`),
  ];
}

/** What a header says. */
function headed({ published, stranger, secret, jwks, jwk, pem }: ForgingIssuer): Forgery[] {
  const { rs, es, short, p384 } = published;
  const of = (what: string, header: Part, signer: Signer = signing(rs)): Forgery =>
    refused(what, forge(header, goodClaims(), signer));
  const kid = (what: string, value: unknown, signer?: Signer): Forgery =>
    of(what, { alg: 'RS256', kid: value }, signer);
  const own = { alg: 'RS256', kid: 'theirs' };
  return [
    ...['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
      of(`alg '${alg}' and no signature`, { alg, kid: 'rs' }, nothing),
      of(`alg '${alg}' and a signature`, { alg, kid: 'rs' }),
    ]),
    ...[undefined, null, 256, ['RS256'], { name: 'RS256' }, 'rs256', 'RS256 ', 'RS256\u0000', 'SHA256withRSA'].map(
      (alg) => of(`alg ${JSON.stringify(alg)}`, { alg, kid: 'rs' }),
    ),
    of('RS384', { alg: 'RS384', kid: 'rs' }, signing(rs, 'sha384')),
    of('RS512', { alg: 'RS512', kid: 'rs' }, signing(rs, 'sha512')),
    of(
      'PS256',
      { alg: 'PS256', kid: 'rs' },
      signing(rs, 'sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
    ),
    of('ES384', { alg: 'ES384', kid: 'p384' }, signing(p384, 'sha384')),
    of('ES256 on another curve', { alg: 'ES256', kid: 'p384' }, signing(p384)),
    of('a key too short', { alg: 'RS256', kid: 'short' }, signing(short)),
    of('HS256 with the public key in PEM', { alg: 'HS256', kid: 'rs' }, hmac(pem(rs))),
    of('HS256 with the key set', { alg: 'HS256', kid: 'rs' }, hmac(jwks)),
    of('HS256 with the modulus', { alg: 'HS256', kid: 'rs' }, hmac(Buffer.from(jwk(rs).n!, 'base64url'))),
    of('HS384 with the public key', { alg: 'HS384', kid: 'rs' }, hmac(pem(rs), 'sha384')),
    of('HS512 with the public key', { alg: 'HS512', kid: 'rs' }, hmac(pem(rs), 'sha512')),
    of('HS256 with a secret that the issuer publishes', { alg: 'HS256', kid: 'secret' }, hmac(secret)),
    of('HS256 with an empty secret', { alg: 'HS256', kid: 'rs' }, hmac('')),
    of('another algorithm than the key is for', { alg: 'ES256', kid: 'rs' }),
    of('the key of another algorithm', { alg: 'RS256', kid: 'es' }, signing(es)),
    kid('the key that seals', 'sealing'),
    kid('a key that nobody publishes', 'nobody'),
    kid('another published key', 'rs2'),
    of('no key named where two fit', { alg: 'RS256' }),
    ...['', null, 7, {}, ['rs'], true].map((value) => kid(`kid ${JSON.stringify(value)}`, value)),
    kid('kid out of the folder', '../../../../../../dev/null', hmac('')),
    kid('kid of a file', 'file:///proc/self/environ'),
    kid('kid of a URL', 'http://127.0.0.1:1/jwks'),
    kid('kid of SQL', "rs' OR '1'='1"),
    kid('kid of a command', 'rs; cat /etc/passwd'),
    kid('kid with NUL', 'rs\u0000'),
    kid('kid with a line', 'rs\r\nx: y'),
    kid('kid __proto__', '__proto__'),
    kid('kid constructor', 'constructor'),
    kid('a kid of 5,000 characters', 'k'.repeat(5_000)),
    of('its own key', { ...own, jwk: jwk(stranger.rs) }, signing(stranger.rs)),
    of('its own key under a published name', { ...HEAD, jwk: jwk(stranger.rs) }, signing(stranger.rs)),
    of('its own key beside a true signature', { ...HEAD, jwk: jwk(rs) }),
    of('its own key set', { ...own, jku: 'https://evil.test/jwks' }, signing(stranger.rs)),
    of('a key set beside a true signature', { ...HEAD, jku: 'https://issuer.takwin.test/jwks' }),
    of('a certificate elsewhere', { ...HEAD, x5u: 'https://evil.test/x.pem' }),
    of('a certificate', { ...HEAD, x5c: ['MIIB'] }),
    of('an extension that nobody knows', { ...HEAD, crit: ['exp'], exp: 1 }),
    of('no extension', { ...HEAD, crit: [] }),
    of('a critical b64', { ...HEAD, crit: ['b64'], b64: false }),
    of('b64 alone', { ...HEAD, b64: false }),
    of('compression', { ...HEAD, zip: 'DEF' }),
    of('encryption', { ...HEAD, enc: 'A256GCM' }),
    ...['logout+jwt', 'dpop+jwt', 'vc+jwt', 'secevent+jwt', 'JWE', '', 7, null].map((typ) =>
      of(`typ ${JSON.stringify(typ)}`, { ...HEAD, typ }),
    ),
    of('an alg said twice', '{"alg":"none","alg":"RS256","kid":"rs"}'),
    of('a kid said twice', '{"alg":"RS256","kid":"nobody","kid":"rs"}'),
    of('an alg said twice, once in escapes', '{"\\u0061lg":"none","alg":"RS256","kid":"rs"}'),
    of('a list', [HEAD]),
    of('a text', '"RS256"'),
    of('null', 'null'),
    of('what is no JSON', "{'alg':'RS256'}"),
    of('a comma too many', '{"alg":"RS256","kid":"rs",}'),
    of('a byte-order mark', `\ufeff${JSON.stringify(HEAD)}`),
    of('bytes that are no UTF-8', Buffer.from('{"alg":"RS256","kid":"rs","x":"\xff"}', 'latin1')),
  ].map(([what, authorization, status]) => [`a header of ${what}`, authorization, status]);
}

/** How it was signed. */
function signed({ published: { rs, es, ed }, stranger }: ForgingIssuer): Forgery[] {
  const es256 = { alg: 'ES256', kid: 'es' };
  const of = (what: string, header: Part, signer: Signer): Forgery =>
    refused(what, forge(header, goodClaims(), signer));
  const good = forge(HEAD, goodClaims(), signing(rs));
  const [header, payload, signature] = good.split('.') as [string, string, string];
  const flipped = Buffer.from(signature, 'base64url');
  flipped[100]! ^= 1;
  const orderOfP256 = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  const halves =
    (signer: Signer, change: (r: Buffer, s: Buffer) => Buffer[]): Signer =>
    (data) => {
      const whole = signer(data);
      return Buffer.concat(change(whole.subarray(0, 32), whole.subarray(32)));
    };
  const admin = segment(goodClaims({ role: 'programme-admin' }));
  return [
    of('a foreign RSA key', HEAD, signing(stranger.rs)),
    of('a foreign P-256 key', es256, signing(stranger.es)),
    of('a foreign Ed25519 key', { alg: 'EdDSA', kid: 'ed' }, signing(stranger.ed, null)),
    of('SHA-1', HEAD, signing(rs, 'sha1')),
    of('zeros', HEAD, bytes(256)),
    of('ones', HEAD, bytes(256, 255)),
    of('zeros for P-256', es256, bytes(64)),
    of('zeros for Ed25519', { alg: 'EdDSA', kid: 'ed' }, bytes(64)),
    of(
      'an r of zero',
      es256,
      halves(signing(es), (_, s) => [Buffer.alloc(32), s]),
    ),
    of(
      'an s of zero',
      es256,
      halves(signing(es), (r) => [r, Buffer.alloc(32)]),
    ),
    of(
      'an r of the order',
      es256,
      halves(signing(es), (_, s) => [orderOfP256, s]),
    ),
    of(
      'an s of the order',
      es256,
      halves(signing(es), (r) => [r, orderOfP256]),
    ),
    of('DER', es256, signing(es, 'sha256', { dsaEncoding: 'der' })),
    of('a byte too many', HEAD, (data) => Buffer.concat([signing(rs)(data), Buffer.alloc(1)])),
    of('a byte too few', HEAD, (data) => signing(rs)(data).subarray(1)),
    of('the other kind of EdDSA', { alg: 'Ed448', kid: 'ed' }, signing(ed, null)),
    refused('one bit turned', `${header}.${payload}.${flipped.toString('base64url')}`),
    refused('what was cut short', good.slice(0, -4)),
    refused('another token', `${header}.${admin}.${signature}`),
    refused('another header', `${segment({ ...HEAD, typ: 'JWT' })}.${payload}.${signature}`),
    refused('a true token, which it wraps', forge({ ...HEAD, cty: 'JWT' }, good, signing(rs))),
    refused('a true token, without saying so', forge(HEAD, good, signing(rs))),
  ].map(([what, authorization, status]) => [`a signature of ${what}`, authorization, status]);
}

/** What the issuer itself signed, and should not have. */
function claimed({ published: { rs } }: ForgingIssuer): Forgery[] {
  const now = Math.floor(Date.now() / 1000);
  const token = (payload: Part): string => `Bearer ${forge(HEAD, payload, signing(rs))}`;
  const wrong = (name: string, ...values: unknown[]): Forgery[] =>
    values.map((value) => [shown(name, value), token(goodClaims({ [name]: value })), 401]);
  const unfit = (name: string, ...values: unknown[]): Forgery[] =>
    values.map((value) => [shown(name, value), token(goodClaims({ [name]: value })), 403]);
  const text = JSON.stringify(goodClaims());
  const written = (what: string, payload: Part): Forgery => [`a payload of ${what}`, token(payload), 401];
  /** A member as it is written, where JSON.stringify would write another. */
  const bare = (name: string, json: string): Forgery =>
    written(`${name} ${json}`, JSON.stringify(goodClaims({ [name]: undefined })).replace(/}$/, `,"${name}":${json}}`));
  const many = (one: unknown, count: number): unknown[] => Array.from({ length: count }, () => one);
  return [
    ...wrong(
      'exp',
      undefined,
      null,
      now - 60,
      0,
      -1,
      String(now + 60),
      true,
      [now + 60],
      {},
      now + 48 * 3600,
      1e11,
      1e308,
    ),
    ...['1e400', '-1e400', 'NaN', 'Infinity'].map((json) => bare('exp', json)),
    ...wrong('nbf', null, now + 600, String(now), true, -1, [now]),
    bare('nbf', '1e400'),
    ...wrong('iat', null, now + 600, String(now), -1, now - 48 * 3600, {}),
    bare('iat', '1e400'),
    ...wrong(
      'iss',
      undefined,
      null,
      7,
      '',
      'https://issuer.takwin.test/',
      'http://issuer.takwin.test',
      'HTTPS://ISSUER.TAKWIN.TEST',
    ),
    ...wrong('iss', 'https://issuer.takwin.test.evil.test', ['https://issuer.takwin.test'], 'https://elsewhere.test'),
    ...wrong(
      'aud',
      undefined,
      null,
      7,
      '',
      'elsewhere',
      'TAKWIN',
      'takwin2',
      'takwin/elsewhere',
      'takwin elsewhere',
      [],
    ),
    ...wrong('aud', {}, ['elsewhere'], ['takwin', 7], [['takwin']], many('takwin', 21)),
    ...wrong(
      'sub',
      undefined,
      null,
      7,
      true,
      '',
      ['a'],
      {},
      'x'.repeat(256),
      'x'.repeat(5_000),
      'a\u0000b',
      'a\nb',
      'a\u0085b',
    ),
    bare('sub', '"\\ud800"'),
    ...wrong('role', null, 7, {}, [7], [null], ['academy-manager', 7], many('x', 201), 'x'.repeat(300), [
      ['academy-manager'],
    ]),
    ...unfit(
      'role',
      undefined,
      '',
      [],
      'root',
      'system',
      'public',
      ['system'],
      'Academy-Manager',
      'academy_manager',
      'integrator',
    ),
    ...wrong('scope', null, 7, {}, [7], many('x', 201), 'x'.repeat(200), [['a']]),
    ...wrong('person_id', null, '42', 7, [SELF], '', `${SELF}\u0000`),
    ...wrong(
      'regions',
      null,
      'MA-06',
      7,
      {},
      ['06'],
      ['MA-06;'],
      ['MA\u0000'],
      [['MA-06']],
      [7],
      ['ma-06'],
      many('MA-06', 51),
    ),
    ...wrong('academies', null, SELF, 7, {}, ['ISTA-AGADIR-1'], [SELF, 7], [[SELF]], ['*'], many(SELF, 201)),
    ...wrong('groups', null, 'DEV101', 7, {}, [7], [''], ['x'.repeat(65)], ['a\u0000b'], many('DEV101', 201)),
    ...wrong('typ', 'ID', 'Refresh', 'Offline', 'Logout', 7),
    ...wrong('at_hash', 'MTIz'),
    ...wrong('c_hash', 'MTIz'),
    written('a list', [goodClaims()]),
    written('a text', '"somebody"'),
    written('a number', '42'),
    written('null', 'null'),
    written('nothing', ''),
    written('no claims', {}),
    written('what is no JSON', 'sub=somebody'),
    written('a comma too many', text.replace(/}$/, ',}')),
    written('more than one value', `${text}{}`),
    written('a comment', `${text}//`),
    written('a byte-order mark', `\ufeff${text}`),
    written('UTF-16', Buffer.from(text, 'utf16le')),
    written('bytes that are no UTF-8', Buffer.from(text.replace('somebody', 'some\xffbody'), 'latin1')),
    written('half a character', Buffer.from(text.replace('somebody', '\xe2\x82'), 'latin1')),
    ...['sub', 'role', 'exp', 'aud', 'iss'].map((name) =>
      written(`${name} said twice`, text.replace('{', `{"${name}":"programme-admin",`)),
    ),
    written('a role said twice, once in escapes', text.replace('{', '{"\\u0072ole":"programme-admin",')),
    written('a member said twice inside another', text.replace('{', '{"realm":{"a":1,"a":2},')),
    written('ten thousand lists', text.replace('{', `{"deep":${'['.repeat(2_000)}`)),
  ];
}

const shown = (name: string, value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing';
  return `${name}: ${json.length > 40 ? `${json.slice(0, 40)}... of ${json.length}` : json}`;
};
