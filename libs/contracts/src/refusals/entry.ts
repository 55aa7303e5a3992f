type In<T> = Readonly<Record<'en' | 'fr' | 'ar', T>>;

/** What is said of a code: a title, and a sentence for people; `{name}` stands for what the refusal tells beside its code, `{name|term}` for the term where that is null. */
export type Entry = In<readonly [title: string, detail: string]> & {
  /** With which HTTP status it refuses; none where it is only told as the reason of something. */
  status?: number;
  /** Whether it is said of all codes that begin so too: what somebody else names, handed on. */
  family?: true;
};

/** The codes of one capability. */
export type Entries = Readonly<Record<string, Entry>>;

/** What schemas and rules say in English of a field, as doors say it in the other languages. */
export type Phrases = Readonly<Record<string, Readonly<Record<'fr' | 'ar', string>>>>;

/** How states and services are called in a sentence. */
export type Terms = Readonly<Record<string, In<string>>>;
