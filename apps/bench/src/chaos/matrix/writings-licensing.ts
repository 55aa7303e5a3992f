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
  ApproveRun: {
    by: PROGRAMME,
    sample: async (yard, place) => {
      const target = await yard.checked(place);
      const path = `/v1/provisioning-runs/${target.id}`;
      const waits = ({ state }: { state: string }): boolean => state === 'awaiting-approval';
      await yard.planting.until<{ state: string }>({ method: 'GET', path }, waits);
      return at(target.id, { target });
    },
  },
  PauseRun: {
    by: MADE,
    sample: async (yard, place) => {
      const target = await yard.run(place, false);
      return at(target.id, { target });
    },
    outrun: /RUN_STATE_FORBIDS/,
  },
  ResumeRun: {
    by: MADE,
    sample: async (yard, place) => {
      const target = await yard.paused(place);
      return at(target.id, { target });
    },
  },
  RetryRun: {
    by: MADE,
    sample: async (yard, place) => {
      const target = await yard.refusedRun(place);
      return at(target.id, { target });
    },
  },
  HandOverSecrets: {
    by: { ...PROGRAMME, 'academy-manager': 'academy' },
    sample: async (yard, place) => {
      const id = await yard.accounted(place);
      return { body: { personIds: [id] }, target: { kind: 'person', id, person: id } };
    },
    did: /"password":/,
    door: 'rest',
  },
};
