import sql from 'sql-template-tag';
import type { Database } from '../postgres/database.js';
import { actorOf } from './actor.js';

/** The latest that a log tells of a subject. */
type Latest = { version: number; state: Record<string, unknown> };
/** A life, as `lifeCycle` declares it. */
type Life<State extends string> = {
  transitions: Record<string, { event: string | null }>;
  between(before: State | undefined, after: State): string[];
};
type Row = { id: string; version: number; type: string; state: Record<string, unknown> };

/**
 * Reads all that a log tells of one kind of subject against its life: a sentence for each step that no transition allows, or that
 * another event tells of, and for each version that is missing or doubled; and the latest of each subject, by its id.
 */
export async function auditLives<State extends string>(
  db: Database,
  subject: string,
  life: Life<State>,
  stateOf = (state: Row['state']): State => state.state as State,
): Promise<{ faults: string[]; latest: Map<string, Latest> }> {
  const rows = await db.readAs(actorOf('system'), (tx) =>
    tx.query<Row>(sql`
      select change ->> 's' as id, (change ->> 'v')::int as version, type, change -> 'd' as state
      from (
        select 0 as place, position as at, type, body from event where subject = ${subject}
        union all select 1, id, type, body from event_new where subject = ${subject}
      ) told, jsonb_array_elements(body -> 'changes') with ordinality as one(change, line)
      order by place, at, line`),
  );
  const latest = new Map<string, Latest>();
  const faults = rows.flatMap(({ id, version, type, state }) => {
    const before = latest.get(id);
    latest.set(id, { version, state });
    const [was, is] = [before && stateOf(before.state), stateOf(state)];
    const step = `${subject} ${id}, version ${version}: ${was ?? 'nothing'} became ${is} by ${type}`;
    const isAllowed = life.between(was, is).some((name) => life.transitions[name]!.event === type);
    return [
      ...(isAllowed ? [] : [`${step}, which is no transition`]),
      ...(version === (before?.version ?? 0) + 1 ? [] : [`${step}, after version ${before?.version ?? 0}`]),
    ];
  });
  return { faults, latest };
}
