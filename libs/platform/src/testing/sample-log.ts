import sql from 'sql-template-tag';
import { z } from 'zod';
import { systemActor } from '../auth/actor.js';
import { copyOf } from '../events/copy.js';
import { append, eventLogMigration } from '../events/log.js';
import type { Published } from '../events/published.js';
import { reaction } from '../events/reaction.js';
import type { Database, Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';

const parcelState = z.object({
  town: z.string(),
  stops: z.array(z.string()),
  sentAt: z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
});
const letterState = z.object({ text: z.string() });

/** What a post office publishes: a service for specs of the event log. */
export const parcel: Published<typeof parcelState, 'ParcelMoved' | 'ParcelLost'> = {
  log: 'post',
  subject: 'parcel',
  state: parcelState,
  types: ['ParcelMoved', 'ParcelLost'],
};
export const letter: Published<typeof letterState, 'LetterSent'> = {
  log: 'post',
  subject: 'letter',
  state: letterState,
  types: ['LetterSent'],
};

export const postMigrations: Migration[] = [
  eventLogMigration('post'),
  {
    name: 'parcels',
    up: 'create table parcel(id text primary key, version int not null default 1, town text not null)',
  },
];

/** Moves parcels to a town, each a change of its own, all in one event; `work` is done before the end. */
export function move(
  db: Database,
  ids: readonly string[],
  town: string,
  work?: (tx: Tx) => Promise<void>,
): Promise<void> {
  return db.asActor(systemActor('post'), async (tx) => {
    const rows = await tx.query<{ id: string; version: number }>(sql`
      insert into parcel(id, town) select id, ${town} from unnest(${[...ids].sort()}::text[]) id
      on conflict (id) do update set version = parcel.version + 1, town = excluded.town returning id, version`);
    const state = { town, stops: [town, 'Rabat'], sentAt: tx.at };
    await append(
      tx,
      parcel,
      'ParcelMoved',
      rows.map((row) => ({ ...row, state })),
    );
    await work?.(tx);
  });
}

export const parcelCopy = copyOf(parcel, {
  table: 'parcel_copy',
  columns: { town: 'text', stops: 'text[]', sent_at: 'timestamptz' },
  row: ({ town, stops, sentAt }) => ({ town, stops, sent_at: sentAt }),
});

/** Writes down every change that it sees, in a table that would show a double. */
export const diary = reaction(parcel, async (tx, changes) => {
  const ids = changes.map(({ id }) => id);
  const versions = changes.map(({ version }) => version);
  const positions = changes.map(({ position }) => position);
  await tx.query(sql`
    insert into diary(id, version, position)
    select id, version, position from unnest(${ids}::text[], ${versions}::int[], ${positions}::bigint[])
      with ordinality as seen(id, version, position, place) order by place`);
});

export const diaryMigration: Migration = {
  name: 'diary',
  up: 'create table diary(line bigint generated always as identity, id text, version int, position bigint)',
};
