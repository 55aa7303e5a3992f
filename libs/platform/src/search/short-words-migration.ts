import type { Migration } from '../postgres/migrate.js';
import { MEANT_INSTEAD } from './meant-words.js';
import { lettersOf, textTiersOf, wordsAskedOf } from './most-words-migration.js';
import { textKeysOf } from './search-migration.js';
import { ALSO_MEANT, SHORT_FOR } from './short-words.js';

/** Names of which a sign is a part: what they are kept by and asked for, and the letters that they are kept by too. */
const SIGNED = [
  ['(?<![[:alnum:]])c ?#', 'csharp', 'c'],
  ['(?<![[:alnum:]])c ?[+][+]', 'cpp', 'c'],
  ['[.]net(?![[:alnum:]])', 'dotnet', 'net'],
];
const signed = (written: string, also: (letters: string) => string): string =>
  SIGNED.reduce(
    (told, [sign, name, letters]) => `regexp_replace(${told}, '${sign}', ' ${name}${also(letters!)} ', 'gi')`,
    written,
  );

/** Letters and the number after them are one word, as in M 101; `search_text_part` reads them apart too. */
const asked = `regexp_replace(${lettersOf(signed('asked', () => ''))},
            '(^| )([a-z]) ([0-9]+)(?= |$)', '\\1\\2\\3', 'g')`;

/**
 * What is written short asks for the word itself in the first tier; names with a sign are keys of their own, C# as `csharp`; three letters
 * are found inside a word at its end only; of a place the same long vowels come before consonants alone. The keys of texts change: who
 * keeps an index of them makes it anew after this.
 */
export const shortWordsMigration: Migration = {
  name: '2026-12-08-short-words',
  up: `
    create or replace function ${textKeysOf(signed('title', (letters) => ` ${letters}`))}

    create or replace function ${wordsAskedOf(asked, ALSO_MEANT)}

    create or replace function search_text_part(word text, joined text[], spelled text[], also text[], heard boolean, tier int)
    returns text language sql immutable parallel safe
    begin atomic
      select '(' || search_any(array['t.' || word] || joined
          || case when tier in (5, 9) and length(word) = 3 then array['in.' || word] else '{}' end
          || case when tier > 1 then array['ts.' || stem] || array(select 't.' || one from unnest(spelled) one) else '{}' end
          || case when tier > 2 then array['w.' || word] else '{}' end
          || case when tier > 3 then array['ws.' || stem] || array(select 'w.' || one from unnest(spelled) one) else '{}' end
          || case when tier > 5 and heard then array(select key from unnest(search_sounds(word)) key where tier > 6 or left(key, 3) = 'sf.') else '{}' end
          || case when tier > 7 then search_near(word, 'tn.') else '{}' end
          || case when tier > 8 then search_near(word, 'wn.') else '{}' end,
        case when length(word) > case when heard then 1 else 2 end then case when tier = 1 then '{}' when tier in (2, 3, 8)
          then array['t.' || word] else array['t.' || word, 'w.' || word] end else '{}' end
          || case when tier in (5, 9) and length(word) > case when heard then 2 else 3 end then array['in.' || word] else '{}' end
          || case when tier = 9 and length(stem) > 5 then array['tn.' || stem, 'wn.' || stem] else '{}' end)
        || case when word ~ '^[a-z]{2,}[0-9]+$' then search_phrases(array[regexp_replace(word, '([0-9]+)$', ' \\1')],
          case when tier in (1, 2, 3, 8) then array['t.'] else array['t.', 'w.'] end) else '' end
        || case when also = '{}' then '' when tier = 1 then search_phrases(${SHORT_FOR}, array['t.', 'ts.']) else search_phrases(also,
          case when tier in (2, 3, 8) then array['t.', 'ts.'] else array['t.', 'ts.', 'w.', 'ws.'] end) end
        || case when tier > 8 then search_phrases(${MEANT_INSTEAD}, array['w.']) || search_halves(word) else '' end || ')'
      from search_stem(word) stem;
    end;

    create or replace function ${textTiersOf(8)}`,
};
