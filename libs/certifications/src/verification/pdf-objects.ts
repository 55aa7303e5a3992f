/** A value of a PDF (ISO 32000-2, 7.3): of texts and keywords nothing is kept. */
export type PdfValue = number | string | null | { ref: number } | Dictionary | PdfValue[];

/** Members in their order, since one may stand twice; a name is a text with its oblique, in its one spelling. */
export class Dictionary {
  readonly members: [name: string, value: PdfValue][] = [];

  /** The value of a name; undefined without one, and null where there are several. */
  of(name: string): PdfValue | undefined {
    const values = this.members.filter(([own]) => own === `/${name}`);
    return values.length > 1 ? null : values[0]?.[1];
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.members.some(([own]) => own === `/${name}`));
  }
}

export type PdfObject = {
  /** Null where a comment parts it from what it numbers. */
  number: number | null;
  value: PdfValue;
  /** Where its stream begins, if it is one. */
  stream: number | undefined;
};

/** What cannot be read as the standard has it, or asks for more work than is done. */
export class NotReadable extends Error {}

const TOKEN = /<<|>>|[[\]]|\/[^\0\t\n\f\r ()<>[\]{}/%]*|<[\da-fA-F\0\t\n\f\r ]*>|\(|[^\0\t\n\f\r ()<>[\]{}/%]+/y;
const REFERENCE = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const BLANK = /[\0\t\n\f\r ]*/y;
const COMMENT = /%[^\r\n]*/y;
const NUMBERED = /(?<!\d)(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]*$/;
const DEEPEST = 50;
/** How often the characters of a file are read at most: what is nested in what is nested could be read without end. */
const MOST_TIMES = 3;

/** Reads values in the text of a PDF (latin1), of which no more is read than three times as much as there is, values and characters together. */
export class PdfText {
  private at = 0;
  private left: number;

  constructor(readonly text: string) {
    this.left = MOST_TIMES * text.length + 1_000;
  }

  /** The value that begins there. */
  valueAt(at: number): PdfValue {
    this.at = at;
    return this.value(DEEPEST);
  }

  /**
   * All objects, wherever their words stand, also inside of others, unused or given up: which of them a reader finds is the table's to say,
   * and there may be several tables.
   */
  objects(): PdfObject[] {
    const found: PdfObject[] = [];
    for (const { index } of this.text.matchAll(/(?<!end)obj/g)) {
      const number = NUMBERED.exec(this.text.slice(Math.max(0, index - 100), index))?.[1];
      this.at = index + 3;
      this.skip();
      const isStructure = this.text.startsWith('<<', this.at) || this.text.startsWith('[', this.at);
      // Words of people and programs have `obj` in them, too.
      if (number === undefined && !isStructure) continue;
      try {
        const value = this.value(DEEPEST);
        found.push({ number: number === undefined ? null : Number(number), value, stream: this.streamOf(value) });
      } catch (error) {
        if (number !== undefined || this.left < 0) throw error;
      }
    }
    return found;
  }

  /** The dictionaries that stand behind a keyword. */
  behind(keyword: string): PdfValue[] {
    return [...this.text.matchAll(new RegExp(keyword, 'g'))].flatMap(({ index }) => {
      this.at = index + keyword.length;
      this.skip();
      return this.text.startsWith('<<', this.at) ? [this.value(DEEPEST)] : [];
    });
  }

  private streamOf(value: PdfValue): number | undefined {
    if (!(value instanceof Dictionary)) return undefined;
    this.skip();
    if (!this.text.startsWith('stream', this.at)) return undefined;
    const begin = this.at + 'stream'.length;
    return begin + (/^(\r\n|\n|\r)?/.exec(this.text.slice(begin, begin + 2))?.[0].length ?? 0);
  }

  private matched(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    this.at += match?.[0].length ?? 0;
    this.left -= match?.[0].length ?? 0;
    if (this.left < 0) throw new NotReadable('too much');
    return match;
  }

  private skip(): void {
    do this.matched(BLANK);
    while (this.matched(COMMENT));
  }

  private value(depth: number): PdfValue {
    if (depth === 0) throw new NotReadable('too deep');
    this.left--;
    this.skip();
    const reference = this.matched(REFERENCE)?.[1];
    if (reference !== undefined) return { ref: Number(reference) };
    const token = this.matched(TOKEN)?.[0];
    if (token === '<<') return this.dictionary(depth);
    if (token === '[') return this.items(']', depth);
    if (token === '(') return this.words();
    if (token === undefined || token === '>>' || token === ']') throw new NotReadable('no value');
    if (token.startsWith('/')) return nameOf(token);
    return /^[+-]?\d*\.?\d+$|^[+-]?\d+\.$/.test(token) ? Number(token) : null;
  }

  private items(end: ']' | '>>', depth: number): PdfValue[] {
    const items: PdfValue[] = [];
    for (this.skip(); !this.text.startsWith(end, this.at); this.skip()) items.push(this.value(depth - 1));
    this.at += end.length;
    return items;
  }

  private dictionary(depth: number): Dictionary {
    const items = this.items('>>', depth);
    const found = new Dictionary();
    for (let at = 0; at < items.length; at += 2) {
      const name = items[at];
      if (typeof name !== 'string' || at + 1 === items.length) throw new NotReadable('no name');
      found.members.push([name, items[at + 1]!]);
    }
    return found;
  }

  private words(): null {
    for (let open = 1; open > 0; this.at++, this.left--) {
      const character = this.text[this.at];
      if (character === undefined || this.left < 0) throw new NotReadable('no end');
      if (character === '\\') this.at++;
      else if (character === '(') open++;
      else if (character === ')') open--;
    }
    return null;
  }
}

/** Any character of a name may be written by its number (7.3.5). */
const nameOf = (token: string): string =>
  token.replace(/#([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
