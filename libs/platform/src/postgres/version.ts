import { Refusal } from '../errors/refusal.js';

/** Someone else changed the thing since the caller read it. */
export class VersionMismatch extends Refusal {
  constructor(current?: number) {
    super('VERSION_MISMATCH', { status: 412, extra: { current } });
  }
}

/** Refuses VERSION_MISMATCH where the caller read another version; of who names none, the last change wins. */
export function demandVersion(expected: number | undefined, current: number): void {
  if (expected !== undefined && expected !== current) throw new VersionMismatch(current);
}
