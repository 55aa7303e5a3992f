import type { Migration } from '@takwin/platform/postgres';

/** Charges that are due are said again, at the time of the last event (a charge came with one), as nothing happens now: nobody is erased who owes one. */
export const toldChargesMigration: Migration = {
  name: '2026-12-08-told-charges',
  up: `
    with last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    ), due as (
      select row_number() over (order by id) / 500 as chunk,
        jsonb_build_object('s', id, 'v', version, 'd', jsonb_build_object('personId', person_id, 'state', state)) as change
      from charge where state = 'booked'
    )
    insert into event_new(subject, type, body, at)
    select 'charge', 'ChargeBooked', jsonb_build_object('changes', jsonb_agg(change)), last.at
    from due, last where last.at is not null group by chunk, last.at order by chunk;`,
};
