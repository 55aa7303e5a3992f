import type { Migration } from '@takwin/platform/postgres';

/** What became of academies in the programme, by whom and by which document: kept from here on, and changed by nobody. */
export const academyStepsMigration: Migration = {
  name: '2026-12-08-academy-steps',
  up: `
    create table academy_step(
      id uuid primary key default uuidv7(),
      academy_id uuid not null references academy,
      step text not null check (step in ('registered', 'proposed', 'accredited', 'renewed', 'suspended', 'reinstated', 'closed')),
      from_on date not null,
      state text not null,
      document text,
      reason text,
      taken_by text not null,
      taken_at timestamptz not null
    );
    create index academy_step_of on academy_step(academy_id, id);
    create function keep_academy_step() returns trigger language plpgsql as $$
    begin
      raise exception 'a step of an academy stays as it was taken' using errcode = 'restrict_violation';
    end $$;
    create trigger academy_step_kept before update or delete on academy_step for each row execute function keep_academy_step();`,
};
