import { z } from 'zod';
import { EDUCATION_SKUS, type PartNumber } from './graph/tenant/education-skus.js';

/** An app that may ask for tokens, with a secret, a certificate (PEM), or both. */
export const AppRegistration = z.strictObject({
  clientId: z.guid().toLowerCase(),
  secret: z.string().min(1).optional(),
  /** The secret is refused from this instant on. */
  secretExpiresAt: z.iso.datetime().optional(),
  certificate: z.string().includes('BEGIN CERTIFICATE').optional(),
  /** Application permissions that an administrator of the tenant has consented to. */
  roles: z
    .array(z.string())
    .default(['User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'Organization.Read.All']),
});
export type AppRegistration = z.output<typeof AppRegistration>;

const seats = z.number().int().min(0).optional();

export const TenantConfig = z.strictObject({
  id: z.guid().toLowerCase(),
  displayName: z.string().default('Simulated tenant'),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2).default('MA'),
  /** Verified domains, the default one first. */
  domains: z.array(z.string().toLowerCase()).min(1).default(['takwin.test']),
  /** Seats by skuPartNumber; a SKU without seats is not subscribed to. */
  seats: z
    .strictObject(
      Object.fromEntries(EDUCATION_SKUS.map(({ partNumber }) => [partNumber, seats])) as Record<
        PartNumber,
        typeof seats
      >,
    )
    .default({
      STANDARDWOFFPACK_STUDENT: 550_000,
      STANDARDWOFFPACK_FACULTY: 20_000,
      STANDARDWOFFPACK_IW_STUDENT: 10_000,
      STANDARDWOFFPACK_IW_FACULTY: 1_000,
    }),
  /** Objects that the directory holds at most: 300,000 by default, more by Microsoft's consent (Entra service limits). */
  objectQuota: z.number().int().positive().default(1_000_000),
  apps: z.array(AppRegistration).min(1),
});
export type TenantConfig = z.output<typeof TenantConfig>;

/** The tenant and app that are there when nothing is configured: public on purpose, of no use elsewhere. */
export const DEVELOPMENT = {
  tenantId: '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001',
  domain: 'takwin.test',
  clientId: 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a001',
  clientSecret: 'development-only',
} as const;

export const Tenants = z
  .array(TenantConfig)
  .min(1)
  .refine((tenants) => new Set(tenants.map(({ id }) => id)).size === tenants.length, 'two tenants have the same id')
  .prefault([
    {
      id: DEVELOPMENT.tenantId,
      displayName: 'Takwin development',
      domains: [DEVELOPMENT.domain],
      apps: [{ clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret }],
    },
  ]);
