import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };
type Person = { id: string; matricule: string; cin: string; name: { family: string; given: string } };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
/** Two academies of one region, one of another. */
let [here, near, far]: AcademySeen[] = [];
/** The manager of `here`, who asks; the manager of `far`, who loses; the directors of their regions. */
let [mine, theirs, director, theirDirector]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  near = all.find(({ id, region }) => id !== here!.id && region === here!.region)!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'who asks', { academies: [here.id] });
  theirs = await as('academy-manager', 'who loses', { academies: [far.id] });
  director = await as('regional-director', 'the region of who asks', { regions: [here.region] });
  theirDirector = await as('regional-director', 'the region of who loses', { regions: [far.region] });
});

let made = 0;
const BORN = { birthDate: '2004-05-06', DateNaissance: '06/05/2004' };
/** Somebody whom nobody has registered. */
const someone = () => ({
  matricule: newMatricule(),
  cin: `CL${String(++made).padStart(5, '0')}`,
  name: { family: 'BENNIS', given: `Hind ${inLetters(made)}` },
});
const register = (as: Api, { id }: AcademySeen, about: object) =>
  as.post('/v1/persons', { kind: 'trainee', academyId: id, birthDate: BORN.birthDate, ...about });
/** Somebody of `far`, whom its region confirmed. */
const elsewhere = async (about: object = {}): Promise<Person> => {
  const person = { ...someone(), ...about };
  const { status, body } = await register(theirDirector!, far!, person);
  expect({ status, body }).toMatchObject({ status: 201 });
  return { ...person, id: body.id };
};
const row = ({ matricule, cin, name }: Partial<Person>, about: object = {}): string =>
  rowOf({
    ...{ MatriculeEtudiant: matricule ?? newMatricule(), CIN: cin ?? '', DateNaissance: BORN.DateNaissance },
    ...{ Nom: name?.family ?? 'BENNIS', Prenom: name?.given ?? `Rim ${inLetters(++made)}` },
    ...{ Site: here!.code, ...about },
  });
async function take(as: Api, rows: string[], dryRun = false) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { id, createdAt: _, ...told } = (await as.get(`/v1/imports/${body.id}`)).body;
  const csv = String((await as.get(`/v1/imports/${id}/rejected.csv`)).body);
  return { ...told, faults: csv.split('\r\n').map((line) => line.split(',').slice(13).join()) };
}
const found = async (as: Api, about: object) => (await as.post('/v1/persons/search', about)).body.items;
const claimsOf = async (as: Api, personId: string) => (await as.get(`/v1/claims?personId=${personId}`)).body.items;
/** What `mine` states of somebody of `far`, as a record of its own, and the claim. */
async function claimed(about: object = {}) {
  const person = await elsewhere();
  const { matricule, name } = person;
  const { body } = await register(mine!, here!, { matricule, name, group: 'DEV101', year: 1, ...about });
  const [claim] = await claimsOf(theirs!, person.id);
  return { person, own: body, claim };
}

/** An answer without what differs between any two persons. */
const told = ({ status, body }: { status: number; body: object }) => ({
  status,
  body: Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, ['id', 'matricule', 'name'].includes(key) ? typeof value : value]),
  ),
});

