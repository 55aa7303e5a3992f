import type { Migration } from '@takwin/platform/postgres';

/**
 * Who confirmed what somebody else had recorded. Of before, a completion that another one told is such a word, without a time; what
 * nobody bore out counts for no offering until somebody does, and literacy counts where the offering is taught. What has changed is
 * told at the time of the last event, as nothing happens now.
 */
export const confirmedHoursMigration: Migration = {
  name: '2026-12-01-confirmed-hours',
  up: `
    alter table statement add column confirmed_at timestamptz,
      add column confirmed_by text constraint statement_confirmed_by_another check (confirmed_by <> recorded_by);
    create index statement_unconfirmed on statement(enrolment_id) where confirmed_by is null;
    update statement s set confirmed_by = e.completed_by
    from enrolment e where e.id = s.enrolment_id and e.completed_by <> s.recorded_by;

    update literacy l set hours = coalesce((
      select sum(s.hours) from statement s join course c on c.id = s.course_id
      join enrolment e on e.id = s.enrolment_id join offering o on o.id = e.offering_id
      where s.person_id = l.person_id and s.literacy and not c.synthetic and o.trainer_id is not null), 0)
    where l.state <> 'certified';

    with told as (
      update offering o set learnt_on = null, version = version + 1
      where o.learnt_on is not null and not exists (
        select from course c where c.id = o.course_id and c.hours <= (
          select sum(s.hours) + 0.001 from enrolment e join statement s on s.enrolment_id = e.id
          where e.offering_id = o.id and e.person_id <> o.trainer_id and s.confirmed_by is not null
            and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')))
      returning o.*
    ), numbered as (
      select case state when 'open' then 'OfferingChanged' when 'finished' then 'OfferingFinished' else 'OfferingCancelled' end as type,
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
