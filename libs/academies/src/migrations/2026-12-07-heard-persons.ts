import type { Migration } from '@takwin/platform/postgres';

/** The index that persons are found by, made anew of the keys that `heardNamesMigration` gives; the release before asks it as well. */
export const heardPersonsMigration: Migration = {
  name: '2026-12-07-heard-persons',
  index: {
    name: 'person_heard',
    on: `person using gin(person_keys(family_fr, given_fr, family_ar, given_ar)) with (gin_pending_list_limit = 256)`,
  },
  up: `
    alter index person_heard alter column 1 set statistics 0;
    drop index person_search;
    alter index person_heard rename to person_search;
    reindex index academy_names;`,
};

/** Those whose name stands in Tifinagh, and the sounds by which they meet the other scripts: of parts in any order. */
export const tifinaghPersonsMigration: Migration = {
  name: '2026-12-07-tifinagh-persons',
  index: { name: 'person_tifinagh', on: `person(birth_date) where (family_fr || given_fr) ~ '[ⴰ-ⵯ]'` },
  up: `
    create function person_sounds(family text, given text) returns text language sql immutable parallel safe
    begin atomic
      select string_agg(sound, ' ' order by sound) from (select distinct search_consonants(search_bare(word)) as sound
        from string_to_table(search_fold(family || ' ' || given), ' ') word where word <> '') told;
    end;

    create function person_heard_as(family text, given text) returns tsquery language sql immutable parallel safe
    begin atomic
      select string_agg(quote_literal('sk.' || sound), '&')::tsquery
      from string_to_table(case when (family || given) ~ '[ⴰ-ⵯ]' then person_sounds(family, given) end, ' ') sound;
    end;`,
};