type Attempt = (numbers: Partial<Person>) => Promise<unknown>;
const ATTEMPTS: [string, Attempt][] = [
  ['registered by a form', async (numbers) => told(await register(mine!, here!, { ...someone(), ...numbers }))],
  [
    'registered twice',
    async (numbers) => {
      const person = { ...someone(), ...numbers };
      await register(mine!, here!, person);
      return told(await register(mine!, here!, person));
    },
  ],
  [
    'added by a correction',
    async ({ matricule, cin, name }) => {
      const { body } = await register(mine!, here!, { name: name ?? someone().name });
      const added = await mine!.patch(`/v1/persons/${body.id}`, { matricule, cin });
      return [told(added), told(await mine!.get(`/v1/persons/${body.id}`))];
    },
  ],
  [
    'exchanged for another number',
    async ({ matricule, cin }) => {
      const { body } = await register(mine!, here!, { name: someone().name, matricule, cin });
      const { matricule: another, cin: card } = someone();
      const answers = [];
      for (const to of [{ matricule: another }, { cin: card }])
        answers.push(await mine!.patch(`/v1/persons/${body.id}`, to));
      return answers.map((answer) => [answer.status, answer.body.code]);
    },
  ],
  ['imported', async (numbers) => take(mine!, [row(numbers), row({})])],
  ['imported dry', async (numbers) => take(mine!, [row(numbers), row({})], true)],
  [
    'imported twice, and spelled anew',
    async (numbers) => {
      const person = { ...someone(), ...numbers };
      const again = { Nom: 'BÉNNIS', Code: 'DEV201' };
      const files = [row(person), row(person, again), row(person, { ...again, Nom: 'TOUZANI' })];
      const answers = [];
      for (const file of files) answers.push(await take(mine!, [file]));
      const items = await found(mine!, { matricule: person.matricule });
      return [answers, items.map((one: object) => told({ status: 200, body: one }))];
    },
  ],
  [
    'of an own person in a roster',
    async (numbers) => {
      const own = { ...someone(), cin: undefined };
      await register(director!, here!, own);
      const answer = await take(mine!, [row({ ...own, cin: numbers.cin })]);
      const [shown] = await found(mine!, { matricule: own.matricule });
      return [answer, told({ status: 200, body: shown })];
    },
  ],
  [
    'searched for, before and after',
    async (numbers) => {
      const { matricule, cin } = { ...someone(), ...numbers };
      const seen = async () =>
        Promise.all([
          found(mine!, { matricule }),
          found(mine!, { cin }),
          found(mine!, { matricules: [matricule] }),
          mine!.graphql(`{ person(matricule: "${matricule}") { confirmed } }`).then(({ body }) => body.data.person),
        ]);
      const before = await seen();
      await register(mine!, here!, { name: someone().name, matricule, cin });
      return [before, await seen()].map((looks) =>
        JSON.stringify(looks, (key, one) => (SHAPE.has(key) ? typeof one : one)),
      );
    },
  ],
];
const SHAPE = new Set(['id', 'matricule', 'name']);

describe.each(ATTEMPTS)('a number of somebody of another academy, %s', (_, attempt) => {
  it.each([
    ['the matricule', ({ matricule }: Person) => ({ matricule })],
    ['the CIN', ({ cin }: Person) => ({ cin })],
    ['both', ({ matricule, cin }: Person) => ({ matricule, cin })],
    ['both, and the name', ({ matricule, cin, name }: Person) => ({ matricule, cin, name })],
  ])('is answered as one that nobody has: %s', async (_, of) => {
    expect(await attempt(of(await elsewhere()))).toEqual(await attempt(of({ ...someone(), id: '' })));
  });
});

describe('a name of somebody of another academy', () => {
  it.each([
    ['by a form', async (name: Person['name']) => told(await register(mine!, here!, { name }))],
    ['in a roster', async (name: Person['name']) => take(mine!, [row({ name })])],
    [
      'by a correction',
      async (name: Person['name']) => {
        const misspelt = { ...name, given: `${name.given}e` };
        const { body } = await register(mine!, here!, { name: misspelt });
        return told(await mine!.patch(`/v1/persons/${body.id}`, { name }));
      },
    ],
  ])('is answered as one that nobody has: %s', async (_, attempt) => {
    const { name } = await elsewhere({ matricule: undefined });
    expect(await attempt(name)).toEqual(await attempt(someone().name));
  });

  it('leaves two persons, whom the region may confirm, once it is refused', async () => {
    const twin = await elsewhere({ matricule: undefined, cin: undefined });
    const { body: own } = await register(mine!, here!, { name: twin.name });
    const [claim] = await claimsOf(theirs!, twin.id);
    expect((await director!.post(`/v1/persons/${own.id}/confirm`)).body.confirmed).toBe(false);
    await theirs!.post(`/v1/claims/${claim.id}/refuse`, { reason: 'a homonym' });
    expect((await director!.post(`/v1/persons/${own.id}/confirm`)).body.confirmed).toBe(true);
  });
});

