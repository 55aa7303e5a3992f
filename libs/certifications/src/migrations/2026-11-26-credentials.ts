import type { Migration } from '@takwin/platform/postgres';

/**
 * Credentials of more than certifications. The release before goes on: what it inserts names a certification, and gets the
 * achievement of the same id.
 */
export const credentialsMigration: Migration = {
  name: '2026-11-26-credentials',
  up: `
    create table achievement(
      id text primary key,
      kind text not null check (kind in ('exam', 'certification', 'trainer-qualification', 'digital-literacy')),
      name text not null,
      name_ar text
    );
    insert into achievement(id, kind, name) select id, 'certification', title from certification;

    alter table credential
      alter certification_id drop not null,
      add column achievement_id text references achievement,
      add column ordinal bigint generated always as identity,
      add column proof jsonb,
      add column valid_until date;
    update credential set achievement_id = certification_id;
    create function credential_of_certification() returns trigger language plpgsql as $$
    begin
      new.achievement_id := coalesce(new.achievement_id, new.certification_id);
      return new;
    end $$;
    create trigger credential_of_certification before insert on credential
      for each row execute function credential_of_certification();
    create unique index credential_standing on credential(person_id, achievement_id, achieved_on) where state <> 'revoked';
    create unique index credential_ordinal on credential(ordinal);
    create index credential_revoked on credential(ordinal) where state = 'revoked';`,
};
