import type { z } from 'zod';
import type { Service } from './topology.js';

export type Published<State extends z.ZodObject = z.ZodObject, Type extends string = string> = {
  /** Of the service that says it. */
  log: Service;
  subject: string;
  state: State;
  types: readonly Type[];
};

/**
 * Declares what a service says of one kind of subject: every event carries the subject's whole published state,
 * so that a reader needs no more than the latest, and old ones can be compacted away. Never a CIN.
 */
export function published<State extends z.ZodObject, const Type extends string>(
  kind: Published<State, Type>,
): Published<State, Type> {
  return kind;
}

export type TypeOf<Kind extends Published> = Kind['types'][number];
