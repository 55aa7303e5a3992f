import { afterAll, beforeAll, describe } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { type ServiceWithAdmin } from '@takwin/platform/testing';
import { itKeepsAnswers, type Sample } from '@takwin/platform/testing/kept-answers';
import { CinVault } from './persons/cin.js';
import { RunImportHandler } from './rosters/run-import.js';
import { academiesService } from './testing/academies-service.js';
import { fileOf, rowOf } from './testing/konosys-file.js';

let service: ServiceWithAdmin;
/** Who accredits is another than who registers. */
let director: string;
let decider: string;

beforeAll(async () => {
  service = await academiesService();
  director = await service.tokens.of({ role: 'regional-director', regions: ['MA-04'] });
  decider = await service.tokens.of({ role: 'regional-director', regions: ['MA-04'], subject: 'who decides' });
});
afterAll(() => service?.close());

let serial = 0;
const newAcademy = () => ({
  ...{ code: `KEPT-${++serial}`, name: { fr: `Centre gardé ${serial}` }, kind: 'ISTA', region: 'MA-04' },
  ...{ province: '04.481', city: 'Sidi Kacem' },
});
const made = async (path: string, body: object, by = service.admin): Promise<string> => {
  const { status, body: said } = await by.post(path, body);
  if (status >= 300) throw new Error(JSON.stringify(said));
  return said.id;
};
const academy = async (...steps: string[]): Promise<string> => {
  const id = await made('/v1/academies', newAcademy());
  for (const step of steps) await made(`/v1/academies/${id}/${step}`, {}, service.admin.as(director));
  return id;
};
const newPerson = async () => ({
  ...{ kind: 'trainee', matricule: `999300000${String(++serial).padStart(4, '0')}`, academyId: await academy() },
  name: { family: 'TAZI', given: `Salma ${inLetters(serial)}` },
});
const person = async (): Promise<string> => made('/v1/persons', await newPerson());
const managerOf = async (academyId: string) =>
  service.admin.as(await service.tokens.of({ role: 'academy-manager', academies: [academyId], subject: 'a manager' }));
const room = async (): Promise<string> =>
  made(`/v1/academies/${await academy()}/rooms`, { code: `S${++serial}`, seats: 10 });
const newProof = () => ({
  ...{ kind: 'machines', provenOn: '2026-11-01', expiresOn: '2027-10-31', document: 'DR-04/2026/118' },
});
/** What an academy says itself. */
const proof = async (): Promise<string> => {
  const academyId = await academy();
  return made(`/v1/academies/${academyId}/readiness-proofs`, newProof(), await managerOf(academyId));
};
/** That an academy states somebody whom another one has. */
const claim = async (): Promise<string> => {
  const known = await newPerson();
  const personId = await made('/v1/persons', known);
  const stated = { ...(await newPerson()), matricule: known.matricule };
  await made('/v1/persons', stated, await managerOf(stated.academyId));
  return (await service.admin.get(`/v1/claims?personId=${personId}`)).body.items[0].id;
};
/** Two records of one person, whom another director registered. */
const twins = async (): Promise<[string, string]> => {
  const name = { family: 'TAZI', given: `Hind ${inLetters(++serial)}` };
  const about = { ...(await newPerson()), name, birthDate: '2004-05-06' };
  const { matricule: _, ...again } = about;
  const id = await made('/v1/persons', about);
  return [id, await made('/v1/persons', { ...again, distinctFrom: { personIds: [id], reason: 'two' } })];
};
const why = { reason: 'Registered twice', document: 'DR-04/2026/118' };
const merged = async (): Promise<string> => {
  const [id, into] = await twins();
  return made(`/v1/persons/${id}/merge`, { into, ...why }, service.admin.as(decider));
};
/** That a person asks for a correction. */
const asked = async (): Promise<string> => {
  const personId = await person();
  const self = service.admin.as(await service.tokens.of({ role: 'candidate', personId, subject: `self-${personId}` }));
  return made('/v1/correction-requests', { personId, birthDate: newDay(), reason: 'my card says so' }, self);
};
/** That a person asks to be erased. */
const leaving = async (): Promise<string> => {
  const personId = await person();
  const self = service.admin.as(await service.tokens.of({ role: 'candidate', personId, subject: `self-${personId}` }));
  return made('/v1/erasures', { personId, reason: 'I left' }, self);
};
/** Another day at each call, so that no two who sound alike are born on one. */
const newDay = (): string => new Date(Date.UTC(2000, 0, ++serial)).toISOString().slice(0, 10);
const newAssignment = () => ({ subject: `kept-${++serial}`, role: 'auditor', until: '2027-01-01' });
const at = (id: string, about: Partial<Sample> = {}): Sample => ({ path: { id }, ...about });
const roster = (name: string) =>
  `Matricule;CIN;Nom;Prenom;DateNaissance;Sexe;Groupe;Filiere;Niveau;Annee;Site\n9990000000001;;${name};Amal;2001-01-01;F;G1;F1;T;1;KEPT\n`;