describe('a claim', () => {
  it('is seen by the academy and the region of who is claimed and by the programme, and by nobody else, in no more than is needed', async () => {
    const { person, own, claim } = await claimed();
    expect(claim).toEqual({
      ...{ id: expect.any(String), personId: person.id, academyId: here!.id, matricule: person.matricule },
      ...{ birthDate: BORN.birthDate, knownBirthDate: BORN.birthDate },
      ...{ name: { fr: own.name.fr, ar: null }, askedAt: database.clock.now().toISOString(), state: 'open' },
      ...{ reason: null, decidedBy: null, decidedAt: null, version: 1 },
    });
    for (const as of [theirs!, theirDirector!, admin]) {
      expect(await claimsOf(as, person.id)).toEqual([claim]);
      expect((await as.get(`/v1/claims/${claim.id}`)).body).toEqual(claim);
    }
    for (const as of [mine!, director!]) {
      expect((await as.get('/v1/claims?first=100')).body.items).toEqual([]);
      expect((await as.get(`/v1/claims/${claim.id}`)).status).toBe(404);
      expect((await as.post(`/v1/claims/${claim.id}/accept`)).status).toBe(404);
      expect((await as.post(`/v1/claims/${claim.id}/refuse`, { reason: 'mine' })).status).toBe(404);
    }
    const query = `{ claims(personId: "${person.id}") { edges { node { state person { id } academy { code } } } }
      claim(id: "${claim.id}") { id } }`;
    expect((await theirs!.graphql(query)).body.data).toEqual({
      claims: { edges: [{ node: { state: 'OPEN', person: { id: person.id }, academy: { code: here!.code } } }] },
      claim: { id: claim.id },
    });
  });

  it('is made once by the files and forms of an academy, and by another academy for itself', async () => {
    const person = await elsewhere();
    await take(mine!, [row(person)]);
    await take(mine!, [row(person, { Code: 'DEV201' })]);
    expect(await claimsOf(theirs!, person.id)).toHaveLength(1);
    const ofNear = admin.as(await tokens.of({ role: 'academy-manager', subject: 'a third', academies: [near!.id] }));
    await take(ofNear, [row(person, { Site: near!.code })]);
    const claims = await claimsOf(theirs!, person.id);
    expect(claims.map(({ academyId }: { academyId: string }) => academyId).sort()).toEqual([here!.id, near!.id].sort());
    expect(await found(director!, { matricule: person.matricule })).toHaveLength(2);
  });

  it('leaves the number to who has it: once for all who state it at once', async () => {
    const person = await elsewhere();
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => register(mine!, here!, { ...someone(), matricule: person.matricule })),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await found(admin, { matricule: person.matricule })).toMatchObject([{ id: person.id }]);
    expect(await claimsOf(theirs!, person.id)).toHaveLength(1);
    const { matricule } = someone();
    const both = [
      register(mine!, here!, { ...someone(), matricule }),
      register(theirs!, far!, { ...someone(), matricule }),
    ];
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([201, 201]);
  });

  it('is decided by another human than who asked, and about a person whom an academy alone states by an official', async () => {
    const { person, claim } = await claimed();
    const same = admin.as(await tokens.of({ role: 'academy-manager', subject: 'who asks', academies: [far!.id] }));
    const refused = { status: 403, body: { code: 'CLAIM_NEEDS_ANOTHER' } };
    expect(await same.post(`/v1/claims/${claim.id}/accept`)).toMatchObject(refused);
    expect(await same.post(`/v1/claims/${claim.id}/refuse`, { reason: 'no' })).toMatchObject(refused);
    const stated = (await register(theirs!, far!, someone())).body;
    await register(mine!, here!, { ...someone(), matricule: stated.matricule });
    const [another] = await claimsOf(theirDirector!, stated.id);
    expect((await theirs!.post(`/v1/claims/${another.id}/refuse`, { reason: 'ours' })).status).toBe(404);
    expect((await theirDirector!.post(`/v1/claims/${another.id}/refuse`, { reason: 'theirs' })).status).toBe(200);
    const stale = { headers: { 'if-match': '"7"' } };
    expect((await theirs!.post(`/v1/claims/${claim.id}/accept`, undefined, stale)).body.code).toBe('VERSION_MISMATCH');
    expect(await claimsOf(theirs!, person.id)).toMatchObject([{ state: 'open', version: 1 }]);
  });

  it('is decided once, by whichever of two comes first', async () => {
    const { claim } = await claimed();
    const answers = await Promise.all([
      theirs!.post(`/v1/claims/${claim.id}/accept`),
      theirDirector!.post(`/v1/claims/${claim.id}/refuse`, { reason: 'another' }),
    ]);
    // Who comes later finds it decided, or the person given away.
    expect(answers.map(({ status }) => status)).toContain(200);
    expect([404, 409]).toContain(Math.max(...answers.map(({ status }) => status)));
    expect((await admin.post(`/v1/claims/${claim.id}/accept`)).body.code).toBe('CLAIM_IS_DECIDED');
  });
});

