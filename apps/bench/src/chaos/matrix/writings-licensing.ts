import { STUDENT } from './plant.js';
import { at, MADE, MANAGED, PROGRAMME, type Writings } from './writing.js';

/** Writes of licensing. */
export const LICENCE_WRITINGS: Writings = {
  StartProvisioningRun: {
    by: MANAGED,
    sample: (yard, place) => {
      const id = yard.person(place);
      const body = { skuId: STUDENT, action: 'assign', persons: [id] };
      return { body, target: { kind: 'person', id, person: id } };
    },
  },
  CancelRun: {
    by: MADE,
    sample: async (yard, place) => {
      const target = await yard.checked(place);
      return at(target.id, { target });
    },
  },
  ChangeEntitlementRule: {
    by: PROGRAMME,
    sample: (yard) => ({
      body: {
        ...{ name: `ZQ rule ${yard.planting.canaries.next()}`, kinds: ['staff'], profiles: ['ordinary'] },
        ...{ skuId: '94763226-9b3c-4e75-a931-5c89701abe66', automatic: false },
      },
    }),
  },
  HandOverSecrets: {
    by: { ...PROGRAMME, 'academy-manager': 'academy' },
    sample: (yard, place) => {
      const id = yard.person(place);
      return { body: { personIds: [id] }, target: { kind: 'person', id, person: id } };
    },
    did: /"password":/,
    door: 'rest',
    isUnproven: true,
  },
};
