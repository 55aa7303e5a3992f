import sql from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';

/** A table in which something is said of a person: whose the row `new` is, and which columns of it say so where it is changed later. */
type Said = readonly [table: string, whose: string, ...words: readonly string[]];

/**
 * Has the database refuse PERSON_ERASED where one of these rows is written of somebody with whom the service is done, whatever the door, since
 * nobody would empty it again. Who writes of somebody is waited for by the erasure, which holds their copy; rows of before stay as they are.
 * A service's own erasure and merges are not meant.
 */
export const refuseOfErased = (...said: readonly Said[]): Migration => ({
  name: '2026-12-08-nothing-of-erased',
  up: `
    create function is_erased(whom uuid) returns boolean language sql stable security definer set search_path from current
      return exists (select from erasure_work w where w.stage <> 'waiting' and w.person_id in (whom, person_now(whom)));
    create function demand_not_erased(whom uuid) returns void language plpgsql security definer set search_path from current as $$
    begin
      perform from person_copy p where p.subject = whom::text for key share;
      if is_erased(whom) then
        raise exception 'the person is erased' using errcode = 'check_violation', constraint = 'person_erased';
      end if;
    end $$;
    ${said
      .map(
        ([table, whose, ...words]) => `
    create function ${table}_of_erased() returns trigger language plpgsql security definer set search_path from current as $$
    begin
      perform demand_not_erased(${whose});
      return new;
    end $$;
    create trigger ${table}_of_erased before insert ${words.length > 0 ? `or update of ${words.join(', ')}` : ''} on ${table} for each row
      when (current_setting('takwin.erasing', true) is distinct from 'on') execute function ${table}_of_erased();`,
      )
      .join('')}`,
});

/** Refuses PERSON_ERASED of somebody with whom the service is done; the erasure of anybody else waits for the transaction. */
export const demandNotErased = (tx: Tx, personId: string): Promise<unknown> =>
  tx.unbound.query(sql`select demand_not_erased(${personId})`);
