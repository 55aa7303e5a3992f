import { ROUTES } from '@takwin/gateway/rest/routes';
import type { apiOf } from '@takwin/platform/testing';
import { resolved } from '../testing/resolved.js';

type Parameter = { name: string; in: string; required: boolean };
export type Described = { method: string; path: string; parameters: Parameter[] };
type Api = ReturnType<typeof apiOf>;
type World = { gateway: Api; simulators: Api; described: readonly Described[] };

/** The operations of an OpenAPI document. */
export const describedIn = (document: Parameters<typeof resolved<{ parameters: Parameter[] }>>[0]): Described[] =>
  Object.entries(resolved(document)).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters }]) => ({ method, path, parameters })),
  );

/**
 * What is wrong with a request as a document writes it: `GET /v1/rooms?q=`, `POST .../close`, `/health/ready`. What can be read as
 * it stands is read; of what has names of the reader's own, or writes, the description has to know.
 */
export async function faultOf(text: string, { gateway, simulators, described }: World): Promise<string | undefined> {
  const [, method, path = '', search = ''] = /^(?:([A-Z]+) )?([^?\s]+)(?:\?(\S*))?$/.exec(text) ?? [];
  if (/^\/(_simulator|issuer)\b/.test(path)) return simulated(simulators, method, path);
  const known = described.filter((one) => fits(path, one.path) && (!method || one.method === method.toLowerCase()));
  const names = known.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const strange = [...new URLSearchParams(search).keys()].filter((name) => !names.includes(name));
  if (strange.length > 0) return `it takes no ${strange.join(', ')}`;
  if ((!method || method === 'GET') && !/\{|^\.\.\./.test(path)) return unreadable(await gateway.get(path));
  const isKnown = known.length > 0 || ROUTES.some((one) => one.undescribed && fits(path, one.path));
  return isKnown ? undefined : 'nothing answers there';
}

/** The simulators have no description: a write without a body shows that somebody is there. */
async function simulated(api: Api, method = 'GET', path: string): Promise<string | undefined> {
  if (method === 'GET') return unreadable(await api.get(path));
  const { status } = await api.post(path);
  return status === 404 || status === 405 ? `answers ${status}` : undefined;
}

const unreadable = ({ status }: { status: number }) => (status === 200 ? undefined : `answers ${status}`);

/** Whether a path as it is written, its end alone or with names of its own, is a described one. */
function fits(written: string, described: string): boolean {
  if (written.startsWith('...')) return described.endsWith(written.slice('...'.length));
  const [own, theirs] = [written.split('/'), described.split('/')];
  return (
    own.length === theirs.length && own.every((one, index) => one === theirs[index] || /^[:{]/.test(theirs[index]!))
  );
}
