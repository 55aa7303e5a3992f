import { z } from 'zod';
import { malformed } from './graph-error.js';

const LARGEST = 20;

const Step = z.object({
  id: z.string().min(1),
  method: z.string().toUpperCase(),
  url: z.string().min(1),
  headers: z.record(z.string().toLowerCase(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
export type Step = z.output<typeof Step>;

const Batch = z.object({ requests: z.array(Step).min(1) });

/**
 * The steps of a $batch, in waves: what a wave depends on stands in the waves before it (JSON batching).
 * Refuses (GraphError 400) more than 20 steps, ids that differ in case only, unknown or circular dependencies, and a
 * body without a content type.
 */
export function wavesOf(body: unknown): Step[][] {
  const result = Batch.safeParse(body);
  if (!result.success) throw malformed('Invalid batch payload format.');
  const steps = result.data.requests;
  if (steps.length > LARGEST) throw malformed(`Number of batch request steps exceeds the maximum value of ${LARGEST}.`);
  const byId = new Map(steps.map((step) => [step.id.toLowerCase(), step]));
  if (byId.size < steps.length) throw malformed('Request ids have to be unique within a batch.');
  for (const step of steps) {
    if (step.body !== undefined && !step.headers['content-type'])
      throw malformed(`Write request id : ${step.id} does not contain Content-Type header or body.`);
    const unknown = step.dependsOn.find((id) => !byId.has(id.toLowerCase()));
    if (unknown) throw malformed(`Request ${step.id} depends on ${unknown}, which is not in the batch.`);
  }
  return inWaves(steps);
}

function inWaves(steps: readonly Step[]): Step[][] {
  const waves: Step[][] = [];
  const done = new Set<string>();
  let left = [...steps];
  while (left.length > 0) {
    const ready = left.filter(({ dependsOn }) => dependsOn.every((id) => done.has(id.toLowerCase())));
    if (ready.length === 0) throw malformed('The dependencies of the batch are circular.');
    for (const { id } of ready) done.add(id.toLowerCase());
    left = left.filter((step) => !ready.includes(step));
    waves.push(ready);
  }
  return waves;
}

/** A step's body: JSON as it stands, or JSON in base64url. */
export function bodyOf({ body }: Step): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  } catch {
    throw malformed('Unable to read JSON request payload.');
  }
}
