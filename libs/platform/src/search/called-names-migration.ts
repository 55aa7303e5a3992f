import type { Migration } from '../postgres/migrate.js';
import { ANY_PARTICLE } from './parted-names-migration.js';

/** Names that are written short, and otherwise than they sound; those of one line are each other's spellings. */
const CALLED = [
  ['mohamed', 'mohammed', 'mohamad', 'mohammad', 'muhammad', 'muhammed', 'mouhamed', 'med', 'محمد'],
  ['moulay', 'my', 'مولاي'],
  ['fatimazahra', 'fatimazohra', 'fatimaezzahra', 'fatimazzahra', 'فاطمهالزهراء', 'فاطمهزهراء'],
];

/** Before Zahra, with which they are one given name: written together, apart, or with a hyphen. */
const FATIMA = 'fatima|fatma|fatema|فاطمه';
const ZAHRA = '(?:e?z+[aoe]h|(?:ال)?زهر)';

/** What a family's name may begin with in one piece, as Benjelloun, of which Jelloun is asked. */
const BEFORE = { latin: ['ben', 'bel', 'bou', 'ait'], arabic: ['بن', 'بل', 'بو'] };

const keysBefore = (particles: readonly string[], sounded: string): string =>
  `array[${[...particles.map((one) => `'t.${one}' || word`), `'sk.' || search_consonants('${sounded}' || word)`].join(', ')}]`;

/**
 * Finds Fatima-Zahra by Fatimazahra, Mohamed by Med, and Benjelloun by Jelloun, each the other way round too and in both scripts. Only what
 * is asked is read so: no index changes, and what is asked has some keys more, none of them a beginning.
 */
export const calledNamesMigration: Migration = {
  name: '2026-12-05-called-names',
  up: `
    create function search_called(word text) returns text[] language sql immutable parallel safe
    return case ${CALLED.map(
      (kin) => `when word = any('{${kin.join(',')}}') then '{${kin.map((one) => `t.${one}`).join(',')}}'::text[]`,
    ).join(' ')} else '{}' end;

    create function search_compounds(word text) returns text[] language sql immutable parallel safe
    return case when length(word) < 3 or word ~ '^(?:${ANY_PARTICLE})' or word ~ '[0-9]' then '{}'
      when search_is_arabic(word) then ${keysBefore(BEFORE.arabic, 'بن')}
      when length(word) > 3 then ${keysBefore(BEFORE.latin, 'ben')}
      else '{}' end;

    create or replace function search_parted(folded text) returns text language sql immutable parallel safe
    return regexp_replace(regexp_replace(
        regexp_replace(regexp_replace(folded, '(^| )(${ANY_PARTICLE}) (?=[^ ]{2})', '\\1\\2_', 'g'),
          '(^| )(${ANY_PARTICLE})(?=[^ _]{3,}( |$))', '\\1\\2+', 'g'),
        '(^| )(${FATIMA}) (?=${ZAHRA})', '\\1\\2_', 'g'),
      '(^| )(${FATIMA})(?=${ZAHRA})', '\\1\\2+', 'g');

    create or replace function search_named(word text, tier int) returns text language sql immutable parallel safe
    return search_any(array['t.' || word] || case when tier > 1 then search_called(word) else '{}' end
      || case when tier > 2 then search_sounds(word) || search_compounds(word) else '{}' end
      || case when tier > 2 and search_is_arabic(word) then array['sk.' || search_consonants('ال' || word)] else '{}' end
      || case when tier > 3 then search_near(word, 'tn.') else '{}' end,
      array[case when tier > 1 and length(word) > 1 then 't.' || word end]);

    create or replace function search_name_part(word text, tier int) returns text language sql immutable parallel safe
    return case when word !~ '[_+]' then search_named(word, tier) else '(' || search_named(regexp_replace(word, '[_+]', ''), tier) || '|'
      || case when word ~ '^(el|al)_' then ''
        when word ~ '^(${FATIMA})[_+]' then search_named(substring(word from '^[^_+]+'), tier) || '&'
        else search_any(search_particles(substring(word from '^[^_+]+')), '{}') || '&' end
      || search_named(search_bare(substring(word from '[^_+]+$')), tier) || ')' end;`,
};
