import type { Migration } from '../postgres/migrate.js';

/** What a decomposed text still has beside letters and digits: accents, vowel signs, the tatweel, what nobody sees. */
const MARKS =
  '[\\u00ad\\u0300-\\u036f\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20d0-\\u20ff\\ufe20-\\ufe2f\\ufeff]+';

/** Letters and digits that people type for each other. */
const ALIKE = { from: 'ıłøđðħŋɛəɣىیېةٱکہھە٠١٢٣٤٥٦٧٨٩', to: 'iloddhneegيييهاكههه0123456789' };

/** Words that a search passes over beside the stop words of PostgreSQL's French dictionary, folded; and one of those that it does not. */
const STOP =
  'a les sans sous entre dont vers l d s n j m t qu ete etre the of and for with to el al في من الي عن مع و او ان';
const NO_STOP = 'ai';

/** Consonants of both scripts, each by one sign: ش and ch are 5, خ and kh 7, غ and gh 8; at last what is no consonant, and has none. */
const LATIN = { from: 'cqpviuaeo', to: 'skbfyw' };
const ARABIC = { from: 'شخغثتطذدضسصزظجقكحهفبورلمنياءع', to: '578tttdddsszzjkkhhfbwrlmny' };

/** The text that a written one is compared by. */
export const foldOf = (written: string): string => `trim(regexp_replace(translate(replace(replace(regexp_replace(
        lower(normalize(${written}, nfkd) collate "pg_c_utf8"), '${MARKS}', '', 'g'), 'œ', 'oe'), 'æ', 'ae'),
        '${ALIKE.from}', '${ALIKE.to}'),
      '[^[:alnum:]]+', ' ', 'g'))`;

/** Tells of `word` its `signs`: its consonants, and its long vowels by y and w. */
export const SIGNS = `    declare signs text := regexp_replace(regexp_replace(word, '(.)\\1+', '\\1', 'g'), '(^|[^cdgkpst])[hه]$', '\\1');
    begin
      if ascii(word) between 1536 and 1791 then
        signs := translate(regexp_replace(signs, '^عبدال([تثدذرزسشصضطظن])', 'عبد\\1'), '${ARABIC.from}', '${ARABIC.to}');
      else
        signs := replace(replace(replace(replace(signs, 'ch', '5'), 'sh', '5'), 'kh', '7'), 'gh', '8');
        signs := replace(replace(replace(replace(signs, 'th', 't'), 'dh', 'd'), 'ph', 'f'), 'ou', 'w');
        signs := translate(signs, '${LATIN.from}', '${LATIN.to}');
      end if;
`;

/** The function that keeps a text by its keys, its `title` read as this expression has it. */
export const textKeysOf = (title: string): string => `search_text_keys(title text, rest text) returns tsvector
    language plpgsql immutable parallel safe cost 20000 set search_path from current as $$
    declare keys text[] := '{}'; titled text[] := string_to_array(search_fold(${title}), ' '); word text; bare text; stem text;
    begin
      foreach word in array titled loop
        continue when word = '';
        word := left(word, 60); bare := search_bare(word); stem := search_stem(word);
        keys := keys || array['t.' || word, 't.' || bare, 'ts.' || stem, 'w.' || word, 'w.' || bare, 'ws.' || stem]
          || search_ends(word) || search_near(bare, 'tn.');
      end loop;
      foreach word in array string_to_array(search_fold(rest), ' ') loop
        continue when word = '' or word = any(titled);
        word := left(word, 60); bare := search_bare(word);
        keys := keys || array['w.' || word, 'w.' || bare, 'ws.' || search_stem(word)] || search_ends(word) || search_near(bare, 'wn.');
      end loop;
      return array_to_tsvector(keys);
    end $$;`;

/**
 * Gives a database the search that all of its lists share. A text is found by its keys: its words (`t.` of the title, `w.` of all),
 * their stems (`ts.`, `ws.`), their ends (`in.`), what is left of each without one letter (`tn.`, `wn.`), and the consonants of names (`sk.`).
 * The same functions read what is asked, so that a text and a question are never folded two ways.
 */
