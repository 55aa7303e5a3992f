import type { Migration } from '../postgres/migrate.js';
import { BEGINNINGS, CALLED, FATIMA, PARTED, PARTICLES } from './asked-names.js';
import { VOWEL } from './heard-names-migration.js';
import { SIGNS } from './search-migration.js';

/** What may begin with a vowel in the other script, as Ouj and وج; و before a vowel is none. */
const MAYBE_VOWEL = '^(ou|u)';

/** An i that the other script writes, or leaves out: Idriss and إدريس, Imane and إيمان. */
const SHORT_I = '^(i[^aeiouy]|اي[^اوي])';

/** One vowel that some write o and some ou, between consonants: Hoda and Houda. */
const SHORT_O = '(?<![aeiouy])o(?![aeiouy])';
const LONG_O = '(?<=[^aeiouy])ou(?![aeiouy])';

/**
 * Finds names however they are spelled: dj is j, two equal consonants with a vowel between are two, w begins a name as a consonant, k and g
 * meet where Arabic writes one for both, and parts of names are read before one another. What is asked is put together by functions that
 * are planned once. The keys of names change: who keeps an index of them makes it anew after this.
 */
export const spelledNamesMigration: Migration = {
  name: '2026-12-08-spelled-names',
  up: `
    create or replace function search_signs(word text) returns text language plpgsql immutable parallel safe as $$
    begin
      if ascii(word) not between 1536 and 1791 then word := replace(replace(replace(word, 'ee', 'i'), 'oo', 'ou'), 'dj', 'j'); end if;
${SIGNS}      return signs;
      end;
    end $$;

    create or replace function search_consonants(word text) returns text language plpgsql immutable parallel safe as $$
    declare signs text := search_signs(word);
    begin
      return case when length(translate(signs, 'yw', '')) > 1 then translate(signs, 'yw', '') else nullif(signs, '') end;
    end $$;

    create or replace function search_sounds(word text) returns text[] language plpgsql immutable parallel safe as $$
    declare keys text[] := '{}'; one text; signs text; heard text; begun text;
    begin
      if search_stops(word) then return keys; end if;
      foreach one in array array_remove(array[search_bare(word), case when word ~ '^[ea]l.{4}' then substr(word, 3) end,
        case when word ~ '[aeiou]h$' then word || 'a' end], null) loop
        signs := search_signs(one);
        continue when signs = '';
        heard := translate(signs, 'yw', '');
        if length(heard) < 2 then heard := signs; end if;
        begun := regexp_replace(signs, '^([yw]?).*', '\\1') || translate(signs, 'yw', '');
        if length(begun) < 2 then begun := signs; end if;
        keys := keys || array['sk.' || heard,
          'sf.' || regexp_replace(case when one ~ '${SHORT_I}' then search_signs(regexp_replace(one, '^ا?.', '')) else signs end, '([yw])\\1+', '\\1', 'g')];
        if one ~ '${VOWEL}|${MAYBE_VOWEL}' then keys := keys || array['sa.' || begun, 'sa.' || heard]; end if;
        if one !~ '${VOWEL}' or one ~ '${MAYBE_VOWEL}' then keys := array_append(keys, 'so.' || begun); end if;
      end loop;
      return keys;
    end $$;

    create or replace function search_particles(particle text) returns text[] language sql immutable parallel safe
    return case ${PARTICLES.map(
      ([asked, kept]) =>
        `when particle = any('{${asked.join(',')}}') then '{${kept.map((one) => `t.${one}`).join(',')}}'::text[]`,
    ).join(' ')} end;

    create or replace function search_called(word text) returns text[] language sql immutable parallel safe
    return case ${CALLED.map(
      (kin) => `when word = any('{${kin.join(',')}}') then '{${kin.map((one) => `t.${one}`).join(',')}}'::text[]`,
    ).join(' ')} else '{}' end;

    create or replace function search_parted(folded text) returns text language sql immutable parallel safe
    return ${PARTED};

    create or replace function search_joined(folded text) returns text language sql immutable parallel safe
    return regexp_replace(replace(folded, 'abd e', 'abde'), '(^| )((?:ben)?abde[a-z]|(?:بن)?عبد) ', '\\1\\2', 'g');

    create function search_other_letters(word text) returns text[] language sql immutable parallel safe
    return array_remove(array[
      case when word ~ 'ك' then 'sk.' || replace(search_consonants(word), 'k', 'g') end,
      case when word ~ 'g(?![hei])|gu' then 'sk.' || replace(search_consonants(regexp_replace(word, 'gu(?=[aei])', 'g', 'g')), 'g', 'k') end], null);

    create or replace function search_named(word text, tier int) returns text language plpgsql immutable parallel safe as $$
    declare keys text[] := array['t.' || word];
    begin
      if tier > 1 then keys := keys || search_called(word); end if;
      if tier > 2 then
        keys := keys || search_heard(word, case when tier > 3 then '{sf.,sa.,so.}' else '{sf.}' end::text[]);
        if word ~ '${SHORT_O}' then keys := keys || search_heard(regexp_replace(word, '${SHORT_O}', 'ou', 'g'), '{sf.}'); end if;
        if word ~ '${LONG_O}' then keys := keys || search_heard(regexp_replace(word, '${LONG_O}', 'o', 'g'), '{sf.}'); end if;
      end if;
      if tier > 3 then
        keys := keys || search_compounds(word) || search_respelled(word) || search_other_letters(word);
        if search_is_arabic(word) and length(translate(search_consonants(word), 'yw', '')) > 1 then
          keys := array_append(keys, 'sk.' || search_consonants('ال' || word));
        end if;
      end if;
      if tier > 4 then keys := keys || search_near(word, 'tn.'); end if;
      return search_any(keys, array[case when tier > 1 then 't.' || word end]);
    end $$;

    create or replace function search_two_parts(word text, tier int) returns text language plpgsql immutable parallel safe as $$
    declare particle text := substring(word from '^[^_+]+'); rest text := search_bare(substring(word from '[^_+]+$')); told text; kept text;
    begin
      told := '(' || search_named(particle || substring(word from '[^_+]+$'), tier);
      if particle = 'l' then
        return told || case when word ~ '[+]' and tier = 1 then '' else '|' || search_named(rest, tier) end || ')';
      end if;
      kept := search_named(rest, tier) || case when particle !~ '^b' and rest ~ '^l[bcdfghjkmnpqrstvwxz].{2}' then '|' || search_named(substr(rest, 2), tier) else '' end;
      if particle = any('{el,al}') then return told || '|' || kept || ')'; end if;
      if particle = any('{bel,بل}') then
        told := told || '|' || search_any(array['t.benel' || rest, 't.benl' || rest, 't.بنال' || rest], '{}')
          || '|(' || search_any('{t.ben,t.bin,t.بن,t.ابن}', '{}') || '&('
          || case when search_is_arabic(word) then search_named('ال' || rest, 1) || '|' else '' end
          || search_any('{t.el,t.al}', '{}') || '&' || search_named(rest, tier) || '))';
      end if;
      return told || '|' || case when word ~ '^(${FATIMA})[_+]' then search_named(particle, tier)
        else search_any(search_particles(particle), array[case when tier > 1 and word ~ '^(${BEGINNINGS})_' then 't.' || particle end]) end
        || '&(' || kept || '))';
    end $$;

    create or replace function search_name_part(word text, tier int) returns text language plpgsql immutable parallel safe as $$
    begin
      if word !~ '[_+.=]' then return search_named(word, tier); end if;
      if word = 'f_z' then
        return '(' || search_two_parts('fatima_zahra', tier) || case when tier > 1 then '|(''t.f'':*&''t.z'':*)' else '' end || ')';
      end if;
      if word ~ '[.]$' then return search_any(array['t.' || left(word, 1)], array[case when tier > 1 then 't.' || left(word, 1) end]); end if;
      if word ~ '=$' then
        return search_any(search_particles(rtrim(word, '=')), array[case when tier > 1 then 't.' || rtrim(word, '=') end]);
      end if;
      return search_two_parts(word, tier);
    end $$;

    create function search_name_parts(words text[], tier int, halves boolean) returns text language plpgsql immutable parallel safe as $$
    declare told text := ''; word text;
    begin
      foreach word in array words loop
        told := told || '&(' || search_name_part(word, tier) || case when halves then search_name_halves(word) else '' end || ')';
      end loop;
      return substr(told, 2);
    end $$;

    create or replace function search_name_halves(word text) returns text language plpgsql immutable parallel safe as $$
    declare told text := ''; half text;
    begin
      if length(word) not between 5 and 30 or word ~ '[0-9_+.=]' then return told; end if;
      for place in 1..length(word) - 3 loop
        half := substr(word, place + 1);
        told := told || '|(' || quote_literal('t.' || left(word, place)) || '&(' || quote_literal('t.' || half)
          || case when half ~ '^e' then '|' || quote_literal('t.a' || substr(half, 2)) else '' end
          || case when half ~ '^[ea]l.{3}' then '|' || quote_literal('t.' || substr(half, 3)) else '' end || '))';
      end loop;
      return told;
    end $$;

    create or replace function search_name_joined(folded text, tier int) returns text language plpgsql immutable parallel safe as $$
    declare told text := ''; words text[] := string_to_array(folded, ' '); after int; one text;
    begin
      for place in 1..least(cardinality(words), 6) - 1 loop
        after := case when words[place + 1] = any('{el,al}') then place + 3 else place + 2 end;
        foreach one in array array_remove(array[array_to_string(words[place + 1:after - 1], ''),
          case when words[place + 1] ~ '^ال..' then substr(words[place + 1], 3) end], null) loop
          told := told || '|' || search_name_parts(array(select search_name_asked(search_parted(search_joined(
            array_to_string(words[:place - 1] || (words[place] || one) || words[after:], ' '))))), tier, false);
        end loop;
      end loop;
      return told;
    end $$;

    create or replace function search_name_tiers(asked text, near boolean) returns tsquery[] language plpgsql immutable parallel safe as $$
    declare folded text := search_fold(asked); words text[] := array(select search_name_asked(search_parted(search_joined(folded))));
      joined text; alike text;
    begin
      if words = '{}' then return '{}'; end if;
      if near then return array[search_name_parts(words, 5, false)::tsquery]; end if;
      joined := search_name_joined(folded, 1);
      alike := search_name_joined(folded, 3);
      return search_each(array[search_name_parts(words, 1, false), search_name_parts(words, 1, true) || joined,
        search_name_parts(words, 2, true) || joined, search_name_parts(words, 3, true) || alike, search_name_parts(words, 4, true) || alike]);
    end $$;`,
};
