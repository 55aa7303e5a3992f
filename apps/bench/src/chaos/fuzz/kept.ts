import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@takwin/deployment/compose';
import { keptOf, requestOf, type Kept, type Known } from './known.js';
import type { FuzzRequest } from './request.js';

/** Requests that once failed, a line each: committed with what mends them. */
const FILE = join(ROOT, 'apps/bench/src/chaos/fuzz/kept.jsonl');

export const keptRequests = (known: Known): FuzzRequest[] =>
  readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => requestOf(JSON.parse(line) as Kept, known));

/** Writes one down, for this house and every other. */
export function keep(request: FuzzRequest, known: Known): void {
  appendFileSync(FILE, `${JSON.stringify(keptOf(request, known))}\n`);
}
