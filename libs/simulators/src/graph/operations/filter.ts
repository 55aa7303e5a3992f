import { malformed, unsupported } from '../graph-error.js';
import type { Tenant } from '../tenant/tenant.js';
import type { User } from '../tenant/user.js';
import { propertyName, valueOf } from '../tenant/user-view.js';

/** A $filter that was understood. `keys`, where it has any, are object ids and principal names of which all matches are. */
export type Filter = { matches(user: User, tenant: Tenant): boolean; keys: string[] | undefined };

type Clause = Filter & { alternatives: number };

const TOKEN =
  /\s*(?:(?<any>assignedLicenses\/any\(\s*\w+\s*:\s*\w+\/skuId\s+eq\s+(?<sku>[0-9a-f-]{36})\s*\))|(?<word>[A-Za-z]+)|'(?<text>(?:[^']|'')*)'|(?<sign>[(),]))/iy;

const MAX_ALTERNATIVES = 15;

/**
 * Reads the filters that the product uses: eq, in, startsWith, any over assignedLicenses, with and, or and brackets.
 * Refuses (GraphError 400) others, and more than 15 alternatives unless the query is an advanced one.
 */
export function filterOf(text: string, advanced: boolean): Filter {
  const clause = new Parser(text).whole();
  if (clause.alternatives > MAX_ALTERNATIVES && !advanced)
    throw unsupported(
      "Too many child clauses specified in search filter expression containing 'OR' operators: " +
        `${clause.alternatives}. Max allowed: ${MAX_ALTERNATIVES}.`,
    );
  return clause;
}

type Token = { any?: string; sku?: string; word?: string; text?: string; sign?: string };

class Parser {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(text: string) {
    const token = new RegExp(TOKEN);
    while (token.lastIndex < text.trimEnd().length) {
      const match = token.exec(text);
      if (!match) throw invalid(text);
      this.#tokens.push(match.groups as Token);
    }
  }

  whole(): Clause {
    const clause = this.#or();
    if (this.#at < this.#tokens.length) throw invalid('unexpected text after the expression');
    return clause;
  }

  #or(): Clause {
    let clause = this.#and();
    while (this.#takeWord('or')) clause = either(clause, this.#and());
    return clause;
  }

  #and(): Clause {
    let clause = this.#clause();
    while (this.#takeWord('and')) clause = both(clause, this.#clause());
    return clause;
  }

  #clause(): Clause {
    if (this.#takeSign('(')) {
      const clause = this.#or();
      this.#need(')');
      return clause;
    }
    const token = this.#next();
    if (token.any) return holding(token.sku!.toLowerCase());
    if (!token.word) throw invalid('a property was expected');
    if (token.word.toLowerCase() === 'startswith') return this.#startsWith();
    return this.#comparison(token.word);
  }

  #startsWith(): Clause {
    this.#need('(');
    const property = propertyName(this.#next().word ?? '');
    this.#need(',');
    const start = this.#text().toLowerCase();
    this.#need(')');
    return {
      matches: (user, tenant) => lower(valueOf(user, tenant, property)).startsWith(start),
      keys: undefined,
      alternatives: 1,
    };
  }

  #comparison(word: string): Clause {
    const property = propertyName(word);
    const operator = this.#next().word?.toLowerCase();
    if (operator === 'eq') return oneOf(property, [this.#value()]);
    if (operator !== 'in') throw unsupported(`Unsupported Query: operator '${operator}' on property '${property}'.`);
    this.#need('(');
    const values = [this.#value()];
    while (this.#takeSign(',')) values.push(this.#value());
    this.#need(')');
    return oneOf(property, values);
  }

  #value(): string {
    const { text, word } = this.#next();
    if (text !== undefined) return text.replaceAll("''", "'").toLowerCase();
    if (word && /^(true|false|null)$/i.test(word)) return word.toLowerCase();
    throw invalid('a value was expected');
  }

  #text(): string {
    const { text } = this.#next();
    if (text === undefined) throw invalid('a text was expected');
    return text.replaceAll("''", "'");
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (!token) throw invalid('the expression ends too early');
    return token;
  }

  #takeWord(word: string): boolean {
    const taken = this.#tokens[this.#at]?.word?.toLowerCase() === word;
    if (taken) this.#at += 1;
    return taken;
  }

  #takeSign(sign: string): boolean {
    const taken = this.#tokens[this.#at]?.sign === sign;
    if (taken) this.#at += 1;
    return taken;
  }

  #need(sign: string): void {
    if (!this.#takeSign(sign)) throw invalid(`'${sign}' was expected`);
  }
}

const lower = (value: unknown): string => String(value).toLowerCase();

function oneOf(property: string, values: string[]): Clause {
  const wanted = new Set(values);
  const isKey = property === 'id' || property === 'userPrincipalName';
  return {
    matches: (user, tenant) => wanted.has(lower(valueOf(user, tenant, property))),
    keys: isKey ? values : undefined,
    alternatives: values.length,
  };
}

const holding = (skuId: string): Clause => ({
  matches: (user) => user.licences.some(({ sku }) => sku.id === skuId),
  keys: undefined,
  alternatives: 1,
});

const either = (one: Clause, other: Clause): Clause => ({
  matches: (user, tenant) => one.matches(user, tenant) || other.matches(user, tenant),
  keys: one.keys && other.keys && [...one.keys, ...other.keys],
  alternatives: one.alternatives + other.alternatives,
});

const both = (one: Clause, other: Clause): Clause => ({
  matches: (user, tenant) => one.matches(user, tenant) && other.matches(user, tenant),
  keys: one.keys ?? other.keys,
  alternatives: Math.max(one.alternatives, other.alternatives),
});

const invalid = (why: string) => malformed(`Invalid filter clause: ${why}.`);
