import type { Issuer } from '@takwin/simulators/issuer/issuer';
import type { Callers } from '../matrix/callers.js';
import type { World } from '../matrix/world.js';

const b64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The Authorization header of each caller, by name: those of the matrix, and those whom nobody is to believe. */
export async function tokensOf(callers: Callers, world: World, issuer: Issuer): Promise<Map<string, string>> {
  const believed = (await callers.all(world)).flatMap(({ name, token }) =>
    token === undefined ? [] : [[name, `Bearer ${token}`] as const],
  );
  const grant = { role: 'programme-admin', region: [], academy: [], group: [] } as const;
  const { token: expired } = await issuer.token({ ...grant, region: [], academy: [], group: [], hours: -1 });
  const [head, claims, signature] = believed[0]![1].slice('Bearer '.length).split('.') as [string, string, string];
  const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)}`;
  return new Map([
    ...believed,
    ['an expired token', `Bearer ${expired}`],
    ['a token with another signature', `Bearer ${head}.${claims}.${[...signature].reverse().join('')}`],
    ['a token without a signature', `Bearer ${b64({ alg: 'none', typ: 'JWT' })}.${claims}.`],
    ['a token with claims of nobody', `Bearer ${head}.${b64({ sub: 'x', roles: { __proto__: 1 } })}.${signature}`],
    ['a token that is none', 'Bearer x.y.z'],
    ['a token of two parts', 'Bearer x.y'],
    ['a token with a deep head', `Bearer ${Buffer.from(deep).toString('base64url')}.${claims}.${signature}`],
    ['a long token', `Bearer ${'x'.repeat(7_000)}`],
    ['a key that names a file', `Bearer ${b64({ alg: 'RS256', kid: '../../../etc/passwd' })}.${claims}.${signature}`],
    ['no token after Bearer', 'Bearer'],
    ['a password', 'Basic YWRtaW46YWRtaW4='],
    ['two tokens', `${believed[0]![1]}, ${believed[0]![1]}`],
  ]);
}
