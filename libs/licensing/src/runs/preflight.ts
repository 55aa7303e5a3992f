import { z } from 'zod';

const Directory = z
  .object({ objects: z.int(), quota: z.int(), after: z.int(), isExceeded: z.boolean() })
  .meta({ id: 'PreflightDirectory' });

/** What a run would do in one tenant: one may be short of what another has to spare. */
export const TenantPreflight = z
  .object({
    tenantId: z.guid(),
    domain: z.string(),
    persons: z.int().describe('Whose account is in this tenant, by their region'),
    toChange: z.int(),
    seats: z
      .object({
        needed: z.int().describe('Of those who are to have the licence and have it there by no other means'),
        free: z.int().nullable(),
        short: z.int().nullable(),
      })
      .meta({ id: 'TenantPreflightSeats', description: 'Null where the tenant does not tell' }),
    missingAccounts: z.int(),
    restorableAccounts: z.int(),
    missingUsageLocation: z.int(),
    directory: Directory,
    writes: z.int(),
    seconds: z.number(),
  })
  .meta({ id: 'TenantPreflight' });
export type TenantPreflight = z.output<typeof TenantPreflight>;

const Counted = z
  .object({ reason: z.string().describe('Why, as a stable code: PERSON_IN_ANOTHER_RUN'), persons: z.int() })
  .meta({ id: 'PreflightFinding' });

/** What a run would do, and what stands in its way; counted in persons where nothing else is said. */
export const Preflight = z
  .object({
    persons: z.int(),
    toChange: z.int().describe('Who is left after those who have it already and those who may not'),
    alreadyDone: z.int(),
    refused: z.array(Counted).describe('Who may not, by reason'),
    seats: z
      .object({
        needed: z.int(),
        free: z.int(),
        freeInTenant: z.int().nullable().describe('In all tenants together, as far as they tell; null where none does'),
        short: z.int().nullable().describe('Seats that tenants lack, each for itself; null where none tells'),
      })
      .meta({ id: 'PreflightSeats' }),
    skuClash: z.int().describe('Who has a product whose service plans exclude this one’s'),
    missingPlans: z.array(z.string()).describe('Service plans that are off, and that others which stay on depend on'),
    duplicateAccounts: z.int().describe('Who shares an account name with someone else'),
    missingAccounts: z.int().nullable().describe('Whose account would be made; null where the tenant was not read'),
    restorableAccounts: z
      .int()
      .nullable()
      .describe('Whose account was deleted within 30 days, and would be restored; null where the tenant was not read'),
    missingUsageLocation: z.int().nullable(),
    directory: Directory.nullable().describe('Of all tenants together; exceeded where one of them is'),
    tenants: z.array(TenantPreflight),
    withoutTenant: z.int().describe('Whose region no tenant names: nobody would carry out their change'),
    writes: z.int().describe('Writes that it would take'),
    seconds: z.number().describe('How long that takes at the limits that Microsoft sets'),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'Preflight' });
export type Preflight = z.output<typeof Preflight>;
