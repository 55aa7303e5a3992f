import { randomUUID } from 'node:crypto';
import { type Made, type Page, day, instant, type Planting, STUDENT } from './plant.js';
import { Records } from './plant-records.js';
import { rosterOf } from './roster.js';
import { type Sat, Today } from './today.js';
import { PLACES, type Kind, type Place, type PlaceName, type World } from './world.js';

/** Microsoft 365 A3 for students, which has Exchange in another size. */
const CLASHING = '98b6e773-24d4-4c0d-a968-6e787a1f8204';

/** How many persons wait in each place to be written about. */
const WAITING: Readonly<Record<PlaceName, number>> = { own: 220, near: 110, far: 110 };

/** How many in each place have begun an exam by then, that they have sat for long enough once a result is sent. */
const SITTING: Readonly<Record<PlaceName, number>> = { own: 36, near: 8, far: 8 };

/** What a write is about: it stands in the path or the body, and is swapped for something invented to see whether that is told apart. */
export type Target = { kind: Kind; id: string; person?: string; by?: string };

/** Makes, in a place, what a write can be done to. */
export class Yard {
  readonly #persons = new Map<PlaceName, string[]>();
  readonly #began = new Map<PlaceName, Sat[]>(PLACES.map((name) => [name, []]));
  #exams: string[] = [];
  #slots = 0;
  #near = 0;
  #soon = 0;
  readonly today: Today;
  readonly records: Records;

  private constructor(
    readonly planting: Planting,
    readonly world: World,
  ) {
    this.today = new Today(planting, world);
    this.records = new Records(planting);
  }

  /** Takes people in by a file of the programme's, and waits until every service has heard of them. */
  static async open(planting: Planting, world: World): Promise<Yard> {
    const yard = new Yard(planting, world);
    await Promise.all(
      PLACES.map(async (name) => {
        await yard.#fill(world.places[name]);
        for (let n = 0; n < SITTING[name]; n++)
          yard.#began.get(name)!.push(await yard.today.sits(world.places[name], yard.person(world.places[name])));
      }),
    );
    type Exams = {
      items: { code: string; releasedOn: string | null; retiredOn: string | null; goneBy: string | null }[];
    };
    const { items } = await planting.get<Exams>('/v1/exams?first=100');
    const isOffered = ({ code, releasedOn, retiredOn, goneBy }: Exams['items'][number]): boolean =>
      !retiredOn && !goneBy && (releasedOn ?? '') < day(0) && !code.startsWith('MO-');
    yard.#exams = items.filter(isOffered).map(({ code }) => code);
    // Runs take long enough to be halted.
    await planting.simulate('PATCH', 'settings', { latencyMs: { min: 1_000, max: 1_500 } });
    return yard;
  }

