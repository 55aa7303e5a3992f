import pg from 'pg';
import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';
import { cursorTable } from './cursor.js';
import { currentTrace, inSpan } from '../telemetry/trace.js';
import type { Published, Unbranded } from './published.js';

/** The channel on which the log of a schema says that it has grown. */
export const channelOf = (schema: string): string => `${schema}_event`;

/**
 * The event log of a service's schema. Transactions append to `event_new`; `publish()` moves what is committed into `event`
 * under positions without gaps. A role named SCHEMA_reader may read `event`, and nothing else.
 *
 * A row of `event` is a CloudEvent 1.0: `uid` is its id, the schema its source, `type`, `subject` (the kind of what changed),
 * `at` its time, `body` its data, `trace` the traceparent.
 */
export function eventLogMigration(schema: string): Migration {
  const here = pg.escapeIdentifier(schema);
  const reader = `${schema}_reader`;
  return {
    name: 'event-log',
    up: `
      create table event_new(
        id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid(),
        subject text not null,
        type text not null,
        body jsonb not null,
        at timestamptz not null,
        trace text
      );
      alter table event_new set (
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
      create table event(
        position bigint primary key,
        uid uuid not null,
        subject text not null,
        type text not null,
        body jsonb not null,
        at timestamptz not null,
        trace text
      );
      create table event_head(one boolean primary key default true check (one), last bigint not null default 0);
      insert into event_head default values;
      ${cursorTable}

      create function publish(most int) returns int language plpgsql set search_path = ${here}, pg_temp as $$
      declare
        head bigint;
        moved int;
      begin
        if not exists (select from event_new) then return 0; end if;
        -- Waits for a publisher at work: with "skip locked" the rows of the one that goes away wait for the timer.
        select last into head from event_head for update;
        with gone as (
          delete from event_new where id in (select id from event_new order by id limit most) returning *
        )
        insert into event(position, uid, subject, type, body, at, trace)
          select head + row_number() over (order by id), uid, subject, type, body, at, trace from gone order by id;
        get diagnostics moved = row_count;
        if moved > 0 then
          update event_head set last = head + moved;
          perform pg_notify(${pg.escapeLiteral(channelOf(schema))}, (head + moved)::text);
        end if;
        return moved;
      end $$;
      revoke execute on function publish from public;
      do $$ begin
        if exists (select from pg_roles where rolname = ${pg.escapeLiteral(reader)}) then
          grant usage on schema ${here} to ${pg.escapeIdentifier(reader)};
          grant select on event to ${pg.escapeIdentifier(reader)};
        end if;
      end $$;`,
  };
}

/** One subject as it is from now on: `version` rises by each change of it. */
export type Change<State extends z.ZodType> = {
  readonly id: string;
  readonly version: number;
  readonly state: Unbranded<z.output<State>>;
};

const CHANGES_PER_EVENT = 500;

/**
 * Appends what the transaction has changed to the log of its service, up to 500 changes to an event. Call it after the
 * subjects' rows were updated, so that their locks keep versions in order. Refuses a type that the kind does not declare
 * and a state that does not fit its schema: both are mistakes of the caller.
 */
export async function append<State extends z.ZodType, Type extends string>(
  tx: Tx,
  kind: Published<State, Type>,
  type: NoInfer<Type>,
  changes: readonly Change<NoInfer<State>>[],
): Promise<void> {
  if (changes.length === 0) return;
  if (!kind.types.includes(type)) throw new Error(`${kind.subject} has no event ${type}`);
  const wire = changes.map((change) => toWire(kind, change));
  const bodies = Array.from({ length: Math.ceil(wire.length / CHANGES_PER_EVENT) }, (_, index) => ({
    changes: wire.slice(index * CHANGES_PER_EVENT, (index + 1) * CHANGES_PER_EVENT),
  }));
  const put = () =>
    tx.query(sql`
      insert into event_new(subject, type, body, at, trace)
      select ${kind.subject}, ${type}, body, ${tx.at}, ${currentTrace() ?? null}
      from jsonb_array_elements(${JSON.stringify(bodies)}::jsonb) with ordinality as chunk(body, place) order by place`);
  // Outside any work, as when reference data is loaded, there is no trace to go on with.
  if (currentTrace()) await inSpan({ name: `append ${type}`, kind: 'producer' }, put);
  else await put();
  tx.announced();
}

/** A change as it stands in an event: subject, version, data. */
export type WireChange = { s: string; v: number; d: unknown };

function toWire<State extends z.ZodType>(kind: Published<State>, { id, version, state }: Change<State>): WireChange {
  if (!id || !Number.isSafeInteger(version)) throw new Error(`${kind.subject} ${id} has no version`);
  const encoded = z.safeEncode(kind.state, state as z.output<State>);
  if (encoded.success) return { s: id, v: version, d: encoded.data };
  const faults = encoded.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  throw new Error(`${kind.subject} ${id} cannot be published: ${faults.join(', ')}`);
}
