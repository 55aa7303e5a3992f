import type { Migration } from '../postgres/migrate.js';

/** What families' names begin with, folded, written together with the rest or apart; those of one line are each other's spellings. */
const PARTICLES = [
  ['ben', 'bin', 'بن'],
  ['bel', 'بل'],
  ['bou', 'بو'],
  ['ait', 'ايت'],
  ['el', 'al'],
];
export const ANY_PARTICLE = PARTICLES.flat().join('|');

/**
 * Finds Ben Jelloun by Benjelloun, and the other way round, in both scripts. Only what is asked is read in both ways, so that no index
 * changes: `ben_jelloun` of what was asked apart, `ben+jelloun` of what was asked together. What looks like the article may be a name's
 * own: إلهام, asked as هام, sounds like Ilham with it.
 */
export const partedNamesMigration: Migration = {
  name: '2026-12-04-parted-names',
  up: `
    create function search_parted(folded text) returns text language sql immutable parallel safe
    return regexp_replace(regexp_replace(folded, '(^| )(${ANY_PARTICLE}) (?=[^ ]{2})', '\\1\\2_', 'g'),
      '(^| )(${ANY_PARTICLE})(?=[^ _]{3,}( |$))', '\\1\\2+', 'g');

    create function search_particles(particle text) returns text[] language sql immutable parallel safe
    return case ${PARTICLES.map(
      (kin) => `when particle = any('{${kin.join(',')}}') then '{${kin.map((one) => `t.${one}`).join(',')}}'::text[]`,
    ).join(' ')} end;

    create function search_named(word text, tier int) returns text language sql immutable parallel safe
    return search_any(array['t.' || word] || case when tier > 2 then search_sounds(word) else '{}' end
      || case when tier > 2 and search_is_arabic(word) then array['sk.' || search_consonants('ال' || word)] else '{}' end
      || case when tier > 3 then search_near(word, 'tn.') else '{}' end,
      array[case when tier > 1 and length(word) > 1 then 't.' || word end]);

    create function search_name_part(word text, tier int) returns text language sql immutable parallel safe
    return case when word !~ '[_+]' then search_named(word, tier) else '(' || search_named(regexp_replace(word, '[_+]', ''), tier) || '|'
      || case when word ~ '^(el|al)_' then '' else search_any(search_particles(substring(word from '^[^_+]+')), '{}') || '&' end
      || search_named(search_bare(substring(word from '[^_+]+$')), tier) || ')' end;

    create or replace function search_name_tiers(asked text, near boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[string_agg(search_name_part(word, 4), '&')] else array[
        string_agg(search_name_part(word, 1), '&'),
        string_agg(search_name_part(word, 2), '&'),
        string_agg(search_name_part(word, 3), '&')] end)
      from search_asked(search_parted(search_joined(search_fold(asked)))) word;
    end;`,
};
