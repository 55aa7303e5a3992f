import { z } from 'zod';

const rate = z.number().min(0).max(1).default(0);
const weight = (of: number) => z.number().min(0).default(of);
const range = (min: number, max: number) =>
  z
    .strictObject({ min: z.number().int().min(0).default(min), max: z.number().int().min(0).default(max) })
    .refine((span) => span.min <= span.max, 'min is above max')
    .prefault({});
const limit = (tokens: number, seconds: number) =>
  z
    .strictObject({ tokens: z.number().positive().default(tokens), seconds: z.number().positive().default(seconds) })
    .prefault({});

/** What the simulated cloud does to its callers: all of it can be changed while it runs. */
export const Settings = z.strictObject({
  /** Of the generator that draws every fault; giving one starts it afresh. */
  seed: z.number().int().min(0).default(1),
  /** Windows, and so the waits that they cause, pass this many times faster. */
  speed: z.number().positive().default(1),
  /** How tokens come back: all at once when a window ends, or continuously into a bucket. */
  window: z.enum(['fixed', 'bucket']).default('fixed'),
  /** Microsoft Graph throttling limits, identity and access. */
  limits: z
    .strictObject({
      /** Resource units by the size of the tenant: below 50 users, up to 500, above. */
      applicationTenantUnits: z
        .strictObject({
          small: z.number().positive().default(3_500),
          medium: z.number().positive().default(5_000),
          large: z.number().positive().default(8_000),
          seconds: z.number().positive().default(10),
        })
        .prefault({}),
      applicationTenantWrites: limit(3_000, 150),
      applicationUnits: limit(150_000, 20),
      applicationWrites: limit(35_000, 300),
      tenantWrites: limit(18_000, 300),
    })
    .prefault({}),
  /** How a 429 tells the wait, by weight: whole seconds, a decimal, or not at all. */
  retryAfter: z
    .strictObject({ integer: weight(6), decimal: weight(3), absent: weight(1) })
    .refine(({ integer, decimal, absent }) => integer + decimal + absent > 0, 'one weight has to be above 0')
    .prefault({}),
  /** A call within this time of a 429 was on its way when it was answered, and is not held against the caller. */
  earlyGraceMs: z.number().min(0).default(1_000),
  faults: z
    .strictObject({
      /** 429 below the limits, before any effect. */
      throttled: rate,
      /** The wait that such a 429 asks for, in seconds. */
      throttledSeconds: z.number().positive().default(2),
      /** 429 after the effect. */
      throttledAfterEffect: rate,
      /** 403 for a write, as where the tenant's consent was taken back. */
      forbidden: rate,
      /** 503 before any effect. */
      unavailable: rate,
      /** 504 after the effect. */
      timeout: rate,
      /** The connection breaks after the effect: the answer is lost. */
      lost: rate,
      /** The connection breaks before any effect. */
      dropped: rate,
      /** 409 before any effect, without another write on the same user. */
      conflict: rate,
      /** 409 for a write on a user on whom another write is under way. */
      overlap: rate.default(1),
    })
    .prefault({}),
  latencyMs: range(0, 0),
  groups: z
    .strictObject({
      /** After how long a group's licence reaches a member, or leaves one. */
      processingMs: range(2_000, 15_000),
      /** Members that a PATCH adds for one write: 20 as published, 3 as Microsoft is reported to count. */
      membersPerWrite: z.number().int().min(1).max(20).default(20),
    })
    .prefault({}),
  /** For how long what was written may be read as it was before: a new user as missing, a licence as not there. */
  consistencyMs: range(0, 0),
  /** The life of an Entra ID access token. */
  tokenSeconds: range(3_600, 5_400),
  /** A batch with a throttled request in it answers 424 itself, as throttling.md says; 200, as json-batching.md says. */
  batchFailsWhenThrottled: z.boolean().default(false),
});
export type Settings = z.output<typeof Settings>;

/** The settings with some of them changed, at any depth; refuses what is unknown or out of range (ZodError). */
export function patched(settings: Settings, patch: unknown): Settings {
  return Settings.parse(merged(settings, patch));
}

function merged(base: unknown, patch: unknown): unknown {
  if (!isRecord(base) || !isRecord(patch)) return patch;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, merged(base[key], value)])),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
