import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ROUND_THE_CLOCK } from '@takwin/demo/round-the-clock';
import type { Bar } from '@takwin/demo/progress-bars';
import type { Caller } from './caller.js';
import type { Callers } from './callers.js';
import { Canaries } from './canaries.js';
import { rosterOf } from './roster.js';
import type { Doors, Question } from './doors.js';
import { Undone } from './doors.js';
import type { Fixed } from './world.js';
import { tellSimulator } from '../test-cluster.js';
import { PLACES, PROOF, World, type Kind, type Place, type PlaceName } from './world.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
export const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const EXAM = 'MO-200';
/** Seconds in which every service has heard of what another one wrote, also on a busy machine. */
const HEARD = 60;

const SITES = {
  own: { region: 'MA-04', province: '04.481', city: 'Sidi Kacem', kind: 'ISTA', profile: 'ordinary' },
  near: { region: 'MA-04', province: '04.481', city: 'Sidi Kacem', kind: 'EP', profile: 'prison' },
  far: { region: 'MA-06', province: '06.141', city: 'Casablanca', kind: 'ISTA', profile: 'ordinary' },
} as const;

/** Days on which nobody else was born. */
const BORN: Readonly<Record<PlaceName, string>> = { own: '1951-02-03', near: '1952-02-03', far: '1953-02-03' };

export type Made = { id: string; [more: string]: unknown };
export type Page = { items: Made[] };
export const day = (ahead: number): string => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);
export const instant = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** Those who plant: two of the programme, since one decides what another sent, and the region's. */
export type Planters = { admin: Caller; second: Caller; directors: Record<string, Caller> };

/** Plants through the public doors what the matrix asks about. */
export class Planting {
  private constructor(
    readonly doors: Doors,
    readonly by: Planters,
    private readonly callers: Callers,
    readonly canaries: Canaries,
    private readonly simulators: string,
  ) {}

  readonly #courses = new Map<string, string>();

  /** How many steps the planting of one place takes. */
  static readonly steps = 9;

  /** `simulators`: the address of the simulated tenant, where persons have accounts. */
  static async begin(doors: Doors, callers: Callers, seed: number, simulators: string): Promise<Planting> {
    const director = (region: string) =>
      callers.of(`planting director of ${region}`, 'regional-director', { regions: [region] });
    const by = {
      admin: await callers.of('planting admin', 'programme-admin'),
      second: await callers.of('planting second', 'programme-admin'),
      directors: { 'MA-04': await director('MA-04'), 'MA-06': await director('MA-06') },
    };
    return new Planting(doors, by, callers, new Canaries(seed), simulators);
  }

  get admin(): Caller {
    return this.by.admin;
  }

  /** What is there already, of registers that shipped. */
  async fixed(world: World): Promise<Fixed> {
    const first = async (path: string) => (await this.get<Page>(`${path}?first=1`)).items[0]!.id;
    const [course, certification] = [await first('/v1/courses'), await first('/v1/catalogued-certifications')];
    type Signed = { credentialStatus: { statusListCredential: string } };
    const { credentialStatus } = await this.get<Signed>(`/v1/credentials/${world.row('credential', 'own')!.id}`);
    return {
      paths: {
        '/v1/courses/{id}': course,
        '/v1/catalogued-certifications/{id}': certification,
        '/v1/exams/{code}': EXAM,
        '/v1/programme/targets/{id}/evidence': 'academies',
        '/v1/credentials/status-lists/{list}': credentialStatus.statusListCredential.split('/').at(-1)!,
      },
      arguments: { 'course.id': course, 'cataloguedCertification.id': certification },
      keys: {
        Course: { id: course },
        Exam: { code: EXAM },
        Programme: { id: 'programme' },
        ResultImportConnection: { asked: JSON.stringify({ kind: 'results', first: 10 }) },
      },
    };
  }

  /** `first` are steps that need nothing but the people of a place. */
  async world(bar: Bar, first: readonly ((world: World, place: Place) => Promise<void>)[]): Promise<World> {
    const places = {} as Record<PlaceName, Place>;
    for (const name of PLACES) places[name] = await this.place(name);
    const world = new World(places, `zqassigned${this.canaries.next()}`);
    let done = 0;
    const steps = [this.assignments, this.learning, this.upskilling, this.exams, this.stock, this.licences, this.files];
    await Promise.all(
      PLACES.map(async (name) => {
        await this.people(world, places[name]);
        for (const step of first) {
          await step(world, places[name]);
          bar.to(++done);
        }
        for (const step of steps) {
          await step.call(this, world, places[name]);
          bar.to(++done);
        }
      }),
    );
    return world;
  }

  /** Has the simulated tenant do something. */
  simulate = (method: string, path: string, body: object): Promise<void> =>
    tellSimulator(this.simulators, method, path, body);