export const searchMigration: Migration = {
  name: '2026-12-01-search',
  up: `
    create function search_fold(written text) returns text language sql immutable parallel safe
    return ${foldOf('written')};

    create function search_is_arabic(word text) returns boolean language sql immutable parallel safe
    return ascii(word) between 1536 and 1791;

    create function search_bare(word text) returns text language sql immutable parallel safe
    return case when search_is_arabic(word) then regexp_replace(word, '^(وال|فال|بال|كال|ال|لل)(?=..)', '') else word end;

    create function search_stem(word text) returns text language sql immutable parallel safe
    return coalesce(case when search_is_arabic(word)
      then (ts_lexize('arabic_stem', 'ال' || regexp_replace(search_bare(word), 'ه$', 'ة')))[1]
      else (ts_lexize('french_stem', word))[1] end, word);

    create function search_stops(word text) returns boolean language sql immutable parallel safe
    return word <> '${NO_STOP}' and (ts_lexize('french_stem', word) = '{}' or word = any(string_to_array('${STOP}', ' ')));

    create function search_near(word text, sigil text) returns text[] language plpgsql immutable parallel safe as $$
    declare keys text[] := '{}';
    begin
      if length(word) not between 4 and 30 or word ~ '[0-9]' then return keys; end if;
      for place in 1..length(word) loop
        keys := array_append(keys, sigil || left(word, place - 1) || substr(word, place + 1));
      end loop;
      return array_append(keys, sigil || word);
    end $$;

    create function search_ends(word text) returns text[] language plpgsql immutable parallel safe as $$
    declare keys text[] := '{}';
    begin
      for place in 2..length(word) - 2 loop keys := array_append(keys, 'in.' || substr(word, place)); end loop;
      return keys;
    end $$;

    create function search_consonants(word text) returns text language plpgsql immutable parallel safe as $$
${SIGNS}      return case when length(translate(signs, 'yw', '')) > 1 then translate(signs, 'yw', '') else nullif(signs, '') end;
    end $$;

    create function search_sounds(word text) returns text[] language sql immutable parallel safe
    return array_remove(case when search_stops(word) then '{}' else array['sk.' || search_consonants(search_bare(word)),
      case when word ~ '^[ea]l.{4}' then 'sk.' || search_consonants(substr(word, 3)) end] end, null);

    create function search_joined(folded text) returns text language sql immutable parallel safe
    return regexp_replace(replace(folded, 'abd e', 'abde'), '(^| )(abde[a-z]|عبد) ', '\\1\\2', 'g');

    create function ${textKeysOf('title')}

    create function search_name_keys(latin text, arabic text) returns tsvector
    language plpgsql immutable parallel safe cost 20000 set search_path from current as $$
    declare keys text[] := '{}'; word text; bare text; folded text := search_fold(latin || ' ' || arabic); joined text := search_joined(folded);
    begin
      if joined <> folded then folded := folded || ' ' || joined; end if;
      foreach word in array string_to_array(folded, ' ') loop
        continue when word = '';
        word := left(word, 60); bare := search_bare(word);
        keys := keys || array['t.' || word, 't.' || bare] || search_near(bare, 'tn.') || search_sounds(word);
      end loop;
      return array_to_tsvector(keys);
    end $$;

    create function search_asked(folded text) returns setof text language sql immutable parallel safe
    begin atomic
      select search_bare(word) from (
        select word, min(at) as at, search_stops(word) as stops, bool_and(search_stops(word)) over () as all_stop
        from (select left(word, 60) as word, at from string_to_table(folded, ' ') with ordinality as w(word, at) where word <> '') one
        group by word) told
      where all_stop or not stops order by at limit 12;
    end;

    create function search_any(keys text[], beginnings text[]) returns text language sql immutable parallel safe
    return '(' || array_to_string(array(select quote_literal(key) from unnest(keys) key
      union select quote_literal(key) || ':*' from unnest(beginnings) key where key is not null), '|') || ')';

    create function search_each(tiers text[]) returns tsquery[] language sql immutable parallel safe
    return array(select case when tier = 1 then told else told && !! before end from (
      select tier, told, lag(told) over (order by tier) as before
      from (select tier, tiers[tier]::tsquery as told from generate_subscripts(tiers, 1) tier where tiers[tier] is not null) t) d
      order by tier);

    create function search_text_tiers(asked text, near boolean, heard boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[
        string_agg(search_any(titled || entitled || search_near(word, 'tn.'), begun), '&'),
        string_agg(search_any(about || sounds || search_near(word, 'tn.') || search_near(word, 'wn.'), begins || ends), '&')] else array[
        string_agg(search_any(titled, '{}'), '&'),
        string_agg(search_any(titled || entitled, begun), '&'),
        string_agg(search_any(titled || entitled || said, begun), '&'),
        string_agg(search_any(about, begins), '&'),
        string_agg(search_any(about, begins || ends), '&'),
        case when heard then string_agg(search_any(about || sounds, begins || ends), '&') end] end)
      from search_asked(search_fold(asked)) word, lateral (select array['t.' || word] as titled, array['ts.' || search_stem(word)] as entitled,
        array['w.' || word] as said, array['t.' || word, 'ts.' || search_stem(word), 'w.' || word, 'ws.' || search_stem(word)] as about,
        array[case when length(word) > 1 then 't.' || word end] as begun,
        array[case when length(word) > 1 then 't.' || word end, case when length(word) > 1 then 'w.' || word end] as begins,
        array[case when length(word) > 2 then 'in.' || word end] as ends,
        case when heard then search_sounds(word) else '{}' end as sounds) k;
    end;

    create function search_name_tiers(asked text, near boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[string_agg(search_any(named || search_sounds(word) || search_near(word, 'tn.'), begun), '&')] else array[
        string_agg(search_any(named, '{}'), '&'),
        string_agg(search_any(named, begun), '&'),
        string_agg(search_any(named || search_sounds(word), begun), '&')] end)
      from search_asked(search_joined(search_fold(asked))) word, lateral (select array['t.' || word] as named,
        array[case when length(word) > 1 then 't.' || word end] as begun) k;
    end;`,
};
