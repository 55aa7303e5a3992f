import type { Migration } from '@takwin/platform/postgres';

/** An event of the charge `c` as it is, at the time `at`. */
const told = (at: string): string => `
  insert into event_new(subject, type, body, at)
  select 'charge', case c.state when 'booked' then 'ChargeBooked' when 'waived' then 'ChargeWaived' else 'ChargeSettled' end,
    jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('s', c.id, 'v', c.version, 'd',
      jsonb_build_object('personId', c.person_id, 'state', c.state)))), ${at}
  from charge c`;

/**
 * What becomes of a charge is told by its entry where whoever writes it does not, as the release before: else others believed for good
 * that it is due, and nobody who owed it could be erased. What such a release has ended by now is told as it is.
 */
export const chargesTellMigration: Migration = {
  name: '2026-12-09-charges-tell',
  up: `
    ${told('known.at')} join (
      select distinct on (s ->> 's') s ->> 's' as id, s -> 'd' ->> 'state' as state, e.at
      from (select subject, body, at from event union all select subject, body, at from event_new) e,
        jsonb_array_elements(e.body -> 'changes') s
      where e.subject = 'charge' order by s ->> 's', (s ->> 'v')::bigint desc
    ) known on known.id = c.id::text where known.state <> c.state;

    create function charge_entry_tells() returns trigger language plpgsql as $$
    begin
      ${told('new.at')} where c.id = new.charge_id;
      return null;
    end $$;
    create trigger charge_entry_tells after insert on charge_entry for each row
      when (current_setting('takwin.tells_charges', true) is distinct from 'on') execute function charge_entry_tells();`,
};