  get<T = Made>(path: string): Promise<T> {
    return this.doors.done<T>(this.by.admin, { method: 'GET', path });
  }

  post<T = Made>(path: string, body: unknown = {}, by = this.by.admin): Promise<T> {
    return this.doors.done<T>(by, { method: 'POST', path, body });
  }

  /** The same, asked again until the service has heard of what it names. */
  soon<T = Made>(path: string, body: unknown = {}, by = this.by.admin): Promise<T> {
    return this.heard(() => this.post<T>(path, body, by));
  }

  site(name: PlaceName): { region: string; province: string; city: string } {
    const { region, province, city } = SITES[name];
    return { region, province, city };
  }

  /** A course of a topic that was not made up for trials. */
  async course(topic: string): Promise<string> {
    const known = this.#courses.get(topic);
    if (known) return known;
    const { items } = await this.get<Page>(`/v1/courses?topic=${topic}&first=100`);
    const { id } = items.find(({ synthetic }) => !synthetic)!;
    this.#courses.set(topic, id);
    return id;
  }

  async heard<T>(ask: () => Promise<T>): Promise<T> {
    for (const deadline = performance.now() + HEARD * 1000; ; await pause(150)) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Undone) || performance.now() > deadline) throw error;
      }
    }
  }

  /** Asks until what is answered will do. */
  async until<T>(question: Question, isDone: (answer: T) => boolean, by = this.by.admin): Promise<T> {
    for (const deadline = performance.now() + HEARD * 1000; ; await pause(150)) {
      const answer = await this.doors.done<T>(by, question);
      if (isDone(answer)) return answer;
      if (performance.now() > deadline)
        throw new Error(`${question.path} is not what it should be: ${JSON.stringify(answer)}`);
    }
  }

  private async place(name: PlaceName): Promise<Place> {
    const site = SITES[name];
    const code = `ZQ-${this.canaries.next()}`;
    const { id } = await this.post('/v1/academies', { code, name: { fr: `Centre ${this.canaries.name()}` }, ...site });
    // A day in the past takes the word of two.
    for (const official of [this.by.directors[site.region]!, this.by.second])
      await this.post(`/v1/academies/${id}/accredit`, { on: day(-60) }, official);
    const room = await this.post(`/v1/academies/${id}/rooms`, { code: 'EXAMS', seats: 40, ...ROUND_THE_CLOCK });
    const about = { name, academyId: id, code, region: site.region, isPrison: site.kind === 'EP' };
    const manager = await this.callers.of(`academy-manager of ${name}`, 'academy-manager', { academies: [id] });
    return {
      ...about,
      group: this.canaries.code(),
      members: new Set<string>(),
      room: room.id,
      manager,
      ...{ main: '', teacher: '', staff: '', proctor: '', campaign: '' },
    };
  }

  put(world: World, kind: Kind, place: Place, id: string, words: string[] = [], more: object = {}): void {
    world.rows.push({ kind, place, id, words, ...more });
  }

  private async people(world: World, place: Place): Promise<void> {
    const { academyId, group } = place;
    this.put(world, 'academy', place, academyId, [], { isOpen: true });
    this.put(world, 'room', place, place.room, [], { isOpen: true });
    const proof = await this.post(`/v1/academies/${academyId}/readiness-proofs`, PROOF);
    this.put(world, 'readiness-proof', place, proof.id);
    const cin = this.canaries.cin();
    const inGroup = { group, filiere: 'DIA_DEV_TS', year: 1 };
    place.main = await this.person(world, place, { ...inGroup, birthDate: BORN[place.name], cin });
    this.put(world, 'birth-date', place, randomUUID(), [BORN[place.name]], { person: place.main });
    this.put(world, 'cin', place, cin, [cin], { person: place.main });
    const younger = await this.person(world, place, { ...inGroup, birthDate: '2011-02-03' });
    for (const id of [place.main, younger]) place.members.add(id);
    await this.person(world, place, { birthDate: '2002-02-03' }, place.manager);
    place.teacher = await this.person(world, place, { kind: 'trainer' }, this.by.admin, true);
    place.staff = await this.person(world, place, { kind: 'staff' });
  }

  /** Somebody by a token of their own. */
  self(person: string): Promise<Caller> {
    return this.callers.of(`planted ${person}`, 'candidate', { person });
  }

  async person(
    world: World,
    place: Place,
    about: object,
    by = this.by.admin,
    isOpen = false,
    isNumbered = true,
  ): Promise<string> {
    const name = { family: this.canaries.name(), given: this.canaries.name() };
    const matricule = this.canaries.matricule();
    const body = { kind: 'trainee', academyId: place.academyId, matricule, name, ...about };
    const { id } = await this.post('/v1/persons', body, by);
    const words = [name.family, name.given, ...(isNumbered ? [matricule] : [])];
    this.put(world, 'person', place, id, words, { person: id, isOpen });
    return id;
  }

  private async assignments(world: World, place: Place): Promise<void> {
    const subject = place.name === 'own' ? world.assigned : `zqassigned${this.canaries.next()}`;
    const about = { role: 'academy-manager', academyId: place.academyId, until: day(200) };
    const { id } = await this.post('/v1/assignments', { subject, ...about });
    this.put(world, 'assignment', place, id, [subject]);
  }

  private async learning(world: World, place: Place): Promise<void> {
    const { academyId, main, staff, teacher } = place;
    const about = { academyId, startsOn: day(-14), endsOn: day(90), seats: 30, trainerId: teacher };
    await this.soon('/v1/trainers', { personId: teacher });
    const evidence = this.canaries.code();
    const held = { obtainedOn: '2026-01-10', evidence };
    for (const topic of ['excel', 'digital-literacy'])
      await this.post(`/v1/trainers/${teacher}/qualifications`, { kind: 'teach', topic, ...held });
    this.put(world, 'trainer', place, teacher, [evidence], { person: teacher, isOpen: true });
    for (const [topic, person] of [
      ['excel', main],
      ['digital-literacy', staff],
    ] as const) {
      const courseId = await this.course(topic);
      const offering = await this.soon('/v1/offerings', { courseId, ...about });
      this.put(world, 'offering', place, offering.id, [], { isOpen: true });
      const enrolment = await this.soon('/v1/enrolments', { personId: person, offeringId: offering.id });
      this.put(world, 'enrolment', place, enrolment.id, [], { person });
      const statements = [0, 1, 2, 3, 4].map((back) => this.statement(world, place, person, courseId, back));
      await this.post('/v1/statements', { statements });
      await this.post(`/v1/offerings/${offering.id}/confirm-hours`, {}, this.by.second);
    }
    const { evaluationId } = await this.post<{ evaluationId: string }>(
      ...([`/v1/persons/${staff}/literacy-evaluation`, { score: 777 }, this.by.second] as const),
    );
    const reason = this.canaries.words();
    await this.post(
      ...([
        `/v1/literacy-evaluations/${evaluationId}/decide`,
        { accept: true, reason },
        this.by.directors[place.region]!,
      ] as const),
    );
    this.put(world, 'evaluation', place, evaluationId, [reason.split(' ')[0]!], { person: staff });
    const path = `/v1/credentials?personId=${staff}&state=valid&first=5`;
    const { items } = await this.until<Page>({ method: 'GET', path }, ({ items }) => items.length > 0);
    for (const { id } of items) this.put(world, 'credential', place, id, [], { person: staff });
  }

  private statement(world: World, place: Place, person: string, courseId: string, back: number): object {
    const id = randomUUID();
    this.put(world, 'enrolment', place, id, [], { person });
    return {
      ...{ id, actor: { account: { name: person } }, object: { id: courseId }, result: { duration: 'PT6H' } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
      timestamp: instant(-24 * back - 1),
    };
  }

  private async upskilling(world: World, place: Place): Promise<void> {
    const path = `/v1/trainers/${place.teacher}/upskilling-plan`;
    const items = [{ kind: 'exam', ref: EXAM, dueOn: day(100) }];
    const { version } = await this.get<{ version: number }>(`/v1/trainers/${place.teacher}`);
    const headers = { 'if-match': `"${version}"` };
    const plan = await this.doors.done<{ items: Made[] }>(this.by.admin, {
      ...{ method: 'PUT', path, body: { items }, headers },
    });
    this.put(world, 'plan', place, plan.items[0]!.id, [], { person: place.teacher });
  }

  /** Somebody who may watch exams of the place. */
  async proctor(world: World, place: Place): Promise<string> {
    const proctor = await this.person(world, place, { kind: 'trainer' }, this.by.admin, true);
    await this.soon('/v1/trainers', { personId: proctor });
    const held = { kind: 'proctor', obtainedOn: '2026-01-10', evidence: 'DR-04/2026/1' };
    await this.post(`/v1/trainers/${proctor}/qualifications`, held, this.by.directors[place.region]!);
    return proctor;
  }

  private async exams(world: World, place: Place): Promise<void> {
    const { academyId, room, main, staff, region } = place;
    const director = this.by.directors[region]!;
    const proctor = await this.proctor(world, place);
    place.proctor = proctor;
    const sitting = await this.soon('/v1/sittings', {
      ...{ academyId, roomId: room, startsAt: instant(72), minutes: 90, seats: 10, proctorIds: [proctor] },
    });
    this.put(world, 'sitting', place, sitting.id, [], { isOpen: true });
    const consentDocument = this.canaries.code();
    const wish = { examCode: EXAM, sittingId: sitting.id, consent: true, consentDocument };
    const booked = await this.soon('/v1/registrations', { personId: main, ...wish });
    this.put(world, 'registration', place, booked.id, [consentDocument], { person: main });
    const given = await this.soon('/v1/registrations', {
      personId: staff,
      ...wish,
      consentDocument: this.canaries.code(),
    });
    this.put(world, 'registration', place, given.id, [], { person: staff });
    await this.post(`/v1/registrations/${given.id}/cancel`, { reason: 'ZQ gives up' });
    const charges = await this.get<Page>(`/v1/charges?personId=${staff}&first=5`);
    for (const { id } of charges.items) this.put(world, 'charge', place, id, [], { person: staff });
    const result = { registrationId: booked.id, startedAt: instant(-1), score: 640 };
    const { outcomes } = await this.post<{ outcomes: { resultId: string }[] }>('/v1/results', { results: [result] });
    this.put(world, 'result', place, outcomes[0]!.resultId, [], { person: main });
    const document = this.canaries.code();
    const granted = await this.post(`/v1/persons/${main}/accommodations`, { document, extraMinutes: 5 }, director);
    this.put(world, 'accommodation', place, granted.id, [document], { person: main });
    const source = this.canaries.words();
    const attempts = [{ personId: main, examCode: 'MO-100', startedAt: '2026-10-01T09:00:00Z', score: 512 }];
    await this.post('/v1/past-attempts', { attempts, source });
    this.put(world, 'past-attempt', place, source, [source.split(' ')[0]!], { person: main });
    const window = { earliest: instant(200), latest: instant(400) };
    const campaign = await this.post(
      '/v1/campaigns',
      { examCodes: ['MO-300'], persons: [main], ...window },
      place.manager,
    );
    place.campaign = campaign.id;
    this.put(world, 'campaign', place, campaign.id, [], { by: place.manager.subject });
  }

  private async stock(world: World, place: Place): Promise<void> {
    const reference = this.canaries.code();
    const about = { family: 'mos', vouchers: 20, purchasedOn: day(-20), expiresOn: day(300) };
    const { id } = await this.post('/v1/voucher-lots', { ...about, reference });
    this.put(world, 'stock', place, id, [reference]);
    await this.post(`/v1/voucher-lots/${id}/allocate`, { academyId: place.academyId, vouchers: 9 });
    const voucher = await this.post('/v1/vouchers', { personId: place.main, family: 'mos', lotId: id });
    this.put(world, 'voucher', place, voucher.id, [], { person: place.main });
  }

  private async licences(world: World, place: Place): Promise<void> {
    const wanted = { skuId: STUDENT, action: 'assign', persons: [place.main] };
    const { matricule } = await this.get<{ matricule: string }>(`/v1/persons/${place.main}`);
    const account = { userPrincipalName: `${matricule}@takwin.test`, usageLocation: 'MA' };
    await tellSimulator(this.simulators, 'POST', 'users', { users: [account] });
    const run = await this.soon('/v1/provisioning-runs', wanted, place.manager);
    this.put(world, 'run', place, run.id, [], { by: place.manager.subject });
    const path = `/v1/provisioning-runs/${run.id}`;
    await this.until<{ state: string }>({ method: 'GET', path }, ({ state }) => state === 'done');
    const { items } = await this.get<Page>(`/v1/licences?personId=${place.main}&first=5`);
    for (const { id } of items) this.put(world, 'licence', place, id, [], { person: place.main });
  }

  private async files(world: World, place: Place): Promise<void> {
    const word = this.canaries.name();
    const bad = {
      MatriculeEtudiant: '12',
      Nom: word,
      Prenom: word,
      DateNaissance: '31/02/2001',
      Code: this.canaries.code(),
    };
    const stated = {
      MatriculeEtudiant: this.canaries.matricule(),
      Nom: this.canaries.name(),
      Prenom: this.canaries.name(),
    };
    const good = { ...stated, DateNaissance: '05/06/2003', Code: this.canaries.code() };
    const file = rosterOf(place, [bad, good]);
    const { id } = await this.post('/v1/imports?kind=konosys', file, place.manager);
    this.put(world, 'import', place, id, [word], { by: place.manager.subject });
    await this.until<{ state: string }>({ method: 'GET', path: `/v1/imports/${id}` }, ({ state }) => state === 'done');
    const { items } = await this.get<Page>(`/v1/persons?importId=${id}&first=5`);
    for (const { id: personId } of items)
      this.put(world, 'person', place, personId, Object.values(stated), { person: personId });
  }
}
