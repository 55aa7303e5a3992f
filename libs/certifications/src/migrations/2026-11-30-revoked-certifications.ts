import { ZONE } from '@takwin/platform/clock';
import type { Migration } from '@takwin/platform/postgres';

/**
 * Since when what a person holds is revoked, found of those of before too, but of what a correction revoked. All are said again with
 * their credentials, at the time of the last event, as nothing happens now.
 */
export const revokedCertificationsMigration: Migration = {
  name: '2026-11-30-revoked-certifications',
  // eslint-disable-next-line no-restricted-syntax -- days of before, found once by the database alone
  up: `
    alter table held add column revoked_at timestamptz;
    with latest as (
      select distinct on (person_id, achievement_id) person_id, achievement_id, id,
        case when state = 'revoked' and revoked_reason not like 'the result was corrected: %' then revoked_at end as revoked_at
      from credential order by person_id, achievement_id, ordinal desc
    ), told as (
      update held h set revoked_at = latest.revoked_at, version = version + 1 from latest
      where latest.person_id = h.person_id and latest.achievement_id = h.certification_id
      returning h.*, latest.id as credential_id
    ), numbered as (
      select case when withdrawn_at is null then 'held' else 'withdrawn' end as state,
        row_number() over (partition by withdrawn_at is null order by h.id) / 500 as chunk,
        jsonb_build_object('s', h.id, 'v', h.version, 'd', jsonb_build_object('personId', person_id,
          'certification', certification_id, 'title', c.title, 'academyId', academy_id, 'region', region,
          'achievedOn', achieved_on, 'state', case when withdrawn_at is null then 'held' else 'withdrawn' end,
          'credentialId', credential_id, 'revokedOn', (revoked_at at time zone '${ZONE}')::date)) as change
      from told h join certification c on c.id = h.certification_id
    ), last as (
      select coalesce((select at from event_new order by id desc limit 1),
        (select at from event order by position desc limit 1)) as at
    )
    insert into event_new(subject, type, body, at)
    select 'certification', case state when 'held' then 'CertificationAchieved' else 'CertificationWithdrawn' end,
      jsonb_build_object('changes', jsonb_agg(change)), last.at
    from numbered, last group by state, chunk, last.at order by state, chunk;`,
};
