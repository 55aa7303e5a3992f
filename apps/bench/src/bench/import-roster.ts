import { Client, until } from '@takwin/demo/client';
import { konosysFile } from '@takwin/demo/konosys-file';
import { z } from 'zod';
import { withTestCluster } from '../chaos/test-cluster.js';
import type { Trial } from '../registry.js';

const PEOPLE = 20_000;
const Import = z.object({ id: z.uuid(), state: z.string(), rows: z.int(), changes: z.int() });

/** A Konosys export of 20,000 persons through the API, then the same file again: rows per second, and what it changes. */
export const importRoster: Trial = {
  about: 'import of a roster of 20,000 persons, and of the same file again',
  run: (args) =>
    withTestCluster(args, {}, async ({ api }) => {
      const { items } = z
        .object({ items: z.array(z.object({ code: z.string() })) })
        .parse(await api.get('/v1/academies?first=100'));
      const { csv } = konosysFile({ people: PEOPLE, sites: items.map(({ code }) => code) });
      const first = await take(api, csv);
      const second = await take(api, csv);
      const values = {
        rows: first.rows,
        rows_s: Math.round(first.rows / first.seconds),
        again_rows_s: Math.round(second.rows / second.seconds),
        second_changes: second.changes,
      };
      return { values, holds: second.changes === 0 && first.changes === PEOPLE };
    }),
};

async function take(api: Client, csv: string): Promise<z.output<typeof Import> & { seconds: number }> {
  const from = performance.now();
  const { id } = Import.parse(await api.post('/v1/imports?kind=konosys', csv, 'text/csv'));
  const ask = async () => Import.parse(await api.get(`/v1/imports/${id}`));
  const done = await until(ask, ({ state }) => state !== 'accepted', 300, 'the import');
  return { ...done, seconds: (performance.now() - from) / 1000 };
}
