import { randomUUID } from 'node:crypto';
import type { Caller } from './caller.js';
import { type Finder, leaksIn } from './judge.js';
import type { Finding } from './read-matrix.js';
import type { Yard } from './yard.js';

/** What one caller was given is of no use to another: cursors of their lists, and the keys of their writes. */
export async function borrow(yard: Yard, finder: Finder, callers: readonly Caller[]): Promise<Finding[]> {
  const { doors } = yard.planting;
  const { own } = yard.world.places;
  const findings: Finding[] = [];
  const find = (operation: string, { name: caller }: Caller, what: string): void =>
    void findings.push({ kind: 'leak', door: 'rest', operation, caller, place: 'own', what });
  const others = callers.filter(
    ({ role, academies }) => role === 'academy-manager' && !academies.includes(own.academyId),
  );
  type Listed = { nextCursor: string | null };
  for (const list of [
    'persons',
    'registrations',
    'enrolments',
    'imports?kind=konosys',
    'campaigns',
    'provisioning-runs',
  ]) {
    const path = `/v1/${list}${list.includes('?') ? '&' : '?'}first=1`;
    const { nextCursor } = await doors.done<Listed>(own.manager, { method: 'GET', path });
    if (nextCursor === null) continue;
    for (const caller of others) {
      const question = { method: 'GET', path: `${path}&after=${encodeURIComponent(nextCursor)}` };
      const answer = await doors.ask(caller, question);
      const isTold = leaksIn(finder, caller, question, answer).length > 0;
      if (answer.status < 300 || isTold)
        find(list, caller, `the cursor of another is taken: ${answer.text.slice(0, 200)}`);
    }
  }
  const headers = { 'idempotency-key': randomUUID() };
  const write = { method: 'POST', path: '/v1/persons', body: yard.newPerson(own), headers };
  const { id } = await doors.done<{ id: string }>(own.manager, write);
  for (const caller of others) {
    const { status, text } = await doors.ask(caller, write);
    if (status < 300 || text.includes(id))
      find('RegisterPerson', caller, `the key of another is answered: ${text.slice(0, 200)}`);
  }
  return findings;
}
