import type { Migration } from '@takwin/platform/postgres';

/**
 * Compares names by their letters and digits alone: marks, signs and what nobody sees drop out, and letters that no decomposition
 * brings to what they look like (a dotless i, a Persian yeh) are taken for that.
 */
export const nameKeysMigration: Migration = {
  name: '2026-11-29-name-keys',
  up: `
    create or replace function person_name_key(family text, given text) returns text language sql immutable parallel safe
    return translate(
      regexp_replace(lower(normalize(coalesce(family, '') || ' ' || coalesce(given, ''), nfkd)),
        '[\\u0001-/:-@\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u02b0-\\u036f\\u0600-\\u061f\\u0640\\u064b-\\u065f\\u066a-\\u066d\\u0670\\u06d4\\u06d6-\\u06ed\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u2000-\\u2bff\\u2d6f\\u2d7f\\u2e00-\\u2e7f\\u3000-\\u303f\\u3164\\ufe00-\\ufe2f\\ufeff\\uffa0\\ufff0-\\uffff\\U000e0000-\\U000e0fff]+', '', 'g'),
      'ıłøđðħŋɛəɣىیېةٱکہھە', 'iloddhneegيييهاكههه');
    reindex index person_name_key;
    reindex index person_name_key_ar;`,
};
