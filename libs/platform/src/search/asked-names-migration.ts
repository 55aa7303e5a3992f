import type { Migration } from '../postgres/migrate.js';
import { ANY_PARTICLE } from './parted-names-migration.js';

/** What is no name: articles, and M. before one. Other words of a language may be names, as Aït, a form of avoir. */
const PASSED = 'm l el al de du des la le les et ال و';

const FATIMA = 'fatima|fatma|fatema|فاطمه';
const ZAHRA = '(?:e?z+[aoe]h|(?:ال)?زهر)';
const SUN = '[tdrszn]';
const SUN_ARABIC = '[تثدذرزسشصضطظن]';

/** What is asked, `folded`, with one of the particles before a name as `ben_jelloun` where it stood apart, and as `ben+jelloun` where not. */
export const partedBy = (particles: string): string => `regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(folded,
            '(^| )ابن (?=[^ ]{2})', '\\1بن ', 'g'),
            '^(.*[^ ]) (${particles})$', '\\2 \\1'),
            '(^| )f ?z(?= |$)', '\\1f_z', 'g'),
            '(^| )(${particles}|l) (?=[^ ]{2})', '\\1\\2_', 'g'),
          '(^| )(${particles})(?=[^ _]{3,}( |$))', '\\1\\2+', 'g'),
          '(^| )l(?=[bcdfghjkmnpqrstvwxz][^ _+]{3,}( |$))', '\\1l+', 'g'),
        '(^| )(${FATIMA}) (?=${ZAHRA})', '\\1\\2_', 'g'),
      '(^| )(${FATIMA})(?=${ZAHRA})', '\\1\\2+', 'g'),
      '(^| )(${particles})_f_z', '\\1\\2 f_z', 'g')`;

/**
 * Reads what is asked of persons in either order alike: a particle that ends it stands before the rest, as if it had begun it. One letter
 * beside names begins one. Finds El Hassani by Lhassani, Benjelloun by ابن جلون, Abderrahmane by Abdel Rahman, and Yaakoubi by Yacoubi,
 * and the other way round. No key changes.
 */
export const askedNamesMigration: Migration = {
  name: '2026-12-06-asked-names',
  up: `
    create or replace function search_particles(particle text) returns text[] language sql immutable parallel safe
    return case when particle = any('{ben,bin,بن}') then '{t.ben,t.bin,t.بن,t.ابن}'::text[]
      when particle = any('{bel,بل}') then '{t.bel,t.بل}'::text[]
      when particle = any('{bou,بو}') then '{t.bou,t.بو}'::text[]
      when particle = any('{ait,ايت}') then '{t.ait,t.ايت}'::text[]
      when particle = any('{el,al}') then '{t.el,t.al}'::text[] end;

    create or replace function search_called(word text) returns text[] language sql immutable parallel safe
    return case when word = any('{mohamed,mohammed,mohamad,mohammad,muhammad,muhammed,mouhamed,med,md,محمد}')
        then '{t.mohamed,t.mohammed,t.mohamad,t.mohammad,t.muhammad,t.muhammed,t.mouhamed,t.med,t.md,t.محمد}'::text[]
      when word = any('{moulay,my,مولاي}') then '{t.moulay,t.my,t.مولاي}'::text[]
      when word = any('{fatimazahra,fatimazohra,fatimaezzahra,fatimazzahra,فاطمهالزهراء,فاطمهزهراء}')
        then '{t.fatimazahra,t.fatimazohra,t.fatimaezzahra,t.fatimazzahra,t.فاطمهالزهراء,t.فاطمهزهراء}'::text[]
      else '{}' end;

    create function search_respelled(word text) returns text[] language sql immutable parallel safe
    return array_remove(array[
      case when word ~ '^abd[aeiou]?l${SUN}' then 'sk.' || search_consonants(regexp_replace(word, '^abd[aeiou]?l', 'abde'))
        when word ~ '^abd[aeiou]?${SUN}' then 'sk.' || search_consonants(regexp_replace(word, '^abd[aeiou]?', 'abdel'))
        when word ~ '^عبدال${SUN_ARABIC}' then 'sk.bdl' || search_consonants(substr(word, 6)) end,
      case when word ~ 'c(?=[aoulr])' then 'sk.' || search_consonants(regexp_replace(word, 'c(?=[aoulr])', 'k', 'g')) end,
      case when word ~ '[kq](?=[aou])' then 't.' || regexp_replace(word, '[kq](?=[aou])', 'c', 'g') end,
      case when word ~ '[kq](?=[aou])' then 't.' || regexp_replace(regexp_replace(word, '[kq](?=[aou])', 'c', 'g'), '^(.)a(?!a)', '\\1aa') end,
      case when word ~ '^[bcdfghjkmnpqrstvwxyz].{3}' then 't.l' || word end], null);

    create or replace function search_parted(folded text) returns text language sql immutable parallel safe
    return ${partedBy(ANY_PARTICLE)};

    create or replace function search_named(word text, tier int) returns text language sql immutable parallel safe
    return search_any(array['t.' || word] || case when tier > 1 then search_called(word) else '{}' end
      || case when tier > 2 then search_sounds(word) || search_compounds(word) || search_respelled(word) else '{}' end
      || case when tier > 2 and search_is_arabic(word) then array['sk.' || search_consonants('ال' || word)] else '{}' end
      || case when tier > 3 then search_near(word, 'tn.') else '{}' end,
      array[case when tier > 1 and length(word) > 1 then 't.' || word end]);

    create function search_two_parts(word text, tier int) returns text language sql immutable parallel safe
    return '(' || search_named(regexp_replace(word, '[_+]', ''), tier) || case when word ~ '^l[+]' and tier = 1 then '' else '|'
      || case when word ~ '^((el|al|l)_|l[+])' then ''
        when word ~ '^(${FATIMA})[_+]' then search_named(substring(word from '^[^_+]+'), tier) || '&'
        else search_any(search_particles(substring(word from '^[^_+]+')),
          array[case when tier > 1 and word ~ '_' then 't.' || substring(word from '^[^_+]+') end]) || '&' end
      || search_named(search_bare(substring(word from '[^_+]+$')), tier) end || ')';

    create or replace function search_name_part(word text, tier int) returns text language sql immutable parallel safe
    return case when word = 'f_z' then '(' || search_two_parts('fatima_zahra', tier)
        || case when tier > 1 then '|(''t.f'':*&''t.z'':*)' else '' end || ')'
      when word ~ '[.]$' then search_any(array['t.' || left(word, 1)], array[case when tier > 1 then 't.' || left(word, 1) end])
      when word !~ '[_+]' then search_named(word, tier) else search_two_parts(word, tier) end;

    create function search_name_asked(folded text) returns setof text language sql immutable parallel safe
    begin atomic
      select case when length(word) = 1 and named then word || '.' else search_bare(word) end from (
        select word, min(at) as at, word = any(string_to_array('${PASSED}', ' ')) as passed,
          bool_and(word = any(string_to_array('${PASSED}', ' '))) over () as all_passed, bool_or(length(word) > 1) over () as named
        from (select left(word, 60) as word, at from string_to_table(folded, ' ') with ordinality as w(word, at) where word <> '') one
        group by word) told
      where all_passed or not passed order by at limit 12;
    end;

    create or replace function search_name_tiers(asked text, near boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[string_agg(search_name_part(word, 4), '&')] else array[
        string_agg(search_name_part(word, 1), '&'),
        string_agg(search_name_part(word, 2), '&'),
        string_agg(search_name_part(word, 3), '&')] end)
      from search_name_asked(search_parted(search_joined(search_fold(asked)))) word;
    end;`,
};
