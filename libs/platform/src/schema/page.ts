import { z } from 'zod';
import type { Actor } from '../auth/actor.js';
import { invalid } from '../errors/refusal.js';
import { MOST_ON_A_PAGE, operationOf } from './schema.js';
import { stableId } from './stable-id.js';

/** Where a page begins and ends, as Relay asks for it; the cursors are null of a page that holds nothing. */
type PageInfo = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
};

/** One page of a list: REST reads items and nextCursor, GraphQL edges and pageInfo. Made by `pagesFor` alone. */
export class Page<T> {
  constructor(
    readonly items: T[],
    private readonly more: boolean,
    private readonly cursorOf: (item: T) => string,
    private readonly count: () => Promise<number | null> = async () => null,
    private readonly isBehind = false,
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

  get pageInfo(): PageInfo {
    const [start, end] = [this.items.at(0), this.items.at(-1)].map((item) => (item ? this.cursorOf(item) : null));
    return { hasNextPage: this.more, hasPreviousPage: this.isBehind, startCursor: start!, endCursor: end! };
  }
}

const pages = new WeakMap<z.ZodType, z.ZodType>();

/** What REST answers to a list: `<View>Page`. */
export function pageOf<S extends z.ZodType>(view: S) {
  const page = z.object({
    items: z.array(view).meta({ maxItems: MOST_ON_A_PAGE }),
    nextCursor: z.string().nullable().describe('`after` of the next page; null where this is the last'),
  });
  const known = pages.get(view) ?? page.meta({ id: `${z.globalRegistry.get(view)?.id}Page` });
  pages.set(view, known);
  return known as typeof page;
}

/** How a list was asked for: its page, and by everything else its cut. */
type Asked = { readonly first: number; readonly after?: string | undefined; readonly [filter: string]: unknown };

/** The pages of a list as one caller asked for it. */
export type Pages<T, K> = {
  /** The sort key of the last item of the page before; undefined on the first page. */
  last: K | undefined;
  /** How many rows to read: one more than the page has, which says whether there is another. */
  limit: number;
  /** `total` counts what is on all pages, where somebody asks. */
  page: (rows: T[], total?: () => Promise<number | null>) => Page<T>;
};

/**
 * The pages of a list in the order of a sort key, which a cursor carries together with a seal of the query, all that was asked
 * besides the page, the caller's scope and the key. What this list never gave to this scope in this cut is refused: INVALID_INPUT
 * of `after`. The seal is no secret: what the caller may see is asked with every page.
 */
export function pagesFor<T, K extends readonly [unknown, ...unknown[]]>(
  operation: z.ZodType,
  actor: Actor,
  { first, after, ...cut }: Asked,
  key: z.ZodType<K>,
  keyOf: (item: T) => K,
): Pages<T, K> {
  const filters = Object.entries(cut).filter(([, value]) => value !== undefined);
  const about = JSON.stringify([withinOf(actor), filters.sort(byName)]);
  const seal = (parts: readonly unknown[]): string =>
    stableId(operationOf(operation), `${about} ${JSON.stringify(parts)}`);
  const cursorOf = (item: T): string => {
    const parts = keyOf(item);
    return encoded([seal(parts), ...parts]);
  };
  const lastOf = (text: string): K => {
    const [sealed, ...parts] = z.array(z.unknown()).catch([]).parse(decoded(text));
    const read = key.safeParse(parts);
    // What decodes to the same is not the same text yet: base64 passes over what it does not know.
    if (!read.success || sealed !== seal(parts) || encoded([sealed, ...parts]) !== text)
      throw invalid([{ path: ['after'], code: 'invalid_cursor', message: 'a cursor that this list gave' }]);
    return read.data;
  };
  return {
    last: after === undefined ? undefined : lastOf(after),
    limit: first + 1,
    page: (rows, total) => new Page(rows.slice(0, first), rows.length > first, cursorOf, total, after !== undefined),
  };
}

const BY_ID = z.tuple([z.uuid()]);

/** The same of a list in the order of ids. */
export const idPagesFor = <T extends { id: string }>(
  operation: z.ZodType,
  actor: Actor,
  asked: Asked,
): Pages<T, [string]> => pagesFor(operation, actor, asked, BY_ID, ({ id }: T) => [id]);

/** Within what a caller reads: whoever is of the whole programme reads the same list as all others who are. */
function withinOf({ scope, regions, academies, groups, personId }: Actor): unknown {
  const of = { programme: [], region: regions, academy: academies, group: [...academies, ...groups], self: [personId] };
  return [scope, [...of[scope]].sort()];
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);

const encoded = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
