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
    take: (tx, changes) => traced(changes, () => react(tx, changes as readonly Changed<State, Type>[])),
    settle: () => Promise.resolve(),
  };
}

/**
 * Work to be done on how subjects of a kind are now, as the copies tell, which have the changes by then: whatever the order or
 * number of times that these arrive. Told of the ids that have changed, and by which changes; of all by `undefined` at the end of a rebuild, during
 * which nothing is done, as the copies then say what is long over. `look` has to bear subjects that it has seen as they are.
 */
export function review<State extends z.ZodType, Type extends string>(
  kind: Published<State, Type>,
  look: (tx: Tx, ids?: readonly string[], changes?: readonly Changed<State, Type>[]) => Promise<void>,
): Feed {
  return {
    kind,
    shape: `reaction ${kind.subject}`,
    take: async (tx, changes, _generation, isRebuilding) => {
      if (isRebuilding) return;
      await traced(changes, () =>
        look(
          tx,
          changes.map(({ id }) => id),
          changes as readonly Changed<State, Type>[],
        ),
      );
    },
    settle: (tx) => look(tx),
  };
}

function traced(changes: readonly Changed[], work: () => Promise<void>): Promise<void> {
  const [trace, ...others] = new Set(changes.map((change) => change.trace));
  const about = { name: `react to ${changes[0]!.type}`, kind: 'consumer' } as const;
  return trace && others.length === 0 ? inSpan(about, work, trace) : work();
}
