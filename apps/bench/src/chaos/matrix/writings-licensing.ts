import { STUDENT } from './plant.js';
import { at, MADE, MANAGED, PROGRAMME, type Writings } from './writing.js';

const NO_REFUSALS =
  'the simulated tenant refuses no one person a licence that is given directly: nobody is to be asked for again';
const NO_ACCOUNTS = 'who is in a prison is given no account: the run is over as it begins';

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
    notIn: { near: NO_ACCOUNTS },
    sample: async (yard, place) => {
      const target = await yard.run(place, false);
      return at(target.id, { target });
    },
    outrun: /RUN_STATE_FORBIDS/,
  },
  ResumeRun: {
    by: MADE,
    notIn: { near: NO_ACCOUNTS },
    sample: async (yard, place) => {
      const target = place.isPrison ? await yard.run(place, true) : await yard.paused(place);
      return at(target.id, { target });
    },
  },
  RetryRun: {
    by: MADE,
    notIn: { own: NO_REFUSALS, near: NO_REFUSALS, far: NO_REFUSALS },
    sample: async (yard, place) => {
      const target = await yard.run(place, true);
      return at(target.id, { target });
    },
  },
  HandOverSecrets: {
    by: { ...PROGRAMME, 'academy-manager': 'academy' },
    notIn: { near: NO_ACCOUNTS },
    sample: async (yard, place) => {
      const id = await yard.accounted(place);
      return { body: { personIds: [id] }, target: { kind: 'person', id, person: id } };
    },
    did: /"password":/,
    door: 'rest',
  },
};
