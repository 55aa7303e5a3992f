import type { Migration } from '@takwin/platform/postgres';

/**
 * Says again, with their trainers, which offerings there are: the events of before did not tell who teaches. As nothing happens now,
 * it is said at the time of the last event.
 */
export const offeringTrainersMigration: Migration = {
  name: '2026-11-29-offering-trainers',
  up: `
    with taught as (
      update offering set version = version + 1 where trainer_id is not null returning *
    ), numbered as (
      select case state when 'open' then 'OfferingChanged' when 'cancelled' then 'OfferingCancelled' else 'OfferingFinished' end as type,
        row_number() over (partition by state order by id) / 500 as chunk, jsonb_build_object('s', id, 'v', version, 'd',
        jsonb_build_object('courseId', course_id, 'academyId', academy_id, 'region', region, 'trainerId', trainer_id,
          'seats', seats, 'startsOn', starts_on, 'endsOn', ends_on, 'state', state)) as change
      from taught
    ), last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    )
    insert into event_new(subject, type, body, at)
    select 'offering', type, jsonb_build_object('changes', jsonb_agg(change)), last.at
    from numbered, last group by type, chunk, last.at order by type, chunk;`,
};
