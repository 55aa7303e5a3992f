/** What names begin with, folded, together with the rest or apart, and the words that are kept for each. */
export const PARTICLES: [asked: string[], kept: string[]][] = [
  [
    ['ben', 'bin', 'بن'],
    ['ben', 'bin', 'بن', 'ابن'],
  ],
  [
    ['bel', 'بل'],
    ['bel', 'بل'],
  ],
  [
    ['bou', 'بو'],
    ['bou', 'بو'],
  ],
  [
    ['abou', 'abu', 'ابو'],
    ['abou', 'abu', 'abo', 'ابو'],
  ],
  [
    ['oum', 'om', 'um', 'ام'],
    ['oum', 'om', 'um', 'ام'],
  ],
  [
    ['ould', 'ouled', 'oulad', 'ولد', 'اولاد'],
    ['ould', 'ouled', 'oulad', 'ولد', 'اولاد'],
  ],
  [
    ['ait', 'ايت'],
    ['ait', 'ايت'],
  ],
  [
    ['ou', 'او'],
    ['ou', 'او'],
  ],
  [
    ['el', 'al'],
    ['el', 'al'],
  ],
];

/** Names that are written short, and otherwise than they sound; those of one line are each other's spellings. */
export const CALLED = [
  ['mohamed', 'mohammed', 'mohamad', 'mohammad', 'muhammad', 'muhammed', 'mouhamed', 'med', 'md', 'محمد'],
  ['moulay', 'my', 'mly', 'مولاي'],
  ['sidi', 'si', 'سيدي', 'سي'],
  ['lalla', 'lala', 'لاله', 'لالا'],
  [
    ...['fatimazahra', 'fatimazohra', 'fatimazahrae', 'fatimaezzahra', 'fatimaezzahrae', 'fatimazzahra', 'fatimzahra'],
    ...['فاطمهالزهراء', 'فاطمهزهراء', 'فاطمهالزهره'],
  ],
];

/** Of particles, those that are read in the beginning of one word: oum, which many names begin with, only before a consonant. */
const TOGETHER = 'ben|bin|بن|bel|بل|bou|بو|abou|abu|ابو|ait|ايت|ou|او|el|al|oum(?=[bcdfghjklmnpqrstvwxz])';
const APART = PARTICLES.flatMap(([asked]) => asked).join('|');

/** Those that begin other names too where they stand before one, of which the register has few. */
export const BEGINNINGS = 'ait|ou|ايت|او';

/** Those that stand before another, as in Aït Ben Haddou and Aït L’Hcen. */
const FIRST = 'ait|ايت|ould|ouled|oulad|ولد|اولاد|ou|او';
const SECOND = '(?:(?:el|al|l) |(?:ben|bel|bou|l[bcdfghjkmnpqrstvwxz]|بن|بل|بو)[^ ]? ?[^ ]{2})';

export const FATIMA = 'fatima|fatma|fatema|fatim|فاطمه';
const ZAHRA = '(?:e?z+[aoe]h|(?:ال)?زهر)';

/**
 * What is asked, `folded`, with one of the particles before a name as `ben_jelloun` where it stood apart, as `ben+jelloun` where not, and
 * as `ait=` before another and where it ends what is asked. Ben El is Bel, and an article before a sun letter, as in Ez-Zahraoui, is El.
 */
const READINGS: [read: string, as: string][] = [
  ['(^| )ابن (?=[^ ]{2})', '\\1بن '],
  ['^(.*[^ ]) (el|al)$', '\\2 \\1'],
  [`^(.*[^ ]) (${APART})$`, '\\2= \\1'],
  ['(^| )f ?z(?= |$)', '\\1f_z'],
  ['(^| )[ea]([tdrszn]) (\\2)', '\\1el \\3'],
  ['(^| )b[ei]n (?:el|al|l) (?=[^ ]{2})', '\\1bel_'],
  ['(^| )بن ال(?=[^ ]{3})', '\\1بل_'],
  ['(^| )ben(?:el|l(?=[bcdfghjkmnpqrstvwxz]))(?=[^ ]{3})', '\\1bel+'],
  [`(^| )(${FIRST}) (?=${SECOND})`, '\\1\\2= '],
  [`(^| )(${APART}|l) (?=[^ ]{2})`, '\\1\\2_'],
  [`(^| )(${TOGETHER})(?=[^ _=]{3,}( |$))`, '\\1\\2+'],
  ['(^| )l(?=[bcdfghjkmnpqrstvwxz][^ _+]{3,}( |$))', '\\1l+'],
  [`(^| )(${FATIMA}) (?=${ZAHRA})`, '\\1\\2_'],
  [`(^| )(${FATIMA}) el_(?=${ZAHRA})`, '\\1\\2_'],
  [`(^| )(${FATIMA})(?=${ZAHRA})`, '\\1\\2+'],
  [`(^| )(${APART})_f_z`, '\\1\\2 f_z'],
];
export const PARTED = READINGS.reduce(
  (told, [read, as]) => `regexp_replace(${told}, '${read}', '${as}', 'g')`,
  'folded',
);