describe('a keyed write of academies', () => {
  itKeepsAnswers(() => service, {
    RegisterAcademy: () => ({ body: newAcademy(), other: newAcademy() }),
    ChangeAcademy: async () => at(await academy(), { body: { city: 'Mechra Bel Ksiri' }, other: { city: 'Belksiri' } }),
    AccreditAcademy: async () => at(await academy(), { token: director }),
    RenewMembership: async () =>
      at(await academy('accredit'), { body: { until: '2027-12-31' }, other: { until: '2028-12-31' } }),
    SuspendAcademy: async () => at(await academy('accredit')),
    ReinstateAcademy: async () => at(await academy('accredit', 'suspend')),
    CloseAcademy: async () => at(await academy('accredit')),
    OpenRoom: async () => ({
      path: { academyId: await academy() },
      body: { code: `S${++serial}`, seats: 10 },
      other: { code: `S${serial}`, seats: 11 },
    }),
    ChangeRoom: async () => at(await room(), { body: { seats: 12 }, other: { seats: 13 } }),
    CloseRoom: async () => at(await room()),
    ReopenRoom: async () => {
      const id = await room();
      await made(`/v1/rooms/${id}/close`, {});
      return at(id);
    },
    RegisterPerson: async () => ({ body: await newPerson(), other: await newPerson() }),
    ChangePerson: async () => at(await person(), { body: { birthDate: newDay() }, other: { birthDate: newDay() } }),
    CorrectPerson: async () => {
      const proof = { reason: 'the card was seen', document: 'DR-04/2026/118' };
      return at(await person(), {
        body: { birthDate: newDay(), ...proof },
        other: { birthDate: newDay(), ...proof },
        headers: { 'if-match': '"1"' },
      });
    },
    ConfirmPerson: async () => {
      const stated = await newPerson();
      return at(await made('/v1/persons', stated, await managerOf(stated.academyId)));
    },
    DeactivatePerson: async () => at(await person(), { body: { reason: 'left' }, other: { reason: 'moved' } }),
    ReactivatePerson: async () => {
      const id = await person();
      await made(`/v1/persons/${id}/deactivate`, { reason: 'left' });
      return at(id);
    },
    AcceptClaim: async () => at(await claim(), { token: decider }),
    RefuseClaim: async () =>
      at(await claim(), { body: { reason: 'another' }, other: { reason: 'a third' }, token: decider }),
    MergePersons: async () => {
      const [id, into] = await twins();
      return at(id, { body: { into, ...why }, other: { into, ...why, reason: 'Again' }, token: decider });
    },
    UndoMerge: async () => at(await merged(), { body: { reason: 'two' }, other: { reason: 'others' }, token: decider }),
    RequestCorrection: async () => {
      const personId = await person();
      const said = { personId, reason: 'my card says so' };
      const self = await service.tokens.of({ role: 'candidate', personId });
      return {
        body: { ...said, birthDate: newDay() },
        other: { ...said, birthDate: newDay() },
        token: self,
      };
    },
    AcceptCorrection: async () =>
      at(await asked(), { body: { document: 'DR-04/2026/118' }, other: { document: 'DR-04/2026/119' } }),
    RefuseCorrection: async () => at(await asked(), { body: { answer: 'no' }, other: { answer: 'not so' } }),
    RequestErasure: async () => {
      const personId = await person();
      const token = await service.tokens.of({ role: 'candidate', personId });
      return { body: { personId, reason: 'I left' }, other: { personId, reason: 'I leave' }, token };
    },
    AcceptErasure: async () =>
      at(await leaving(), { body: { document: 'DR-04/2026/118' }, other: { document: 'DR-04/2026/119' } }),
    RefuseErasure: async () => at(await leaving(), { body: { answer: 'no' }, other: { answer: 'not so' } }),
    AssignRole: () => ({ body: newAssignment(), other: newAssignment() }),
    ReviewAssignment: async () =>
      at(await made('/v1/assignments', newAssignment()), {
        body: { until: '2027-03-01' },
        other: { until: '2027-02-01' },
      }),
    EndAssignment: async () => at(await made('/v1/assignments', newAssignment())),
    ConfirmImport: async () => {
      const academyId = await academy('accredit');
      const { code } = (await service.admin.get(`/v1/academies/${academyId}`)).body;
      const file = fileOf(rowOf({ Site: code }));
      const sent = { headers: { 'content-type': 'text/csv' } };
      const { body } = await (await managerOf(academyId)).post('/v1/imports?kind=konosys', file, sent);
      await new RunImportHandler(service.database.db, service.running.get(CinVault)).run(body.id);
      return at(body.id);
    },
    AcceptImport: () => ({ url: '?kind=konosys', body: roster('ALAMI'), other: roster('TAZI') }),
    CancelImport: async () => {
      const sent = { headers: { 'content-type': 'text/csv' } };
      return at((await service.admin.post('/v1/imports?kind=konosys', roster('BENNANI'), sent)).body.id);
    },
    RecordReadinessProof: async () => ({
      path: { academyId: await academy() },
      body: newProof(),
      other: { ...newProof(), kind: 'network' },
    }),
    ConfirmReadinessProof: async () => at(await proof()),
    WithdrawReadinessProof: async () => at(await proof(), { body: { reason: 'gone' }, other: { reason: 'sold' } }),
  });
});
