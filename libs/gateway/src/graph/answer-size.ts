import { GraphQLError } from 'graphql';
import { isOperation, rootFields } from './document.js';
import { representationsOf, type Call } from './unanswered.js';

/** Values that one answer may have. Putting them together costs a fifth of finding them. */
const MOST = 100_000;
/** A text counts for one value with each so many characters: 100,000 values are no more than some ten megabytes. */
const LONG = 100;

/**
 * How large an answer becomes, counted as its parts come in: an entity is asked for once, and answered as often as others refer to
 * it, which no service sees and no size of a list tells.
 */
export class AnswerSize {
  readonly #referredTo = new Map<string, number>();
  #values = 0;

  get isTooLarge(): boolean {
    return this.#values > MOST;
  }

  refusal(): GraphQLError {
    return new GraphQLError('ANSWER_TOO_LARGE', { extensions: { code: 'ANSWER_TOO_LARGE', limit: MOST } });
  }

  add({ document, variables = {} }: Call, data: Record<string, unknown>): void {
    const operation = document.definitions.find(isOperation);
    for (const field of operation ? rootFields(document, operation) : []) {
      const answered = data[(field.alias ?? field.name).value];
      if (field.name.value !== '_entities') this.#count(answered, 1);
      else
        representationsOf(field, variables).forEach((entity, index) => {
          this.#count((answered as unknown[] | undefined)?.[index], this.#referredTo.get(keyOf(entity) ?? '') ?? 1);
        });
    }
  }

  #count(value: unknown, times: number): void {
    if (Array.isArray(value)) for (const item of value) this.#count(item, times);
    else this.#values += times * (typeof value === 'string' ? Math.max(1, Math.ceil(value.length / LONG)) : 1);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const key = keyOf(value);
    if (key) this.#referredTo.set(key, (this.#referredTo.get(key) ?? 0) + times);
    for (const part of Object.values(value)) this.#count(part, times);
  }
}

type Entity = { __typename?: string; id?: unknown; code?: unknown };

const keyOf = ({ __typename, id, code }: Entity): string | undefined =>
  __typename && `${__typename} ${String(id ?? code)}`;
