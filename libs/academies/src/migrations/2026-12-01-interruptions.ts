import { ZONE } from '@takwin/platform/clock';
import type { Migration } from '@takwin/platform/postgres';

/**
 * From and to which day an academy was out of the programme. Of those that are suspended or closed now, as long as the log still has
 * their whole life: since the last suspension that nobody took back, else since the closing. They are told again with it, at the
 * time of the last event, as nothing happens now.
 */
export const interruptionsMigration: Migration = {
  name: '2026-12-01-interruptions',
  // eslint-disable-next-line no-restricted-syntax -- days of before, found once by the database alone
  up: `
    alter table academy add column interruptions jsonb not null default '[]';
    with logged as (
      select e.type, e.at, e.nth, change ->> 's' as id, (change ->> 'v')::int as version
      from (
        select type, at, body, subject, position as nth from event
        union all select type, at, body, subject, id + 4611686018427387904 from event_new
      ) e, jsonb_array_elements(e.body -> 'changes') change
      where e.subject = 'academy'
    ), lives as (
      select a.id, coalesce(
        (select min(s.at) from logged s where s.id = a.id::text and s.type = 'AcademySuspended' and not exists (
          select from logged r where r.id = s.id and r.type = 'AcademyReinstated' and r.version > s.version)),
        (select max(c.at) from logged c where c.id = a.id::text and c.type = 'AcademyClosed' and a.state = 'closed')) as out_at
      from academy a
      where a.state in ('suspended', 'closed') and a.accredited_on is not null
        and (select count(distinct version) from logged l where l.id = a.id::text) = a.version
    ), told as (
      update academy a set version = version + 1, interruptions = jsonb_build_array(
        jsonb_build_object('from', (out_at at time zone '${ZONE}')::date, 'until', null))
      from lives where lives.id = a.id and out_at is not null returning a.*
    ), last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    )
    insert into event_new(subject, type, body, at)
    select 'academy', 'AcademyChanged', jsonb_build_object('changes', jsonb_agg(jsonb_build_object('s', id, 'v', version, 'd',
      jsonb_build_object('code', code, 'name', jsonb_build_object('fr', name_fr, 'ar', name_ar), 'kind', kind, 'profile', profile,
        'state', state, 'region', region, 'province', province, 'city', city, 'accreditedOn', accredited_on,
        'membershipUntil', membership_until, 'interruptions', interruptions)))), last.at
    from told, last group by last.at;`,
};
