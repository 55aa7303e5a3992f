import type { Migration } from '../postgres/migrate.js';
import { partedBy } from './asked-names-migration.js';
import { ANY_PARTICLE } from './parted-names-migration.js';
import { foldOf, SIGNS } from './search-migration.js';

/** Tifinagh as IRCAM has it, by the Latin letters that Morocco writes for them; emphatic letters by plain ones, as no keyboard has them. */
const TIFINAGH = { from: 'ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵇⵉⵊⵍⵎⵏⵔⵕⵙⵚⵜⵟⵡⵢⵣⵥⵯ', to: 'abgddefkhhaqijlmnrrssttwyzz' };
const DIGRAPHS = { ⵓ: 'ou', ⵖ: 'gh', ⵅ: 'kh', ⵛ: 'ch' };

/** What begins with a vowel in either script, and what may do so in the other, as ou and و. */
export const VOWEL = '^[aeioاع]';
const MAYBE_VOWEL = '^(ou|[uwyوي])';

/**
 * Reads Tifinagh by the Latin letters that stand for it, and tells sounds apart: those with the same long vowels (`sf.`: Ahmed is not
 * Hamid) come before those that only begin alike, with a vowel (`sa.`) or without (`so.`). Ou is written together with a name or apart, as
 * Aït, and one letter alone is a beginning. After whole words come those that were written in one, or in two: Nour Eddine. The keys `sk.` are those that the release before asks.
 */
export const heardNamesMigration: Migration = {
  name: '2026-12-07-heard-names',
  up: `
    create function search_latin(written text) returns text language sql immutable parallel safe
    return case when written !~ '[ⴰ-ⵯ]' then written else ${Object.entries(DIGRAPHS).reduce(
      (told, [one, latin]) => `replace(${told}, '${one}', '${latin}')`,
      `translate(written, '${TIFINAGH.from}', '${TIFINAGH.to}')`,
    )} end;

    create or replace function search_fold(written text) returns text language sql immutable parallel safe
    return ${foldOf('search_latin(written)')};

    create function search_signs(word text) returns text language plpgsql immutable parallel safe as $$
${SIGNS}      return signs;
    end $$;

    create or replace function search_sounds(word text) returns text[] language plpgsql immutable parallel safe as $$
    declare keys text[] := '{}'; one text; signs text; heard text;
    begin
      if search_stops(word) then return keys; end if;
      foreach one in array array_remove(array[search_bare(word), case when word ~ '^[ea]l.{4}' then substr(word, 3) end], null) loop
        signs := search_signs(one);
        continue when signs = '';
        heard := translate(signs, 'yw', '');
        if length(heard) < 2 then heard := signs; end if;
        if one ~ '^i[^aeiouy]' then signs := search_signs(substr(one, 2)); end if;
        keys := keys || array['sk.' || heard, 'sf.' || regexp_replace(signs, '(.)\\1+', '\\1', 'g')];
        if one ~ '${VOWEL}|${MAYBE_VOWEL}' then keys := array_append(keys, 'sa.' || heard); end if;
        if one !~ '${VOWEL}' or one ~ '${MAYBE_VOWEL}' then keys := array_append(keys, 'so.' || heard); end if;
      end loop;
      return keys;
    end $$;

    create or replace function search_particles(particle text) returns text[] language sql immutable parallel safe
    return case when particle = any('{ben,bin,بن}') then '{t.ben,t.bin,t.بن,t.ابن}'::text[]
      when particle = any('{bel,بل}') then '{t.bel,t.بل}'::text[]
      when particle = any('{bou,بو}') then '{t.bou,t.بو}'::text[]
      when particle = any('{ait,ايت}') then '{t.ait,t.ايت}'::text[]
      when particle = any('{ou,او}') then '{t.ou,t.او}'::text[]
      when particle = any('{el,al}') then '{t.el,t.al}'::text[] end;

    create or replace function search_parted(folded text) returns text language sql immutable parallel safe
    return ${partedBy(`${ANY_PARTICLE}|ou|او`)};

    create function search_heard(word text, sigils text[]) returns text[] language sql immutable parallel safe
    return array(select key from unnest(search_sounds(word)) key where left(key, 3) = any(sigils));

    create or replace function search_named(word text, tier int) returns text language sql immutable parallel safe
    return search_any(array['t.' || word] || case when tier > 1 then search_called(word) else '{}' end
      || case when tier > 2 then search_heard(word, '{sf.}') else '{}' end
      || case when tier > 3 then search_heard(word, '{sa.,so.}') || search_compounds(word) || search_respelled(word) else '{}' end
      || case when tier > 3 and search_is_arabic(word) and length(translate(search_consonants(word), 'yw', '')) > 1
        then array['sk.' || search_consonants('ال' || word)] else '{}' end
      || case when tier > 4 then search_near(word, 'tn.') else '{}' end,
      array[case when tier > 1 then 't.' || word end]);

    create function search_name_halves(word text) returns text language plpgsql immutable parallel safe as $$
    declare told text := ''; half text;
    begin
      if length(word) not between 5 and 30 or word ~ '[0-9_+.]' then return told; end if;
      for place in 1..length(word) - 3 loop
        half := substr(word, place + 1);
        told := told || '|(' || quote_literal('t.' || left(word, place)) || '&(' || quote_literal('t.' || half)
          || case when half ~ '^e' then '|' || quote_literal('t.a' || substr(half, 2)) else '' end || '))';
      end loop;
      return told;
    end $$;

    create function search_name_joined(folded text, tier int) returns text language plpgsql immutable parallel safe as $$
    declare told text := ''; words text[] := string_to_array(folded, ' ');
    begin
      for place in 1..least(cardinality(words), 6) - 1 loop
        told := told || '|' || (select string_agg(search_name_part(word, tier), '&') from search_name_asked(search_parted(
          search_joined(array_to_string(words[:place], ' ') || array_to_string(words[place + 1:], ' ')))) word);
      end loop;
      return told;
    end $$;

    create or replace function search_name_tiers(asked text, near boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[string_agg(search_name_part(word, 5), '&')] else array[
        string_agg(search_name_part(word, 1), '&'),
        string_agg('(' || search_name_part(word, 1) || search_name_halves(word) || ')', '&') || max(joined),
        string_agg('(' || search_name_part(word, 2) || search_name_halves(word) || ')', '&') || max(joined),
        string_agg('(' || search_name_part(word, 3) || search_name_halves(word) || ')', '&') || max(alike),
        string_agg('(' || search_name_part(word, 4) || search_name_halves(word) || ')', '&') || max(alike)] end)
      from search_name_asked(search_parted(search_joined(search_fold(asked)))) word,
        (select search_name_joined(search_fold(asked), 1) as joined, search_name_joined(search_fold(asked), 3) as alike offset 0) j;
    end;`,
};
