import type { Actor } from '../auth/actor.js';
import { Refusal } from '../errors/refusal.js';

/** Someone else changed the thing since the caller read it. */
export class VersionMismatch extends Refusal {
  constructor(current?: number) {
    super('VERSION_MISMATCH', { status: 412, extra: { current } });
  }
}

/** Refuses VERSION_MISMATCH where the caller's If-Match names another version; without one, the last change wins. */
export function demandVersion({ ifMatch }: Actor, current: number): void {
  if (ifMatch !== undefined && Number(ifMatch) !== current) throw new VersionMismatch(current);
}
