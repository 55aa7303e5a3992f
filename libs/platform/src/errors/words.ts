import { z } from 'zod';
import { issueOf, type Fault, type Issue, type Refusal } from './refusal.js';
import type { Language } from './language.js';

type In<T> = Readonly<Record<Language, T>>;

/** What is said of each refusal, fault and state: `{name}` in a sentence stands for what the refusal tells beside its code. */
export type Catalogue = {
  /** By code: a title, and a sentence that says what to do or what holds. */
  refusals: Readonly<Record<string, In<readonly [title: string, detail: string]> & { status?: number; family?: true }>>;
  /** What is said of a field, by the English that its schema or rule gives as message. */
  faults: Readonly<Record<string, Readonly<Record<Exclude<Language, 'en'>, string>>>>;
  /** States and services as they are called in a sentence. */
  terms: Readonly<Record<string, In<string>>>;
};

/** A refusal as RFC 9457 tells it; GraphQL has the same members in `extensions`. */
export type Problem = Record<string, unknown> & {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
};

const LOCALES: In<z.core.$ZodErrorMap> = {
  fr: z.locales.fr().localeError,
  ar: z.locales.ar().localeError,
  en: z.locales.en().localeError,
};

// Moroccan digits are the Latin ones, in Arabic too.
const TAGS: In<string> = { fr: 'fr-MA', ar: 'ar-MA-u-nu-latn', en: 'en-GB' };

// What is said where a schema says no more of a regular expression than its text, which is nothing for people.
const NO_SUCH_FORM = 'not of the expected form';
// What zod calls a value of the type undefined, which is for programs.
const MISSING = 'is missing';
// What zod says of a text that is too long, told as programs compare; and where its English alone was kept.
const TOO_LONG = 'at most {maximum} characters';
const TOO_LONG_OF_ZOD = /^Too big: expected string to have <=(?<maximum>\d+) characters$/;

// What zod itself said of an issue, as against what a schema or a rule gave it to say.
const isOfZod = (issue: Issue): boolean =>
  issue.keys !== undefined || ('input' in issue && issue.message === textOf(LOCALES.en(issue as never)));

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
// Of a fact that is known not to be known, the term behind the bar is said.
const PLACEHOLDER = /\{(\w+)(?:\|(\w+))?\}/g;

/** Placeholders of what is to be written, or was written in a file, as it stands there: a column called courses is no service. */
const QUOTED: ReadonlySet<string> = new Set(['columns', 'known', 'sheets', 'files', 'options', 'rule']);

/** Where a code's page is, at the gateway. */
const pageOf = (code: string): string => `/docs/refusals/${code}`;

/** Tells refusals in the caller's language, by a catalogue; what it does not hold is told by its code alone. */
export class Words {
  constructor(private readonly catalogue: Catalogue = { refusals: {}, faults: {}, terms: {} }) {}

  /** The name by which the catalogue holds a code: its own, or that of its family; undefined where it does not. */
  nameOf(code: string): string | undefined {
    const { refusals } = this.catalogue;
    if (Object.hasOwn(refusals, code)) return code;
    return Object.keys(refusals).find((name) => refusals[name]!.family && code.startsWith(`${name}_`));
  }

  /** With which HTTP status a code refuses, where it does. */
  statusOf(code: string): number | undefined {
    return this.#entryOf(code)?.status;
  }

  /** The codes that are refused with an HTTP status, in the order of the alphabet. */
  codesOf(status: number): string[] {
    const { refusals } = this.catalogue;
    return Object.keys(refusals)
      .filter((code) => refusals[code]!.status === status)
      .toSorted();
  }

