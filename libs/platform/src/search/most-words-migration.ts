import type { Migration } from '../postgres/migrate.js';
import { ALSO_MEANT, EVERYDAY, MEANT_INSTEAD } from './meant-words.js';

/** How many of the words that are asked are told apart where not all are met: each more doubles what is looked for. */
const TOLD_APART = 5;

/** What is asked, as this expression has it, folded; the letters of A.B. are one word. */
export const lettersOf = (asked: string): string => `search_fold(
            regexp_replace(${asked}, '(?<![[:alnum:]])([[:alpha:]])[.](?=[[:alpha:]]([^[:alnum:]]|$))', '\\1', 'g'))`;

/** The function that tells the words of what is asked: `letters`, and what `also` means each. */
export const wordsAskedOf = (
  letters: string,
  also: string,
): string => `search_words(asked text, heard boolean) returns table(word text, joined text[], spelled text[], also text[]) language sql immutable parallel safe
    begin atomic
      select word, array_remove(array['t.' || lag(word) over (order by at) || word, 't.' || word || lead(word) over (order by at)], null),
        search_spelled(word), ${also} from (
        select search_bare(word) as word, at, emptiness, min(emptiness) over () as least from (
          select word, min(at) as at, search_emptiness(word, heard) as emptiness
          from (select left(word, 60) as word, at from string_to_table(${letters}, ' ')
            with ordinality as w(word, at) where word <> '') one
          group by word) told) told
      where emptiness = least order by at limit 12;
    end;`;

/** The function that tells the tiers of a turn, where those from `letterWrong` on allow one of a text, and the one after it other words. */
export const textTiersOf = (
  letterWrong: number,
): string => `search_text_tiers(asked text, turn int, heard boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when turn < 2
        then array(select string_agg(search_text_part(word, joined, spelled, also, heard, tier), '&') from search_words(asked, heard),
          generate_series(case when turn = 0 then 1 when heard then 6 else ${letterWrong} end, case turn when 0 then 5 else ${letterWrong + 1} end) tier group by tier order by tier)
        else search_most(array(select search_text_part(word, joined, spelled, also, heard, 4) from search_words(asked, heard) limit ${TOLD_APART})) end);
    end;`;

/**
 * Texts by `turn`: all words that are asked; where nothing has them, each by its sounds (of
 * a place), with a letter wrong or by another word for it; at last most of them.
 * Words that say nothing in a catalogue are passed over, two may have been written in one, and the other way round. The function that the
 * release before asks, of a boolean in place of the turn, stays for it.
 */
export const mostWordsMigration: Migration = {
  name: '2026-12-07-most-words',
  up: `
    create function search_emptiness(word text, heard boolean) returns int language sql immutable parallel safe
    return case when search_stops(word) then 2
      when not heard and search_bare(word) = any(string_to_array('${EVERYDAY}', ' ')) then 1 else 0 end;

    create function search_spelled(word text) returns text[] language sql immutable parallel safe
    return array_remove(array[case when word ~ '^[a-z]{3,}s$' then left(word, -1) end,
      case when word ~ 'f' then regexp_replace(word, '(.*)f', '\\1ph') end,
      case when search_is_arabic(word) and word ~ '^[بلوفك].{3}' then substr(word, 2) end], null);

    create function ${wordsAskedOf(lettersOf('asked'), ALSO_MEANT)}

    create function search_phrases(phrases text[], sigils text[]) returns text language sql immutable parallel safe
    return coalesce((select string_agg('|(' || (
        select string_agg(search_any(array(select sigil || case when sigil ~ 's[.]' then search_stem(word) else word end
          from unnest(sigils) sigil), '{}'), '&') from string_to_table(phrase, ' ') word) || ')', '')
      from unnest(phrases) phrase), '');

    create function search_halves(word text) returns text language sql immutable parallel safe
    return case when length(word) between 5 and 30 and word !~ '[0-9]' then array_to_string(array(
      select '|(' || quote_literal('w.' || left(word, place)) || '&' || quote_literal('w.' || substr(word, place + 1)) || ')'
      from generate_series(2, length(word) - 2) place), '') else '' end;

    create function search_text_part(word text, joined text[], spelled text[], also text[], heard boolean, tier int)
    returns text language sql immutable parallel safe
    begin atomic
      select '(' || search_any(array['t.' || word] || joined
          || case when tier > 1 then array['ts.' || stem] || array(select 't.' || one from unnest(spelled) one) else '{}' end
          || case when tier > 2 then array['w.' || word] else '{}' end
          || case when tier > 3 then array['ws.' || stem] || array(select 'w.' || one from unnest(spelled) one) else '{}' end
          || case when tier > 5 and heard then search_sounds(word) else '{}' end
          || case when tier > 6 then search_near(word, 'tn.') else '{}' end
          || case when tier > 7 then search_near(word, 'wn.') else '{}' end,
        case when length(word) > case when heard then 1 else 2 end then case when tier = 1 then '{}' when tier in (2, 3, 7)
          then array['t.' || word] else array['t.' || word, 'w.' || word] end else '{}' end
          || case when tier in (5, 8) and length(word) > 2 then array['in.' || word] else '{}' end)
        || case when tier = 1 or also = '{}' then '' else search_phrases(also,
          case when tier in (2, 3, 7) then array['t.', 'ts.'] else array['t.', 'ts.', 'w.', 'ws.'] end) end
        || case when tier > 7 then search_phrases(${MEANT_INSTEAD}, array['w.']) || search_halves(word) else '' end || ')'
      from search_stem(word) stem;
    end;

    create function search_most(parts text[]) returns text[] language sql immutable parallel safe
    return array(select string_agg(told, '|' order by chosen) from (
        select bit_count(chosen::bit(${TOLD_APART})) as many, chosen,
          (select '(' || string_agg(parts[place + 1], '&' order by place) || ')'
            from generate_series(0, cardinality(parts) - 1) place where chosen >> place & 1 = 1) as told
        from generate_series(1, (1 << cardinality(parts)) - 2) chosen) c
      group by many order by many desc);

    create function ${textTiersOf(7)}`,
};
