import type { Migration } from '../postgres/migrate.js';

/** What else is meant by a word that is found nowhere beside the others, folded: all the words of one of these. */
const MEANT = {
  avance: ['advanced', 'perfectionnement'],
  avancee: ['advanced', 'perfectionnement'],
  معلومات: ['سيبراني'],
};

/**
 * Two letters are a word, not the beginning of one (DIA_IAOBD is not about IA), and IA is also asked in full. Where nothing is found, a word may be two that
 * were written in one (powerbi), or mean another (excel avancé). Only what is asked is read so: no key changes.
 */
export const askedWordsMigration: Migration = {
  name: '2026-12-06-asked-words',
  up: `
    create function search_meant(word text) returns text language sql immutable parallel safe
    return case word ${Object.entries(MEANT)
      .map(([word, others]) => {
        const each = others.map(
          (other) =>
            `(${other
              .split(' ')
              .map((one) => `''w.${one}''`)
              .join('&')})`,
        );
        return `when '${word}' then '|${each.join('|')}'`;
      })
      .join(' ')} else '' end
      || case when length(word) between 5 and 30 and word !~ '[0-9]' then array_to_string(array(
        select '|(' || quote_literal('w.' || left(word, place)) || '&' || quote_literal('w.' || substr(word, place + 1)) || ')'
        from generate_series(2, length(word) - 2) place), '') else '' end;

    create function search_short(word text) returns text language sql immutable parallel safe
    return case word when 'ia' then '|(''t.intelligence''&''t.artificielle'')' else '' end;

    create or replace function search_text_tiers(asked text, near boolean, heard boolean) returns tsquery[] language sql immutable parallel safe
    begin atomic
      select search_each(case when near then array[
        string_agg(search_any(titled || entitled || search_near(word, 'tn.'), begun), '&'),
        string_agg('(' || search_any(about || sounds || search_near(word, 'tn.') || search_near(word, 'wn.'), begins || ends)
          || search_meant(word) || ')', '&')] else array[
        string_agg('(' || search_any(titled, '{}') || search_short(word) || ')', '&'),
        string_agg('(' || search_any(titled || entitled, begun) || search_short(word) || ')', '&'),
        string_agg('(' || search_any(titled || entitled || said, begun) || search_short(word) || ')', '&'),
        string_agg('(' || search_any(about, begins) || search_short(word) || ')', '&'),
        string_agg('(' || search_any(about, begins || ends) || search_short(word) || ')', '&'),
        case when heard then string_agg('(' || search_any(about || sounds, begins || ends) || search_short(word) || ')', '&') end] end)
      from search_asked(search_fold(asked)) word, lateral (select array['t.' || word] as titled, array['ts.' || search_stem(word)] as entitled,
        array['w.' || word] as said, array['t.' || word, 'ts.' || search_stem(word), 'w.' || word, 'ws.' || search_stem(word)] as about,
        array[case when length(word) > 2 then 't.' || word end] as begun,
        array[case when length(word) > 2 then 't.' || word end, case when length(word) > 2 then 'w.' || word end] as begins,
        array[case when length(word) > 2 then 'in.' || word end] as ends,
        case when heard then search_sounds(word) else '{}' end as sounds) k;
    end;`,
};
