import { day } from './plant.js';
import { rosterOf } from './roster.js';
import { about, at, DELIVERED, MANAGED, OFFICE, PROGRAMME, reason, SENT, type Writings } from './writing.js';
import { PROOF, type Place } from './world.js';
import type { Target, Yard } from './yard.js';

const DELEGATED = { ...OFFICE, 'academy-manager': 'academy' } as const;

const person = (yard: Yard, place: Place): Target => {
  const id = yard.person(place);
  return { kind: 'person', id, person: id };
};
const academy = async (yard: Yard, place: Place, ...steps: string[]) => {
  const id = await yard.academy(place, ...steps);
  return at(id, { view: `/v1/academies/${id}` });
};
const room = async (yard: Yard, place: Place, ...steps: string[]) => {
  const id = await yard.room(place);
  for (const step of steps) await yard.post(`/v1/rooms/${id}/${step}`);
  return at(id, { view: `/v1/rooms/${id}` });
};
const proof = async (yard: Yard, place: Place) => {
  const { id } = await yard.post(`/v1/academies/${place.academyId}/readiness-proofs`, PROOF, place.manager);
  yard.planting.put(yard.world, 'readiness-proof', place, id);
  return { kind: 'readiness-proof' as const, id, ...at(id, { view: `/v1/readiness-proofs/${id}` }) };
};
const newAssignment = (yard: Yard, { academyId }: Place) => ({
  ...{ subject: `zqassigned${yard.planting.canaries.next()}`, role: 'trainer', academyId, until: day(30) },
});
const assignment = async (yard: Yard, place: Place): Promise<Target> => {
  const { id } = await yard.post('/v1/assignments', newAssignment(yard, place));
  yard.planting.put(yard.world, 'assignment', place, id);
  return { kind: 'assignment', id };
};

