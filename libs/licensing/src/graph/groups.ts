import type { GraphRequest } from './graph-client.js';

/** Members in one PATCH, and PATCHes in one batch, at most (Microsoft Graph, add members; the second as its own tools found). */
export const PER_PATCH = 20;
export const PATCHES_PER_BATCH = 5;

/** A licence's group is found by this name again, also after the answer to its creation was lost. */
export const groupNameOf = (skuId: string, plans: readonly string[]): string =>
  `takwin-licence-${skuId}${
    plans.length > 0
      ? `-without-${[...plans]
          .sort()
          .map((id) => id.slice(0, 8))
          .join('-')}`
      : ''
  }`.slice(0, 64);

/** Asks for a group by its name, and for the licences that it gives. */
export const findGroup = (name: string): GraphRequest => ({
  method: 'GET',
  url: `/groups?$filter=${encodeURIComponent(`mailNickname eq '${name}'`)}&$select=id,assignedLicenses&$top=1`,
});

export const createGroup = (name: string, partNumber: string): GraphRequest => ({
  method: 'POST',
  url: '/groups',
  body: {
    displayName: `Takwin: ${partNumber}`,
    mailNickname: name,
    mailEnabled: false,
    securityEnabled: true,
  },
});

export const licenseGroup = (group: string, skuId: string, plans: readonly string[]): GraphRequest => ({
  method: 'POST',
  url: `/groups/${group}/assignLicense`,
  body: { addLicenses: [{ skuId, disabledPlans: plans }], removeLicenses: [] },
});

/** Adds up to 20 members: all of them, or none. `root` is Graph's /v1.0. */
export const addMembers = (group: string, members: readonly string[], root: string): GraphRequest => ({
  method: 'PATCH',
  url: `/groups/${group}`,
  body: { 'members@odata.bind': members.map((id) => `${root}/directoryObjects/${id}`) },
});

export const addMember = (group: string, member: string, root: string): GraphRequest => ({
  method: 'POST',
  url: `/groups/${group}/members/$ref`,
  body: { '@odata.id': `${root}/directoryObjects/${member}` },
});

/** With `/$ref`: without it the user would be deleted. */
export const removeMember = (group: string, member: string): GraphRequest => ({
  method: 'DELETE',
  url: `/groups/${group}/members/${member}/$ref`,
});

export const isMember = (group: string, member: string): GraphRequest => ({
  method: 'GET',
  url: `/users/${member}/memberOf/${group}?$select=id`,
});

/** Asks Microsoft to look at a member's group licences again (Microsoft Graph, user: reprocessLicenseAssignment). */
export const reprocess = (member: string): GraphRequest => ({
  method: 'POST',
  url: `/users/${member}/reprocessLicenseAssignment`,
});