describe('the record of who asks', () => {
  it('is confirmed by nobody while it waits, nor once it is refused: who may read both is shown the claim', async () => {
    const person = await elsewhere();
    await take(mine!, [row(person)]);
    const [own] = await found(mine!, { matricule: person.matricule });
    const [claim] = await claimsOf(theirs!, person.id);
    const tries = async () => {
      expect(await director!.post(`/v1/persons/${own.id}/confirm`)).toMatchObject({
        status: 200,
        body: { confirmed: false },
      });
      expect(await admin.post(`/v1/persons/${own.id}/confirm`)).toMatchObject({
        status: 409,
        body: { code: 'PERSON_IS_CLAIMED', claimId: claim.id },
      });
      await take(director!, [row(person)]);
      expect((await admin.get(`/v1/persons/${own.id}`)).body.confirmed).toBe(false);
    };
    await tries();
    expect(await theirs!.post(`/v1/claims/${claim.id}/refuse`, { reason: 'the card was seen' })).toMatchObject({
      status: 200,
      body: { state: 'refused', reason: 'the card was seen', decidedBy: 'who loses', version: 2 },
    });
    await tries();
    expect((await mine!.get(`/v1/persons/${own.id}`)).body).toEqual({ ...own, placements: expect.anything() });
  });

  it('becomes an ordinary one once an official says its right number', async () => {
    const { matricule, name } = someone();
    const { person, own } = await claimed({ name });
    const said = { matricule, reason: 'The card was seen', document: 'DR-04/2026/118' };
    const ifMatch = { headers: { 'if-match': `"${own.version}"` } };
    const right = await director!.patch(`/v1/persons/${own.id}/identity`, said, ifMatch);
    expect(right).toMatchObject({ status: 200, body: { matricule, confirmed: false } });
    expect(await claimsOf(theirs!, person.id)).toEqual([]);
    expect((await director!.post(`/v1/persons/${own.id}/confirm`)).body.confirmed).toBe(true);
  });

  it('is told to other services without the number that is somebody else’s', async () => {
    const { own } = await claimed();
    const [{ state }] = (await database.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`
        select change -> 'd' as state from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${own.id}`),
    )) as [{ state: object }];
    expect(state).toMatchObject({ matricule: null, confirmed: false });
  });
});