/** Writes of academies, persons, rosters, assignments and the scoreboard. */
export const ACADEMY_WRITINGS: Writings = {
  RegisterAcademy: {
    by: { ...OFFICE, ...DELIVERED },
    sample: (yard, place) => ({ body: yard.newAcademy(place) }),
  },
  ChangeAcademy: {
    by: MANAGED,
    sample: async (yard, { academyId }) => {
      const { city } = await yard.planting.get<{ city: string }>(`/v1/academies/${academyId}`);
      return at(academyId, { body: { city }, view: `/v1/academies/${academyId}` });
    },
  },
  AccreditAcademy: { by: OFFICE, sample: async (yard, place) => ({ ...(await academy(yard, place)), body: {} }) },
  RenewMembership: {
    by: OFFICE,
    sample: async (yard, place) => ({ ...(await academy(yard, place, 'accredit')), body: { until: day(400) } }),
  },
  SuspendAcademy: { by: OFFICE, sample: (yard, place) => academy(yard, place, 'accredit') },
  ReinstateAcademy: { by: OFFICE, sample: (yard, place) => academy(yard, place, 'accredit', 'suspend') },
  CloseAcademy: { by: OFFICE, sample: (yard, place) => academy(yard, place, 'accredit') },
  OpenRoom: {
    by: MANAGED,
    sample: (yard, { academyId }) => ({
      path: { academyId },
      body: { code: `R${yard.planting.canaries.next()}`, seats: 10 },
    }),
  },
  RecordReadinessProof: {
    by: DELEGATED,
    sample: (_, { academyId }) => ({
      path: { academyId },
      body: PROOF,
    }),
  },
  ConfirmReadinessProof: { by: OFFICE, sample: (yard, place) => proof(yard, place) },
  WithdrawReadinessProof: {
    by: DELEGATED,
    sample: async (yard, place) => ({ ...(await proof(yard, place)), body: reason }),
  },
  ChangeRoom: { by: MANAGED, sample: async (yard, place) => ({ ...(await room(yard, place)), body: { seats: 12 } }) },
  CloseRoom: { by: MANAGED, sample: room },
  ReopenRoom: { by: MANAGED, sample: (yard, place) => room(yard, place, 'close') },
  RegisterPerson: { by: MANAGED, sample: (yard, place) => ({ body: yard.newPerson(place) }) },
  ChangePerson: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.planting.person(yard.world, place, {});
      return about({ kind: 'person', id, person: id }, '/v1/persons', { birthDate: '2004-05-06' });
    },
  },
  CorrectPerson: {
    by: OFFICE,
    sample: async (yard, place) => {
      const id = await yard.planting.person(yard.world, place, {});
      const proof = { reason: 'the card was seen', document: 'DR-04/2026/118' };
      return about({ kind: 'person', id, person: id }, '/v1/persons', { birthDate: '2004-05-06', ...proof });
    },
  },
  RequestCorrection: {
    by: { candidate: 'self', trainer: 'self' },
    sample: async (yard, { main }) => {
      await yard.records.answered(main);
      const target = { kind: 'person', id: main, person: main } as const;
      return { body: { personId: main, birthDate: '2004-05-06', ...reason }, target };
    },
    outrun: /CORRECTION_IS_ASKED/,
  },
  AcceptCorrection: {
    by: OFFICE,
    sample: async (yard, place) =>
      about(await yard.records.asked(yard.world, place), '/v1/correction-requests', { document: 'DR-04/2026/118' }),
  },
  RefuseCorrection: {
    by: OFFICE,
    sample: async (yard, place) =>
      about(await yard.records.asked(yard.world, place), '/v1/correction-requests', { answer: 'The card says so' }),
  },
  RequestErasure: {
    by: { candidate: 'self', trainer: 'self' },
    sample: async (yard, { main }) => {
      await yard.records.keptWhole(main);
      const target = { kind: 'person', id: main, person: main } as const;
      return { body: { personId: main, ...reason }, target };
    },
    outrun: /ERASURE_IS_ASKED/,
  },
  AcceptErasure: {
    by: OFFICE,
    sample: async (yard, place) =>
      about(await yard.records.toErase(yard.world, place), '/v1/erasures', { document: 'DR-04/2026/118' }),
  },
  RefuseErasure: {
    by: OFFICE,
    sample: async (yard, place) =>
      about(await yard.records.toErase(yard.world, place), '/v1/erasures', { answer: 'An appeal is open' }),
  },
  ConfirmPerson: {
    by: OFFICE,
    sample: async (yard, place) => {
      const id = await yard.planting.person(yard.world, place, {}, place.manager);
      return about({ kind: 'person', id, person: id }, '/v1/persons');
    },
  },
  DeactivatePerson: { by: MANAGED, sample: (yard, place) => about(person(yard, place), '/v1/persons', reason) },
  ReactivatePerson: {
    by: MANAGED,
    sample: async (yard, place) => {
      const target = person(yard, place);
      await yard.post(`/v1/persons/${target.id}/deactivate`, reason);
      return about(target, '/v1/persons');
    },
  },
  SearchPersons: {
    by: { ...MANAGED, auditor: 'all' },
    sample: (yard, place) => {
      const target = person(yard, place);
      return { body: { ids: [target.id] }, target };
    },
    did: /"matricule":/,
    door: 'rest',
  },
  AcceptClaim: {
    by: DELEGATED,
    sample: async (yard, place) => {
      const { id } = await yard.records.claimed(yard.world, place);
      return about({ kind: 'claim', id }, '/v1/claims');
    },
  },
  RefuseClaim: {
    by: DELEGATED,
    sample: async (yard, place) => {
      const { id } = await yard.records.claimed(yard.world, place);
      return about({ kind: 'claim', id }, '/v1/claims', reason);
    },
  },
  MergePersons: {
    by: OFFICE,
    sample: async (yard, place) => {
      const [id, into] = await yard.records.twins(yard.world, place);
      return about({ kind: 'person', id, person: id }, '/v1/persons', { into, ...reason, document: 'DR-04/2026/118' });
    },
  },
  UndoMerge: {
    by: OFFICE,
    sample: async (yard, place) =>
      about({ kind: 'merge', id: await yard.records.merged(yard.world, place) }, '/v1/merges', reason),
  },
  AssignRole: { by: DELEGATED, sample: (yard, place) => ({ body: newAssignment(yard, place) }) },
  ReviewAssignment: {
    by: DELEGATED,
    sample: async (yard, place) => about(await assignment(yard, place), '/v1/assignments', { until: day(40) }),
  },
  EndAssignment: {
    by: DELEGATED,
    sample: async (yard, place) => about(await assignment(yard, place), '/v1/assignments'),
  },
  ConfirmImport: {
    by: OFFICE,
    sample: async (yard, place) => {
      const { canaries } = yard.planting;
      const row = { MatriculeEtudiant: canaries.matricule(), Nom: canaries.name(), Prenom: canaries.name() };
      const file = rosterOf(place, [{ ...row, DateNaissance: '05/06/2003', Code: 'G1' }]);
      const { id } = await yard.post('/v1/imports?kind=konosys', file, place.manager);
      const by = place.manager.subject;
      yard.planting.put(yard.world, 'import', place, id, [], { by });
      const path = `/v1/imports/${id}`;
      await yard.planting.until<{ state: string }>({ method: 'GET', path }, ({ state }) => state === 'done');
      return about({ kind: 'import', id, by }, '/v1/imports');
    },
  },
  CancelImport: {
    by: SENT,
    sample: async (yard, place) => {
      const by = place.manager.subject;
      const { id } = await yard.post('/v1/imports?kind=konosys', rosterOf(place, []), place.manager);
      yard.planting.put(yard.world, 'import', place, id, [], { by });
      return about({ kind: 'import', id, by }, '/v1/imports');
    },
    outrun: /IMPORT_HAS_ENDED/,
  },
  SetTarget: {
    by: PROGRAMME,
    sample: (yard) => ({
      path: { id: 'academies' },
      body: { target: 100 + (yard.planting.canaries.next() % 50), reason: 'endorsed by the committee' },
      version: async () => {
        const { targets } = await yard.planting.get<{ targets: { version: number }[] }>('/v1/programme');
        return `"${targets[0]!.version}"`;
      },
    }),
  },
  // Whoever runs an academy sends files; what their rows do is judged by itself.
  AcceptImport: {
    by: { 'programme-admin': 'all', 'regional-director': 'all', 'academy-manager': 'all', integrator: 'all' },
    sample: (_, place) => ({ url: '?kind=konosys&dryRun=true', body: rosterOf(place, []) }),
    door: 'rest',
  },
};
