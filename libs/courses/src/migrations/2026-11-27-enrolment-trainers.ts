import type { Migration } from '@takwin/platform/postgres';

/**
 * Says again, with their trainers, which enrolments there are: the events of before did not tell who teaches. As nothing happens
 * now, it is said at the time of the last event.
 */
export const enrolmentTrainersMigration: Migration = {
  name: '2026-11-27-enrolment-trainers',
  up: `
    with taught as (
      update enrolment e set version = e.version + 1
      from offering o
      where o.id = e.offering_id and o.trainer_id is not null and e.state in ('enrolled', 'completed')
      returning e.*, o.course_id, o.trainer_id
    ), numbered as (
      select case state when 'enrolled' then 'PersonEnrolled' else 'EnrolmentCompleted' end as type,
        row_number() over (partition by state order by id) / 500 as chunk, jsonb_build_object('s', id, 'v', version, 'd',
        jsonb_build_object('personId', person_id, 'offeringId', offering_id, 'courseId', course_id,
          'academyId', academy_id, 'region', region, 'trainerId', trainer_id, 'hours', hours, 'state', state)) as change
      from taught
    ), last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    )
    insert into event_new(subject, type, body, at)
    select 'enrolment', type, jsonb_build_object('changes', jsonb_agg(change)), last.at
    from numbered, last group by type, chunk, last.at order by type, chunk;`,
};
