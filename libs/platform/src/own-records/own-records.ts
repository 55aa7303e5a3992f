import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Actor, systemActor } from '../auth/actor.js';
import { NotFound } from '../errors/refusal.js';
import type { Database } from '../postgres/database.js';
import type { About } from '../schema/schema.js';

/** A person by a token of their own. */
export const ONESELF = { candidate: 'self', trainer: 'self' } as const;

/** Rows of a section at most: a hundred times what anybody has. */
const MOST = 10_000;

const EXAMPLE = {
  service: 'courses',
  sections: [
    {
      id: 'literacy',
      title: { fr: 'Alphabétisation numérique', ar: 'محو الأمية الرقمية' },
      rows: [{ hours: 12, state: 'learning' }],
      isWhole: true,
    },
  ],
};

export const OwnRecordsView = z
  .object({
    service: z.string().describe('Which service keeps it'),
    sections: z
      .array(
        z
          .object({
            id: z.string(),
            title: z.object({ fr: z.string(), ar: z.string() }).meta({ id: 'OwnRecordsTitle' }),
            rows: z.array(z.record(z.string(), z.unknown())).describe('The rows as they are kept'),
            isWhole: z.boolean().describe('Whether these are all rows that there are'),
          })
          .meta({ id: 'OwnRecordsSection' }),
      )
      .describe('Under one heading each'),
  })
  .meta({
    id: 'OwnRecords',
    description: 'What a service keeps of the person who asks, as it keeps it',
    examples: [EXAMPLE],
  });
type OwnRecords = z.output<typeof OwnRecordsView>;

/** What a service keeps of a person under one heading: its rows, of the persons of these ids alone and without whoever wrote them. */
type OwnSection = { id: string; fr: string; ar: string; rows: (ids: Sql) => Sql };

/** What is told of the use case of a service. */
export const aboutOwn = (what: string): About => ({
  summary: `Read what is kept of one’s own ${what}`,
  description:
    `Answers everything that is kept of the ${what} of the person whose token it is, also under ids that the person had before,` +
    ' and nothing of who decided or recorded it: a part of the archive that GET /v1/own-data is.',
});

/**
 * All rows of the person of the actor, and of the records that became this person's, which `former` selects the ids of. Refuses NOT_FOUND
 * to whose token names nobody. Read past the actor's bounds, since a former id is not the token's: by these ids alone.
 */
export async function readOwnRecords(
  db: Database,
  { personId }: Actor,
  { service, former, sections }: { service: string; former: (id: string) => Sql; sections: readonly OwnSection[] },
): Promise<OwnRecords> {
  if (personId === undefined) throw new NotFound('person');
  return db.readAs(systemActor('own-records'), async (tx) => {
    const before = await tx.query<{ id: string }>(former(personId));
    const ids = sql`${[personId, ...before.map(({ id }) => id)]}::uuid[]`;
    const read = async ({ id, fr, ar, rows }: OwnSection) => {
      const found = await tx.query<{ row: Record<string, unknown> }>(
        sql`select to_jsonb(one) as row from (${rows(ids)}) one limit ${MOST + 1}`,
      );
      return {
        ...{ id, title: { fr, ar } },
        rows: found.slice(0, MOST).map(({ row }) => row),
        isWhole: found.length <= MOST,
      };
    };
    const told: OwnRecords['sections'] = [];
    for (const section of sections) told.push(await read(section));
    return { service, sections: told };
  });
}
