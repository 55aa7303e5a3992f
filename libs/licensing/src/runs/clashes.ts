type Plan = { id: string; name: string };
type Sku = { id: string; plans: readonly Plan[] };

/** Service plans of which an account may have one: the same service in two sizes (Microsoft Entra, resolve licence problems). */
const EXCLUSIVE: readonly [RegExp, RegExp][] = [
  [/^EXCHANGE_S_STANDARD/, /^EXCHANGE_S_ENTERPRISE/],
  [/^SHAREPOINTSTANDARD/, /^SHAREPOINTENTERPRISE/],
];

/** Plans that need one of others to be on: Office for the web needs SharePoint. */
const DEPENDENT: readonly [RegExp, RegExp][] = [[/^SHAREPOINTWAC/, /^SHAREPOINT(STANDARD|ENTERPRISE)/]];

const enabledOf = ({ plans }: Sku, off: readonly string[]): Plan[] => plans.filter(({ id }) => !off.includes(id));

/** Of these products, those that nobody can have beside `sku` with some plans off: their ids. */
export function clashingWith(sku: Sku, off: readonly string[], others: readonly Sku[]): string[] {
  const mine = enabledOf(sku, off);
  const has = (plans: readonly Plan[], name: RegExp): boolean => plans.some((plan) => name.test(plan.name));
  const clashes = (other: Sku): boolean =>
    EXCLUSIVE.some(
      ([one, two]) => (has(mine, one) && has(other.plans, two)) || (has(mine, two) && has(other.plans, one)),
    );
  return others.filter(clashes).map(({ id }) => id);
}

/** Names of plans that are off though others, which stay on, depend on them. */
export function missingFor(sku: Sku, off: readonly string[]): string[] {
  const on = enabledOf(sku, off);
  return DEPENDENT.flatMap(([plan, needed]) =>
    on.some(({ name }) => plan.test(name)) && !on.some(({ name }) => needed.test(name))
      ? sku.plans.filter(({ name }) => needed.test(name)).map(({ name }) => name)
      : [],
  );
}