  async #fill(place: Place): Promise<void> {
    const { planting, world } = this;
    const { canaries } = planting;
    const rows = Array.from({ length: WAITING[place.name] }, () => ({
      MatriculeEtudiant: canaries.matricule(),
      ...{ Nom: canaries.name(), Prenom: canaries.name(), DateNaissance: '05/06/2001', Code: place.group },
    }));
    const { id } = await planting.post('/v1/imports?kind=konosys', rosterOf(place, rows));
    await planting.until<{ state: string }>(
      { method: 'GET', path: `/v1/imports/${id}` },
      ({ state }) => state === 'done',
    );
    const search = { matricules: rows.map(({ MatriculeEtudiant }) => MatriculeEtudiant) };
    const { items } = await planting.post<{ items: (Made & { matricule: string })[] }>('/v1/persons/search', search);
    const names = new Map(rows.map(({ MatriculeEtudiant, Nom, Prenom }) => [MatriculeEtudiant, [Nom, Prenom]]));
    for (const { id } of items) place.members.add(id);
    for (const { id: person, matricule } of items)
      planting.put(world, 'person', place, person, [matricule, ...names.get(matricule)!], { person });
    this.#persons.set(
      place.name,
      items.map(({ id: person }) => person),
    );
    const last = items.at(-1)!.id;
    for (const about of ['exam-eligibility?examCode=MO-200', 'learning-record', 'licence-explanation'])
      await planting.heard(() => planting.get(`/v1/persons/${last}/${about}`));
  }

  /** Somebody of whom nothing is known but who they are. */
  person({ name }: Place): string {
    const person = this.#persons.get(name)!.pop();
    if (!person) throw new Error(`nobody waits in ${name} any more`);
    return person;
  }

  /** The same, with matricule, family and given name. */
  named(place: Place): { id: string; words: [string, string, string] } {
    const id = this.person(place);
    const { words } = this.world.rows.find((row) => row.kind === 'person' && row.id === id)!;
    return { id, words: words as [string, string, string] };
  }

  exam(): string {
    const exam = this.#exams.shift()!;
    this.#exams.push(exam);
    return exam;
  }

  post<T = Made>(path: string, body: unknown = {}, by = this.planting.by.admin): Promise<T> {
    return this.planting.post<T>(path, body, by);
  }

  director({ region }: Place) {
    return this.planting.by.directors[region]!;
  }

  /** A span of weeks ahead. */
  window = () => ({ earliest: instant(900), latest: instant(1100) });

  async academy(place: Place, ...steps: string[]): Promise<string> {
    const { id } = await this.post('/v1/academies', this.newAcademy(place));
    for (const step of steps) await this.post(`/v1/academies/${id}/${step}`, {}, this.director(place));
    return id;
  }

  newAcademy(place: Place): object {
    const { code, name } = {
      code: `ZQN-${this.planting.canaries.next()}`,
      name: { fr: `Centre ${this.planting.canaries.name()}` },
    };
    return { code, name, ...this.planting.site(place.name), kind: 'ISTA', profile: 'ordinary' };
  }

  async room({ academyId }: Place): Promise<string> {
    return (
      await this.post(`/v1/academies/${academyId}/rooms`, { code: `R${this.planting.canaries.next()}`, seats: 10 })
    ).id;
  }

  newPerson({ academyId }: Place, about: object = {}): object {
    const { canaries } = this.planting;
    const name = { family: canaries.name(), given: canaries.name() };
    return { kind: 'trainee', academyId, matricule: canaries.matricule(), name, ...about };
  }

  async trainer(place: Place): Promise<string> {
    const id = await this.planting.person(this.world, place, { kind: 'trainer' });
    await this.planting.soon('/v1/trainers', { personId: id });
    return id;
  }

  async planned(place: Place): Promise<{ trainerId: string; itemId: string }> {
    const trainerId = await this.trainer(place);
    const courses = [await this.planting.course('excel'), await this.planting.course('word')];
    const items = await Promise.all(
      courses.map(async (id) => {
        const { code } = await this.planting.get<{ code: string }>(`/v1/courses/${id}`);
        return { kind: 'course', ref: code, dueOn: day(100) };
      }),
    );
    const { version } = await this.planting.get<{ version: number }>(`/v1/trainers/${trainerId}`);
    const path = `/v1/trainers/${trainerId}/upskilling-plan`;
    const headers = { 'if-match': `"${version}"` };
    const { by, doors } = this.planting;
    const plan = await doors.done<{ items: Made[] }>(by.second, { method: 'PUT', path, body: { items }, headers });
    return { trainerId, itemId: plan.items[0]!.id };
  }

  /** A course that goes on now, or is to come. */
  async offering({ academyId, teacher }: Place, from = 30, topic = 'excel'): Promise<string> {
    const about = { academyId, startsOn: day(from), endsOn: day(from + 60), seats: 20, trainerId: teacher };
    return (await this.post('/v1/offerings', { courseId: await this.planting.course(topic), ...about })).id;
  }

  async enrolled(place: Place): Promise<Target> {
    const [person, offeringId] = [this.person(place), await this.offering(place)];
    const { id } = await this.planting.soon('/v1/enrolments', { personId: person, offeringId });
    this.planting.put(this.world, 'enrolment', place, id, [], { person });
    return { kind: 'enrolment', id, person };
  }

  /** Hours in an offering that nobody has confirmed yet; returns the offering. */
  async learnt(place: Place, person: string, topic = 'excel', days = 1): Promise<string> {
    const offeringId = await this.offering(place, -14, topic);
    await this.planting.soon('/v1/enrolments', { personId: person, offeringId });
    const course = await this.planting.course(topic);
    const statements = Array.from({ length: days }, (_, back) => this.statement(person, course, back));
    await this.post('/v1/statements', { statements });
    return offeringId;
  }

  statement = (person: string, course: string, back: number): object => ({
    ...{ id: randomUUID(), actor: { account: { name: person } }, object: { id: course }, result: { duration: 'PT6H' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
    timestamp: instant(-24 * back - 1),
  });

  /** Somebody of the staff with thirty hours that count. */
  async literate(place: Place): Promise<string> {
    const person = await this.planting.person(this.world, place, { kind: 'staff' });
    const offering = await this.learnt(place, person, 'digital-literacy', 5);
    await this.post(`/v1/offerings/${offering}/confirm-hours`, {}, this.planting.by.second);
    return person;
  }

  async evaluated(place: Place, score = 640): Promise<Target> {
    const person = await this.literate(place);
    const path = `/v1/persons/${person}/literacy-evaluation`;
    const { evaluationId: id } = await this.post<{ evaluationId: string }>(path, { score }, this.planting.by.second);
    this.planting.put(this.world, 'evaluation', place, id, [], { person });
    return { kind: 'evaluation', id, person };
  }

  /** A sitting at a time of its own, with a proctor of its place. */
  newSitting({ academyId, room, proctor }: Place): object {
    const startsAt = instant(500 + 3 * this.#slots++);
    return { academyId, roomId: room, startsAt, minutes: 90, seats: 10, proctorIds: [proctor] };
  }

  async sitting(place: Place): Promise<string> {
    return (await this.post('/v1/sittings', this.newSitting(place))).id;
  }

  /** The same, within days: an exam that was interrupted goes on within seven. */
  async soonSitting(place: Place): Promise<string> {
    const sitting = { ...this.newSitting(place), startsAt: instant(100 + 2 * this.#soon++) };
    return (await this.post('/v1/sittings', sitting)).id;
  }

  async booked(place: Place, about: object = {}, person = this.person(place)): Promise<Target> {
    const body = {
      personId: person,
      examCode: 'MO-200',
      sittingId: await this.sitting(place),
      consent: true,
      ...about,
    };
    const { id } = await this.planting.soon('/v1/registrations', body);
    this.planting.put(this.world, 'registration', place, id, [], { person });
    return { kind: 'registration', id, person };
  }

  /** What somebody owes who gave a seat up two days ahead. */
  async charged(place: Place): Promise<Target> {
    const sitting = { ...this.newSitting(place), startsAt: instant(50 + 2 * this.#near++) };
    const { id: sittingId } = await this.post('/v1/sittings', sitting);
    const { id, person } = await this.booked(place, { sittingId });
    await this.post(`/v1/registrations/${id}/cancel`, { reason: 'ZQ gives up' });
    const { items } = await this.planting.get<Page>(`/v1/charges?personId=${person}&first=5`);
    this.planting.put(this.world, 'charge', place, items[0]!.id, [], { person });
    return { kind: 'charge', id: items[0]!.id, person: person! };
  }

  async held(place: Place): Promise<Target & { registrationId: string }> {
    const { id: registrationId, person } = await this.booked(place);
    const results = [{ registrationId, startedAt: instant(-1), score: 640 }];
    const { outcomes } = await this.post<{ outcomes: { resultId: string }[] }>('/v1/results', { results });
    const id = outcomes[0]!.resultId;
    this.planting.put(this.world, 'result', place, id, [], { person });
    return { kind: 'result', id, person: person!, registrationId };
  }

  /** Somebody who sits an exam. */
  async sat(place: Place): Promise<Sat> {
    return this.#began.get(place.name)!.pop() ?? (await this.today.sits(place, this.person(place)));
  }

  /** A run that Microsoft was asked about, and that has an outcome for each. */
  async run(place: Place, isDone: boolean, persons = [this.person(place)]): Promise<Target> {
    const by = place.manager.subject;
    const { id } = await this.post(
      '/v1/provisioning-runs',
      { skuId: STUDENT, action: 'assign', persons },
      place.manager,
    );
    this.planting.put(this.world, 'run', place, id, [], { by });
    const path = `/v1/provisioning-runs/${id}`;
    if (isDone) await this.planting.until<{ state: string }>({ method: 'GET', path }, ({ state }) => state === 'done');
    return { kind: 'run', id, by };
  }

  /** The same, of somebody whose account holds what this licence cannot be beside. */
  async refusedRun(place: Place): Promise<Target> {
    const {
      id,
      words: [matricule],
    } = this.named(place);
    // The simulator numbers whom it makes by seven digits.
    const account = {
      prefix: matricule.slice(0, -7),
      from: Number(matricule.slice(-7)),
      count: 1,
      usageLocation: 'MA',
    };
    await this.planting.simulate('POST', 'users', { ...account, skuId: CLASHING });
    return this.run(place, true, [id]);
  }

  /** Somebody for whom an account was made. */
  async accounted(place: Place): Promise<string> {
    const id = this.person(place);
    await this.run(place, true, [id]);
    return id;
  }

  /** The same, that was halted before Microsoft was asked about all: a worker may be faster. */
  async paused(place: Place): Promise<Target> {
    for (let turn = 0; turn < 25; turn++) {
      const run = await this.run(place, false);
      const question = { method: 'POST', path: `/v1/provisioning-runs/${run.id}/pause` };
      const { status } = await this.planting.doors.ask(place.manager, question);
      if (status < 300) return run;
    }
    throw new Error('every run was over before it could be paused');
  }

  /** An exam that was interrupted today. */
  async interrupted(place: Place): Promise<Target> {
    const { registrationId: id, sittingId, person } = await this.sat(place);
    const record = {
      id: randomUUID(),
      kind: 'interrupted',
      registrationId: id,
      reason: 'No power',
      at: new Date().toISOString(),
    };
    await this.today.record(place, sittingId, [record]);
    return { kind: 'registration', id, person };
  }

  /** A seat that is another one than was agreed to, as the sitting was called off. */
  async moved(place: Place): Promise<Target> {
    const sittingId = await this.sitting(place);
    await this.sitting(place);
    const target = await this.booked(place, { sittingId });
    await this.post(`/v1/sittings/${sittingId}/cancel`, { reason: 'The room has no power on that day' });
    const path = `/v1/registrations/${target.id}`;
    type Seat = { state: string; sittingId: string | null };
    await this.planting.until<Seat>(
      { method: 'GET', path },
      (seat) => seat.state === 'booked' && seat.sittingId !== sittingId,
    );
    return target;
  }

  /** A certification of which no credential stands, since its result was corrected to a failure and back. */
  async unissued(place: Place): Promise<{ person: string; certification: string }> {
    const sat = await this.sat(place);
    const { person } = sat;
    const { certification } = await this.today.certified(place, sat);
    for (const [revision, score] of [
      [1, 600],
      [2, 800],
    ] as const) {
      const body = { score, revision, reason: 'Read from the wrong line' };
      const path = `/v1/results/${sat.registrationId}`;
      await this.post(`${path}/correct`, body);
      type Held = { held?: { id: string }[]; waiting?: { id: string }[] };
      const history = await this.planting.get<Held & Record<string, unknown>>(path);
      const id = JSON.stringify(history).match(/"id":"([^"]+)"[^{}]*"state":"held"/)?.[1] ?? '';
      await this.post(`/v1/results/${id}/decide`, { accept: true, reason: 'Seen' }, this.planting.by.second);
    }
    return { person, certification };
  }

  /** A run that is checked, and will wait to be approved. */
  async checked(place: Place): Promise<Target> {
    const by = place.manager.subject;
    const wanted = { skuId: STUDENT, action: 'assign', persons: [this.person(place)], preflight: true };
    const { id } = await this.post('/v1/provisioning-runs', wanted, place.manager);
    this.planting.put(this.world, 'run', place, id, [], { by });
    return { kind: 'run', id, by };
  }

  newLot = (): object => ({
    ...{ family: 'mos', vouchers: 20, purchasedOn: day(-20), expiresOn: day(300) },
    reference: this.planting.canaries.code(),
  });

  async lot(): Promise<string> {
    return (await this.post('/v1/voucher-lots', this.newLot())).id;
  }

  async stocked({ academyId }: Place): Promise<string> {
    const id = await this.lot();
    await this.post(`/v1/voucher-lots/${id}/allocate`, { academyId, vouchers: 5 });
    return id;
  }
}