describe('a claim that is accepted', () => {
  it('makes one person of the two, placed where the other academy said, who answers to both ids', async () => {
    const { person, own, claim } = await claimed();
    expect(await theirs!.post(`/v1/claims/${claim.id}/accept`)).toMatchObject({
      status: 200,
      body: { state: 'accepted' },
    });
    const { body: one } = await mine!.get(`/v1/persons/${own.id}`);
    expect(one).toMatchObject({
      ...{ id: person.id, matricule: person.matricule, confirmed: true, academyId: here!.id, version: 2 },
      placements: [
        { academyId: far!.id, state: 'ended', endedBecause: 'moved' },
        { academyId: here!.id, state: 'active', group: { code: 'DEV101', year: 1 } },
      ],
    });
    expect((await mine!.get(`/v1/persons/${person.id}`)).body).toEqual(one);
    expect(await found(mine!, { ids: [own.id] })).toEqual([one]);
    expect(await found(mine!, { matricule: person.matricule })).toEqual([one]);
    const query = `{ person(id: "${own.id}") { id }
      _entities(representations: [{ __typename: "Person", id: "${own.id}" }]) { ... on Person { id confirmed } } }`;
    expect((await mine!.graphql(query)).body.data).toEqual({
      person: { id: person.id },
      _entities: [{ id: person.id, confirmed: true }],
    });
    expect(
      (await mine!.patch(`/v1/persons/${own.id}`, { name: { ...person.name, family: 'BENNISS' } })).body,
    ).toMatchObject({
      id: person.id,
      version: 3,
    });
    expect(await take(mine!, [row(person, { Code: 'DEV201' })])).toMatchObject({ accepted: 1, unconfirmed: 0 });
  });

  it('is told by the record that is no more, with whose it is', async () => {
    const { person, own, claim } = await claimed();
    await theirs!.post(`/v1/claims/${claim.id}/accept`);
    const events = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`
        select type, change ->> 's' as id, change #>> '{d,state}' as state, change #>> '{d,mergedInto}' as into
        from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' in (${own.id}, ${person.id}) order by id`),
    );
    expect(events).toContainEqual({ type: 'PersonMerged', id: own.id, state: 'inactive', into: person.id });
    expect(events).toContainEqual({ type: 'PersonChanged', id: person.id, state: 'active', into: null });
  });

  it('takes over the claims to the record that is no more, and follows it through several', async () => {
    const { person, own, claim } = await claimed();
    const query = `mutation { acceptClaim(input: { id: "${claim.id}" }) { state } }`;
    expect((await theirDirector!.graphql(query)).body.data.acceptClaim).toEqual({ state: 'ACCEPTED' });
    await register(theirs!, far!, { ...someone(), matricule: person.matricule, cin: undefined });
    const [back] = (await claimsOf(mine!, person.id)).filter(({ state }: { state: string }) => state === 'open');
    expect((await mine!.post(`/v1/claims/${back.id}/accept`)).body.state).toBe('accepted');
    expect((await theirs!.get(`/v1/persons/${own.id}`)).body).toMatchObject({ id: person.id, academyId: far!.id });
  });

  it('is refused where both are confirmed', async () => {
    const { body: own } = await register(director!, here!, { name: someone().name });
    const person = await elsewhere();
    expect((await mine!.patch(`/v1/persons/${own.id}`, { matricule: person.matricule })).status).toBe(200);
    const [claim] = await claimsOf(theirs!, person.id);
    expect(await theirs!.post(`/v1/claims/${claim.id}/accept`)).toMatchObject({
      status: 409,
      body: { code: 'CLAIMANT_IS_CONFIRMED' },
    });
    const refuse = `mutation { refuseClaim(input: { id: "${claim.id}", reason: "two" }) { state } }`;
    expect((await theirs!.graphql(refuse)).body.data.refuseClaim).toEqual({ state: 'REFUSED' });
    expect((await mine!.get(`/v1/persons/${own.id}`)).body).toMatchObject({
      confirmed: true,
      matricule: person.matricule,
    });
  });
});
