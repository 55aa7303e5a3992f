import type { Service } from '@takwin/contracts/topology';

export type Door = 'gateway' | Service;

/** One request as it is sent. `wire` has bytes for the socket where no client of HTTP would write them. */
export type FuzzRequest = {
  door: Door;
  kind: 'rest' | 'graph' | 'wire';
  /** Which operation, and what was done to it. */
  about: string;
  /** By the name of the caller whose token it carries. */
  as: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  wire?: Buffer;
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const isPlain = (bytes: Buffer): boolean => /^[\t\n\x20-\x7e]*$/.test(bytes.toString('latin1'));
const decoded = (bytes: Buffer): string => `<(echo ${bytes.toString('base64')} | base64 -d)`;

/** A line of bash that sends the same again; bytes that no shell would keep are in base64. */
export function curlOf({ method, path, headers, body, wire }: FuzzRequest, url: string): string {
  if (wire) {
    const { hostname, port } = new URL(url);
    return `exec 9<>/dev/tcp/${hostname}/${port}; cat ${decoded(wire)} >&9; timeout 15 cat <&9`;
  }
  const named = Object.entries(headers).map(([name, value]) =>
    isPlain(Buffer.from(value, 'latin1'))
      ? `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`
      : `-H @${decoded(Buffer.from(`${name}: ${value}`, 'latin1'))}`,
  );
  const data = body && (isPlain(body) ? `--data-raw ${quoted(body.toString())}` : `--data-binary @${decoded(body)}`);
  const how = method === 'HEAD' ? '-I' : `-X ${method}`;
  return ['curl -isg --path-as-is', how, quoted(url + path), ...named, data].filter(Boolean).join(' ');
}
