const charactersOf = (...ranges: [first: number, last: number][]): string[] =>
  ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
  );

/** The letters of the field's languages beyond ASCII, and the marks that French texts are typed with. */
const LATIN = charactersOf([0xc0, 0xd6], [0xd8, 0xf6], [0xf8, 0xff], [0x152, 0x153], [0x178, 0x178]);
const MARKS = charactersOf([0xa0, 0xa0], [0xab, 0xab], [0xb0, 0xb0], [0xbb, 0xbb], [0x2013, 0x201d], [0x2026, 0x2026]);
const ARABIC = charactersOf([0x621, 0x63a], [0x641, 0x652]);
const TIFINAGH = charactersOf([0x2d30, 0x2d67], [0x2d6f, 0x2d6f]);

const read = (encoding: string, bytes: Uint8Array): string => new TextDecoder(encoding).decode(bytes);
const utf8ReadAs = (encoding: string, letters: readonly string[]): string[] =>
  letters.map((letter) => read(encoding, new TextEncoder().encode(letter)));

/** What UTF-8 looks like where it was read as another encoding. In Arabic a mark may follow any letter: `الرباط،` is garbled by nobody. */
const MISREAD = [
  ...utf8ReadAs('windows-1252', [...LATIN, ...MARKS, ...ARABIC, ...TIFINAGH]),
  ...utf8ReadAs('windows-1256', ARABIC).filter((pair) => !/[\p{P}\s]$/u.test(pair)),
];

/** The letters of Windows-1252 whose bytes are Arabic ones in Windows-1256: no word of ours is made of them alone. */
const ARABIC_BYTES = Uint8Array.from({ length: 0x40 }, (_, at) => 0xc0 + at).filter((byte) =>
  /\p{Script=Arabic}/u.test(read('windows-1256', Uint8Array.of(byte))),
);
const MISREAD_WORD = `(?<!\\p{L})[${read('windows-1252', ARABIC_BYTES).replace(/\P{L}/gu, '')}]{2,}(?!\\p{L})`;

// What replaces a letter that could not be read; controls, which only other encodings have as letters; à before what was tidied to a blank.
const GARBLED = new RegExp(`\uFFFD|(?!\\s)\\p{Cc}|\\p{Ll}Ã(?!\\p{L})|${MISREAD.join('|')}|${MISREAD_WORD}`, 'u');

/** Most codes and Latin names, known at a glance. */
const PLAIN = /^[\t-\r -~]*$/;

/** Whether a text shows that it was read in another encoding than it was written in, as `HÃ©lÃ¨ne` and `ãÍãÏ` do. */
export const isGarbled = (text: string): boolean => !PLAIN.test(text) && GARBLED.test(text);
