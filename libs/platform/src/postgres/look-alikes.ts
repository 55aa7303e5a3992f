import type { Migration } from './migrate.js';

/**
 * Cyrillic, Greek and Latin letters that look like ASCII ones, and what each looks like: of Unicode's confusables.txt 13.0 (UTS #39,
 * Unicode License) those of one letter for one; a capital lends its look to a small letter that has none.
 */
const FROM =
  'ıƄƅƍƖƦƧƨƷƼƽǀȜȝȢȣɑɜɡɣɩɪɯʀʋʏʒʝͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβγεζηικμνορστυχϜϝϳϺϻЅІЈАВЕЗКМНОРСТУХЬабвгезкмнорстухьѕіјѡѴѵҮүһҽӀӏӠӡԁԌԍԛԜԝᴄᴏᴑᴜᴠᴡᴢᴦᶃᶌẝỿꙄꙅꙇꜱꝚꝛꝪꝫꝮꝯꞘꞙꞟꞫꞲꞳꞴꞵꬲꬵꬽꭇꭈꭎꭒꭓꭚ';
const TO =
  'ibbgir2235si3388a3gyiiwruy3jjabezhikmnoptyxabyezhikmvopotuxffjmmsijabe3kmhopctyxba6bre3kmhopctyxbsijwvvyyheii33dggqwwcoouvwzrgyfy22is223399ffu3jxbbeforruuxy';

/** Gives a database `look_alike(text)`: a text by what it looks like, in small letters, whatever alphabet and width it was typed in. */
export const lookAlikesMigration: Migration = {
  name: '2026-12-01-look-alikes',
  up: `
    create function look_alike(written text) returns text language sql immutable parallel safe
    return lower(translate(normalize(written, nfkc), '${FROM}', '${TO}'));`,
};