  /** What is said of a code that is told as a reason, by its sentence with what it is `about` or, where that would have a gap, its title. */
  sentenceOf(code: string, language: Language, about: Readonly<Record<string, unknown>> = {}): string | undefined {
    const [title, sentence] = this.#entryOf(code)?.[language] ?? [];
    return sentence && (this.#filled(sentence, about, language) ?? title);
  }

  /** How a code is called: by itself where the catalogue does not hold it. */
  titleOf(code: string, language: Language): string {
    return this.#entryOf(code)?.[language][0] ?? code;
  }

  /** What is said of a code that is told as a reason, with what stands for its placeholders. */
  tellOf(
    code: string,
    about: Readonly<Record<string, unknown>>,
    language: Language,
  ): { title: string; detail: string } {
    const [title, sentence] = this.#entryOf(code)?.[language] ?? [code, code];
    return { title, detail: this.#filled(sentence, about, language) ?? title };
  }

  /** What is said of a field in the reader's language, by the English of its schema or rule; undefined where the catalogue does not hold it. */
  phraseOf(phrase: string, language: Language): string | undefined {
    const about = TOO_LONG_OF_ZOD.exec(phrase)?.groups;
    const known = about ? TOO_LONG : phrase;
    const told = this.catalogue.faults[known];
    const said = language === 'en' ? told && known : told?.[language];
    return said && this.#filled(said, about ?? {}, language);
  }

  /** What readers are told of a reason: the sentence of its code, or what somebody gave as one; null where there is none. */
  reasonOf(reason: unknown, language: Language, about?: Readonly<Record<string, unknown>>): string | null {
    return typeof reason === 'string' ? (this.sentenceOf(reason, language, about) ?? reason) : null;
  }

  /** The one shape that every door answers a refusal in. */
  problemOf({ code, status, detail: said, faults, extra, hint }: Refusal, language: Language): Problem {
    const [title, sentence] = this.#entryOf(code)?.[language] ?? [code, said ?? code];
    const detail = this.#filled(sentence, extra, language) ?? title;
    const errors = faults.map((fault) => ({ ...fault, message: this.#faultOf(fault, extra, language) }));
    return {
      ...extra,
      ...this.#hintOf(hint, status, language),
      type: pageOf(code),
      title,
      status,
      code,
      detail,
      ...(errors.length > 0 && { errors }),
    };
  }

  #entryOf(code: string): Catalogue['refusals'][string] | undefined {
    const name = this.nameOf(code);
    return name === undefined ? undefined : this.catalogue.refusals[name];
  }

  // For people it is said in their language or not at all; where a request cannot be read (400), developers read English.
  #hintOf(hint: string | undefined, status: number, language: Language): { hint?: string } {
    if (hint === undefined) return {};
    const told = language === 'en' ? hint : this.catalogue.faults[hint]?.[language];
    const said = told ?? (status === 400 ? hint : undefined);
    return said === undefined ? {} : { hint: said };
  }

  #faultOf(fault: Fault, extra: Readonly<Record<string, unknown>>, language: Language): string {
    const issue = issueOf(fault);
    const said = (phrase: string, about = issue?.params): string => {
      const told = language === 'en' ? phrase : (this.catalogue.faults[phrase]?.[language] ?? phrase);
      return this.#filled(told, { ...extra, ...about }, language) ?? told;
    };
    if (!issue || !isOfZod(issue)) return said(fault.message);
    if (issue.code === 'invalid_format' && issue['format'] === 'regex') return said(NO_SUCH_FORM);
    if (issue.code === 'invalid_type' && issue['input'] === undefined) return said(MISSING);
    if (issue['origin'] === 'string') {
      if (issue.code === 'too_small' && issue['minimum'] === 1) return said(MISSING);
      if (issue.code === 'too_big') return said(TOO_LONG, { maximum: issue['maximum'] });
    }
    return textOf(LOCALES[language](issue as never)) ?? fault.message;
  }

  // A sentence that would be left with a gap is not said.
  #filled(sentence: string, about: Readonly<Record<string, unknown>>, language: Language): string | undefined {
    const valueOf = (name: string, untold?: string): unknown => (about[name] === null ? untold : about[name]);
    const named = [...sentence.matchAll(PLACEHOLDER)];
    if (named.some(([, name, untold]) => valueOf(name!, untold) === undefined)) return undefined;
    return sentence.replaceAll(PLACEHOLDER, (_, name: string, untold?: string) =>
      this.#told(valueOf(name, untold), language, QUOTED.has(name)),
    );
  }

  #told(value: unknown, language: Language, isQuoted: boolean): string {
    if (Array.isArray(value))
      return value.map((one) => this.#told(one, language, isQuoted)).join(language === 'ar' ? '، ' : ', ');
    const text = String(value);
    if (isQuoted) return text;
    if (INSTANT.test(text))
      return `${new Date(text).toLocaleString(TAGS[language], { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
    if (DAY.test(text))
      return new Date(text).toLocaleDateString(TAGS[language], { dateStyle: 'long', timeZone: 'UTC' });
    return this.catalogue.terms[text]?.[language] ?? text;
  }
}

const textOf = (told: ReturnType<z.core.$ZodErrorMap>): string | undefined =>
  typeof told === 'string' ? told : (told?.message ?? undefined);
