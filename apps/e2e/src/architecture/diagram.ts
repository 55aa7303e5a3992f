import { TOPOLOGY } from '@takwin/contracts/topology';

export type Edge = { from: string; label: string; to: string };

const NAMES: ReadonlySet<string> = new Set(TOPOLOGY.map(({ name }) => name));
const WORKERS: ReadonlySet<string> = new Set(TOPOLOGY.filter(({ kind }) => kind === 'worker').map(({ name }) => name));

/** The edges of a page's Mermaid diagram, one for each pair of boxes: by the deployable's name where one is written in the box. */
export function edgesIn(markdown: string): Edge[] {
  const [, text = ''] = /```mermaid\n([^]*?)```/.exec(markdown) ?? [];
  const written = new Map([...text.matchAll(/(\w+)\[([\w-]+)/g)].map(([, box, name]) => [box, name!]));
  const namesIn = (side: string) =>
    side.split('&').map((part) => {
      const [box = ''] = /\w+/.exec(part) ?? [];
      const name = written.get(box);
      return name && NAMES.has(name) ? name : box;
    });
  const lines = text.matchAll(/^ *(.+?) (?:---|-->|-\. (.+?) \.->) (.+)$/gm);
  return [...lines].flatMap(([, left = '', label = '', right = '']) =>
    namesIn(left).flatMap((from) => namesIn(right).map((to) => ({ from, label, to }))),
  );
}

/** Which service each worker is drawn beside, whichever way the edge goes. */
export const workersServed = (edges: readonly Edge[]): string[] =>
  edges
    .flatMap(({ from, to }) => [
      [from, to],
      [to, from],
    ])
    .filter(([one, other]) => WORKERS.has(one!) && NAMES.has(other!))
    .map(([worker, service]) => `${worker} serves ${service}`);
