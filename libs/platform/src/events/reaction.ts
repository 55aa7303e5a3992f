import type { z } from 'zod';
import type { Tx } from '../postgres/database.js';
import { inSpan } from '../telemetry/trace.js';
import type { Changed, Feed } from './feed.js';
import type { Published } from './published.js';

/**
 * Work to be done on changes of a kind, in the order of the log and in the transaction that moves the cursor: exactly once
 * per generation. A rebuild starts from the beginning of a log whose older changes may be compacted away, so
 * `react` has to bear changes that it has seen, and cannot count on seeing every one of a subject. It runs under the trace
 * of what was changed, where that is one.
 */
export function reaction<State extends z.ZodType, Type extends string>(
  kind: Published<State, Type>,
  react: (tx: Tx, changes: readonly Changed<State, Type>[]) => Promise<void>,
): Feed {
  return {
    kind,
    shape: `reaction ${kind.subject}`,
    take: (tx, changes) => {
      const work = () => react(tx, changes as readonly Changed<State, Type>[]);
      const [trace, ...others] = new Set(changes.map((change) => change.trace));
      const about = { name: `react to ${changes[0]!.type}`, kind: 'consumer' } as const;
      return trace && others.length === 0 ? inSpan(about, work, trace) : work();
    },
    settle: () => Promise.resolve(),
  };
}
