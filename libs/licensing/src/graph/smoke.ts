import type { Access } from './access.js';
import type { GraphAnswer } from './graph-client.js';
import { reasonOf } from './refusals.js';

/** One thing that was asked of a tenant: whether the answer is as this code takes it to be, and what it was. */
export type Finding = { check: string; ok: boolean; told: string };

type Check = { name: string; url: string; alone?: boolean; expects: (body: never) => string | undefined };

const list = (of: string) => (body: { value?: unknown[] }) =>
  Array.isArray(body?.value) ? `${body.value.length} ${of}` : undefined;

const CHECKS: readonly Check[] = [
  {
    name: 'the tenant',
    url: '/organization?$select=id,displayName,verifiedDomains',
    expects: (body: { value?: { displayName?: string }[] }) => body.value?.[0]?.displayName,
  },
  {
    name: 'its products',
    url: '/subscribedSkus?$select=skuId,skuPartNumber,consumedUnits,prepaidUnits',
    expects: (body: {
      value?: { skuPartNumber: string; consumedUnits: number; prepaidUnits: { enabled: number } }[];
    }) =>
      body.value?.map((sku) => `${sku.skuPartNumber} ${sku.consumedUnits} of ${sku.prepaidUnits.enabled}`).join(', '),
  },
  {
    name: 'users by name, 15 to a filter',
    url: `/users?$filter=${encodeURIComponent(`userPrincipalName in (${Array.from({ length: 15 }, (_, n) => `'nobody${n}@example.invalid'`).join(',')})`)}&$select=id,assignedLicenses,licenseAssignmentStates&$top=15`,
    expects: list('users of 15 that nobody has'),
  },
  { name: 'a page of users', url: '/users?$select=id,usageLocation,assignedLicenses&$top=5', expects: list('users') },
  {
    name: 'changes of users',
    url: '/users/delta?$select=id,assignedLicenses',
    alone: true,
    expects: (body: Record<string, unknown>) =>
      body['@odata.nextLink'] || body['@odata.deltaLink'] ? 'a page with a link' : undefined,
  },
  {
    name: 'deleted users',
    url: '/directory/deletedItems/microsoft.graph.user?$top=5&$select=id',
    expects: list('deleted users'),
  },
  {
    name: 'groups by name',
    url: `/groups?$filter=${encodeURIComponent("mailNickname eq 'takwin-nobody'")}`,
    expects: list('groups'),
  },
];

/**
 * Asks a tenant what a run would, reading only: no request of it changes anything. Tells where the answers differ from what
 * this code expects, with Microsoft's request ids.
 */
export async function smoke({ graph }: Access): Promise<Finding[]> {
  const together = CHECKS.filter(({ alone }) => !alone);
  const answers = await graph.send(together.map(({ url }) => ({ method: 'GET' as const, url })));
  const findings = together.map((check, index) => findingOf(check, answers[index]!));
  for (const check of CHECKS.filter(({ alone }) => alone)) findings.push(findingOf(check, await graph.get(check.url)));
  return findings;
}

function findingOf({ name, expects }: Check, answer: GraphAnswer): Finding {
  const { status, body, requestId, share } = answer;
  const told = status === 200 ? expects(body as never) : undefined;
  const refused = `${status} ${reasonOf(status, body)}`;
  const limits = share === undefined ? '' : `, ${Math.round(share * 100)} % of a limit used`;
  return {
    check: name,
    ok: told !== undefined,
    told: `${told ?? refused} (request-id ${requestId ?? 'none'}${limits})`,
  };
}
