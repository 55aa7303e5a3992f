import type { Migration } from '@takwin/platform/postgres';

/**
 * Whose an account is, by its name before the domain and by its id: of one person, null once that one is erased, and another one never gets it. Where two had one, it is whose it
 * was first.
 */
export const heldAccountsMigration: Migration = {
  name: '2026-12-07-held-accounts',
  up: `
    create table account(
      name text primary key,
      person_id uuid,
      object_id uuid constraint account_object unique,
      stated_of uuid
    );
    create index account_person on account(person_id);
    create index account_stated_of on account(stated_of) where stated_of is not null;
    insert into account(name, person_id, object_id, stated_of)
    select distinct on (o.account) o.account, n.id, o.object_id, nullif(o.person_id, n.id)
    from outcome o, lateral (select person_now(o.person_id) as id) n
    where o.object_id is not null and o.account is not null order by o.account, o.settled_at nulls first, o.run_id
    on conflict do nothing;`,
};
