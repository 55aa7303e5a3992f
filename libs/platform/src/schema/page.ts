import { z } from 'zod';
import { invalid } from '../errors/refusal.js';
import { stableId } from './stable-id.js';

/** One page of a list: REST reads items and nextCursor, GraphQL edges and pageInfo. */
export class Page<T> {
  constructor(
    readonly items: T[],
    private readonly more: boolean,
    private readonly cursorOf: (item: T) => string,
    private readonly count: () => Promise<number | null> = async () => null,
  ) {}

  /** How many there are on all pages, counted where somebody asks; null where it is not counted. */
  get totalCount(): Promise<number | null> {
    return this.count();
  }

  get edges(): { node: T; cursor: string }[] {
    return this.items.map((node) => ({ node, cursor: this.cursorOf(node) }));
  }

  get nextCursor(): string | null {
    return this.more ? this.cursorOf(this.items.at(-1)!) : null;
  }

  get pageInfo(): { hasNextPage: boolean; endCursor: string | null } {
    const last = this.items.at(-1);
    return { hasNextPage: this.more, endCursor: last === undefined ? null : this.cursorOf(last) };
  }
}

/** What REST answers to a list. */
export const pageOf = <S extends z.ZodType>(view: S) =>
  z.object({ items: z.array(view), nextCursor: z.string().nullable() });

/** The sort key of the last item as an opaque text. */
export const encodeCursor = (parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Begins the cursors of a list as it was asked for: `decodeCursor` with a literal of it refuses those of other lists and cuts. */
export const cutOf = (list: string, asked: Readonly<Record<string, unknown>>): string =>
  stableId(list, JSON.stringify(asked));

/** The sort key again; a cursor that this list never gave is refused as INVALID_INPUT of `after`. */
export function decodeCursor<S extends z.ZodType>(text: string, parts: S): z.output<S> {
  const read = parts.safeParse(parsed(Buffer.from(text, 'base64url').toString('utf8')));
  if (!read.success)
    throw invalid([{ path: ['after'], code: 'invalid_cursor', message: 'a cursor that this list gave' }]);
  return read.data;
}

/**
 * The cursors of a list in the order of ids, cut by these filters. Those of another list or cut are refused like what no list gave:
 * INVALID_INPUT of `after`.
 */
export function idCursors(list: string, cut: Readonly<Record<string, unknown>>) {
  const here = cutOf(list, cut);
  const shape = z.tuple([z.literal(here), z.uuid()]);
  return {
    idAt: (cursor: string): string => decodeCursor(cursor, shape)[1],
    cursorOf: ({ id }: { id: string }): string => encodeCursor([here, id]),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
