import type { TestDatabase } from '@takwin/platform/testing/database';
import { actorOf } from '@takwin/platform/testing/actor';
import { stableId } from '@takwin/platform/schema/stable-id';
import sql from 'sql-template-tag';
import { loadCertificationsReference } from '../use-cases/load-reference.js';

const REGION = 'MA-04';

/** Puts into the copies what other services would have published, in the words of a spec. */
export function given({ db }: TestDatabase) {
  const run = (statement: ReturnType<typeof sql>) => db.asActor(actorOf('system'), (tx) => tx.query(statement));
  return {
    region: REGION,
    exams: () => loadCertificationsReference(db),
    async academy(name: string, { inPrison = false, region = REGION } = {}): Promise<string> {
      const id = stableId('test academy', name);
      await run(sql`insert into academy_copy(subject, version, generation, name, region, province, in_prison, accredited)
        values (${id}, 1, 1, ${name}, ${region}, '04.421', ${inPrison}, true) on conflict do nothing`);
      return id;
    },
    async room(academyId: string, name = 'S1', seats = 20): Promise<string> {
      const id = stableId('test room', `${academyId} ${name}`);
      await run(sql`insert into room_copy(subject, version, generation, academy_id, seats, open)
        values (${id}, 1, 1, ${academyId}, ${seats}, true) on conflict do nothing`);
      return id;
    },
    async proctor(name: string, mayProctor = true): Promise<string> {
      const id = stableId('test proctor', name);
      await run(sql`insert into trainer_copy(subject, version, generation, may_proctor)
        values (${id}, 1, 1, ${mayProctor}) on conflict do nothing`);
      return id;
    },
    async person(name: string, academyId: string, { birthDate = '2000-01-01', active = true } = {}): Promise<string> {
      const id = stableId('test person', name);
      await run(sql`insert into person_copy(subject, version, generation, academy_id, region, active, birth_date, name_fr)
        values (${id}, 1, 1, ${academyId}, ${REGION}, ${active}, ${birthDate}, ${name}) on conflict do nothing`);
      return id;
    },
  };
}
