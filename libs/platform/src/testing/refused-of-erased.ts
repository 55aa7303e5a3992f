import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import sql, { join, raw } from 'sql-template-tag';
import { actorOf } from './actor.js';
import { contentOf as allOf, graphCaller, keyedOf, restCaller, type Samples, type Service } from './kept-answers.js';
import { mutationsOf } from './mutations.js';

/** What the copy of a person says once they are erased, of the columns that a service has. */
const COPY: Record<string, string> = {
  ...{ erasure: `'erased'`, active: 'false', confirmed: 'true', name: `'—'`, name_fr: `'—'`, groups: `'{}'` },
  ...{ name_ar: 'null', matricule: 'null', birth_date: 'null', born_on: 'null' },
};

/** Has a service be done with all persons whom it knows now. */
async function eraseAll({ database }: Service): Promise<void> {
  await database.db.asActor(actorOf('system'), async (tx) => {
    const columns = await tx.query<{ name: string }>(sql`
      select attname as name from pg_attribute where attrelid = 'person_copy'::regclass and attname = any(${Object.keys(COPY)})`);
    const set = columns.map(({ name }) => raw(`${name} = ${COPY[name]}`));
    await tx.query(sql`update person_copy set ${join(set)}`);
    await tx.query(sql`
      insert into erasure_work(person_id, stage, changed_at) select subject::uuid, 'erased', ${tx.at} from person_copy
      on conflict do nothing`);
  });
}

/** All that is written but who comes with which token, which is noted whatever becomes of the write. */
async function contentOf({ database }: Service): Promise<string> {
  const { subject_person: _, ...content } = await allOf(database.db);
  return JSON.stringify(content);
}

/**
 * Declares of every keyed write of a service that, asked for by REST or in the graph of persons who are erased, it is refused by one code or
 * changes nothing. `otherwise` says of which it is not so: what it answers instead, and null of what is done, since it is about nobody or ends
 * what they left; a write that is not named there is refused PERSON_ERASED.
 */
export function itRefusesOfErased(
  serving: () => Service,
  samples: Samples,
  otherwise: Record<string, string | null>,
): void {
  it.each(Object.keys(samples))(
    '%s is not done of persons who are erased, unless it is said why',
    async (operation) => {
      const service = serving();
      const route = keyedOf(service).find((one) => one.operation === operation)!;
      const mutation = (await mutationsOf(service.running.url)).get(operation);
      const expected = otherwise[operation] === undefined ? 'PERSON_ERASED' : otherwise[operation];
      const [byRest, inGraph] = [restCaller(service, route), mutation && graphCaller(service, mutation)];
      for (const call of inGraph ? [byRest, inGraph] : [byRest]) {
        const sample = await samples[operation]!();
        await eraseAll(service);
        const before = await contentOf(service);
        const { text, code } = await call(sample, randomUUID());
        const isSame = (await contentOf(service)) === before;
        expect({ isSame, text }).toMatchObject({ isSame: expected !== null });
        // What became of each of many is told here by REST alone.
        if (expected !== null && (code || call === byRest)) expect(code ?? text).toContain(expected);
      }
    },
  );
}

/** Writes that are about no person. */
export const nobodys = (...operations: readonly string[]): Record<string, null> =>
  Object.fromEntries(operations.map((operation) => [operation, null]));
