import type { GraphAnswer, GraphClient } from './graph-client.js';

/** An account as the directory tells of it. `gone`: deleted and restorable (changed), or for good (deleted). */
export type SeenAccount = {
  objectId: string;
  upn: string;
  usageLocation: string | null;
  skus: string[];
  deletedAt: string | null;
  gone: 'changed' | 'deleted' | null;
};

const PROPERTIES = 'id,userPrincipalName,usageLocation,assignedLicenses';
const LARGEST_PAGE = { prefer: 'odata.maxpagesize=999' };

export const FIRST_DELTA = `/users/delta?$select=${PROPERTIES}`;
export const DELETED_USERS =
  '/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName,deletedDateTime&$top=999';

type Body = {
  value?: {
    id: string;
    userPrincipalName?: string;
    usageLocation?: string | null;
    assignedLicenses?: { skuId: string }[];
    deletedDateTime?: string;
    '@removed'?: { reason?: string };
  }[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
  error?: { code?: string };
};

export type DirectoryPage =
  | { seen: SeenAccount[]; next: string | undefined; delta: string | undefined }
  /** The link is too old, and the directory has to be read from the start. */
  | 'begin again'
  | { failed: GraphAnswer };

/** One page of a delta query, or of the deleted users. Links are Microsoft's own. */
export async function directoryPage(graph: GraphClient, link: string): Promise<DirectoryPage> {
  const answer = await graph.get(link, LARGEST_PAGE);
  const body = (answer.body ?? {}) as Body;
  // Entra ID has used both for a delta link that is too old (Microsoft Graph, delta query; its developers' blog).
  if (answer.status === 410 || body.error?.code === 'syncStateNotFound') return 'begin again';
  if (answer.status !== 200 || !body.value) return { failed: answer };
  const seen = body.value.map((user): SeenAccount => ({
    objectId: user.id,
    upn: plainName(user.userPrincipalName ?? '', user.id),
    usageLocation: user.usageLocation ?? null,
    skus: (user.assignedLicenses ?? []).map(({ skuId }) => skuId.toLowerCase()),
    deletedAt: user.deletedDateTime ?? null,
    gone: user['@removed'] ? (user['@removed'].reason === 'deleted' ? 'deleted' : 'changed') : null,
  }));
  return { seen, next: body['@odata.nextLink'], delta: body['@odata.deltaLink'] };
}

// A deleted user's name may have got the object id in front, so that the name is free.
function plainName(upn: string, id: string): string {
  const name = upn.toLowerCase();
  const mark = id.replaceAll('-', '').toLowerCase();
  return name.startsWith(mark) ? name.slice(mark.length) : name;
}

/** Seats that a tenant has left of each product, by SKU; undefined where it does not tell. */
export async function tenantSeats(graph: GraphClient): Promise<Map<string, number> | undefined> {
  const { status, body } = await graph.get('/subscribedSkus?$select=skuId,consumedUnits,prepaidUnits');
  if (status !== 200) return undefined;
  const { value = [] } = body as {
    value?: { skuId: string; consumedUnits: number; prepaidUnits: { enabled: number } }[];
  };
  return new Map(value.map((sku) => [sku.skuId.toLowerCase(), sku.prepaidUnits.enabled - sku.consumedUnits]));
}
