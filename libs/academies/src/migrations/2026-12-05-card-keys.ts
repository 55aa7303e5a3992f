import type { Migration } from '@takwin/platform/postgres';

/** Which key a card is sealed with, and by which it is found: looked up when keys are changed, and at each start. */
export const cardKeysMigration: Migration = {
  name: '2026-12-05-card-keys',
  index: {
    name: 'person_card_key',
    on: `person(get_byte(coalesce(cin_sealed, claimed_cin_sealed), 0)) where coalesce(cin_sealed, claimed_cin_sealed) is not null`,
  },
  up: `
    create table cin_hashing(number int not null check (number between 1 and 255));
    create unique index cin_hashing_one on cin_hashing((true));
    insert into cin_hashing values (1);`,
};

export const cardHashesMigration: Migration = {
  name: '2026-12-05-card-hashes',
  index: {
    name: 'person_hash_key',
    on: `person((case octet_length(coalesce(cin_hash, claimed_cin_hash))
      when 32 then 1 when 33 then get_byte(coalesce(cin_hash, claimed_cin_hash), 0) end))
      where coalesce(cin_hash, claimed_cin_hash) is not null`,
  },
  up: 'select',
};
