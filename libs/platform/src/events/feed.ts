import { z } from 'zod';
import type { Tx } from '../postgres/database.js';
import type { WireChange } from './log.js';
import type { Published } from './published.js';
import type { LoggedEvent } from './reader.js';

/** A change of one subject, as its event told it. */
export class Changed<State extends z.ZodType = z.ZodType, Type extends string = string> {
  readonly id: string;
  readonly version: number;
  readonly type: Type;
  readonly at: Date;
  readonly position: number;
  readonly trace: string | null;
  readonly #data: unknown;
  #state: z.output<State> | undefined;

  constructor(
    readonly kind: Published<State, Type>,
    event: LoggedEvent,
    { s, v, d }: WireChange,
  ) {
    this.id = s;
    this.version = v;
    this.type = event.type as Type;
    this.at = event.at;
    this.position = event.position;
    this.trace = event.trace;
    this.#data = d;
  }

  /** The subject's whole state, parsed when first asked for. A state that does not fit its schema stops the follower. */
  get state(): z.output<State> {
    this.#state ??= this.#parse();
    return this.#state;
  }

  #parse(): z.output<State> {
    const parsed = z.safeDecode(this.kind.state, this.#data as z.input<State>);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    throw new Error(`event ${this.position}: ${this.kind.subject} ${this.id} cannot be read: ${faults.join(', ')}`);
  }
}

/** What a follower feeds with the changes of one kind, in the transaction that moves its cursor. */
export interface Feed {
  readonly kind: Published;
  /** Differs when what was fed before is worth nothing any more, so that the follower rebuilds it. */
  readonly shape: string;
  /**
   * Takes in changes in the order of the log. In a rebuild they come again, under a higher generation, so that what they say may
   * be long over.
   */
  take(tx: Tx, changes: readonly Changed[], generation: number, isRebuilding?: boolean): Promise<void>;
  /** Ends a rebuild: what older generations have left is gone from the log. */
  settle(tx: Tx, generation: number): Promise<void>;
}

/** The changes of each feed's kind among the events, each parsed once however many feeds there are. */
export async function feedAll(
  tx: Tx,
  feeds: readonly Feed[],
  events: readonly LoggedEvent[],
  generation: number,
  isRebuilding: boolean,
): Promise<void> {
  const bySubject = new Map<string, Changed[]>();
  const kinds = new Map(feeds.map(({ kind }) => [kind.subject, kind]));
  for (const event of events) {
    const kind = kinds.get(event.subject);
    if (!kind) continue;
    const changes = bySubject.get(event.subject) ?? [];
    for (const change of event.changes) changes.push(new Changed(kind, event, change));
    bySubject.set(event.subject, changes);
  }
  for (const feed of feeds) {
    const changes = bySubject.get(feed.kind.subject);
    if (changes) await feed.take(tx, changes, generation, isRebuilding);
  }
}
