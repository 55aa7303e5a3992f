/** Whose accounts are in a tenant: by region, where the tenant names some; those that other tenants name are theirs. */
export type TenantScope = { id: string; regions: readonly string[] | null; others: readonly string[] };
