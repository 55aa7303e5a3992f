import { ZONE } from '@takwin/platform/clock';
import type { Migration } from '@takwin/platform/postgres';

/**
 * From when hours count as taught, where it is not always so, and who named the trainer when; how many hours of literacy are confirmed;
 * who took a completion of it back. A course is learnt by one person's hours, judged anew of before too: what has changed is told at the
 * time of the last event, as nothing happens now. Four fifths, as nothing else was ever set.
 */
export const taughtHoursMigration: Migration = {
  name: '2026-12-02-taught-hours',
  // eslint-disable-next-line no-restricted-syntax -- days of before, found once by the database alone
  up: `
    alter table offering add column taught_from timestamptz, add column trainer_named_at timestamptz,
      add column trainer_named_by text;
    alter table enrolment add column completed_by_machine boolean;
    alter table literacy add column confirmed_hours double precision not null default 0;
    update literacy l set confirmed_hours = coalesce((
      select sum(s.hours) from statement s join course c on c.id = s.course_id
      join enrolment e on e.id = s.enrolment_id join offering o on o.id = e.offering_id
      where s.person_id = l.person_id and s.literacy and not c.synthetic and s.confirmed_by is not null
        and e.person_id <> o.trainer_id), 0);

    alter table literacy_evaluation drop constraint literacy_evaluation_state_check,
      add constraint literacy_evaluation_state_check check (state in ('held', 'accepted', 'rejected', 'revoked')),
      add column revoked_at timestamptz,
      add column revoked_by text constraint literacy_evaluation_revoked_by_another check (revoked_by <> decided_by),
      add column revoked_reason text constraint literacy_evaluation_revoked check ((state = 'revoked') = (revoked_by is not null)
        and (revoked_by is null) = (revoked_at is null) and (revoked_by is null) = (revoked_reason is null));

    with so_far as (
      select o.id, c.hours * 0.8 as needed, upper(s.during) as ended,
        sum(s.hours) over (partition by e.id order by upper(s.during)) as hours
      from offering o join course c on c.id = o.course_id
      join enrolment e on e.offering_id = o.id and e.person_id <> o.trainer_id
        and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED')
      join statement s on s.enrolment_id = e.id and s.confirmed_by is not null
      where o.state <> 'cancelled'
    ), learnt as (
      select o.id, (select (min(ended) at time zone '${ZONE}')::date from so_far
        where so_far.id = o.id and hours + 0.001 >= needed) as learnt_on
      from offering o
    ), told as (
      update offering o set learnt_on = learnt.learnt_on, version = version + 1
      from learnt where o.id = learnt.id and o.learnt_on is distinct from learnt.learnt_on returning o.*
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
