import { ZONE } from '@takwin/platform/clock';
import type { Migration } from '@takwin/platform/postgres';

/**
 * On which day the hours of its course were learnt in an offering, found of those of before too, and said again with them: at the time
 * of the last event, as nothing happens now.
 */
export const offeringLearntMigration: Migration = {
  name: '2026-11-30-offering-learnt',
  // eslint-disable-next-line no-restricted-syntax -- days of before, found once by the database alone
  up: `
    alter table offering add column learnt_on date;
    with so_far as (
      select o.id, c.hours as needed, upper(s.during) as ended,
        sum(s.hours) over (partition by o.id order by upper(s.during)) as hours
      from offering o join course c on c.id = o.course_id
      join enrolment e on e.offering_id = o.id and e.person_id <> o.trainer_id
        and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')
      join statement s on s.enrolment_id = e.id
      where o.state <> 'cancelled'
    ), learnt as (
      select id, (min(ended) at time zone '${ZONE}')::date as learnt_on from so_far where hours + 0.001 >= needed group by id
    ), told as (
      update offering o set learnt_on = learnt.learnt_on, version = version + 1 from learnt where o.id = learnt.id returning o.*
    ), numbered as (
      select case state when 'open' then 'OfferingChanged' else 'OfferingFinished' end as type,
        row_number() over (partition by state order by id) / 500 as chunk, jsonb_build_object('s', id, 'v', version, 'd',
        jsonb_build_object('courseId', course_id, 'academyId', academy_id, 'region', region, 'trainerId', trainer_id,
          'seats', seats, 'startsOn', starts_on, 'endsOn', ends_on, 'learntOn', learnt_on, 'state', state)) as change
      from told
    ), last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    )
    insert into event_new(subject, type, body, at)
    select 'offering', type, jsonb_build_object('changes', jsonb_agg(change)), last.at
    from numbered, last group by type, chunk, last.at order by type, chunk;`,
};
