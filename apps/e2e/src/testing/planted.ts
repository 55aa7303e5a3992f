import { randomUUID } from 'node:crypto';
import type { apiOf } from '@takwin/platform/testing';

export type Api = ReturnType<typeof apiOf>;

/** What is planted: of persons who are nobody, in words that stand nowhere else. */
export const CARDS = ['ZQ981101', 'ZQ981102', 'ZQ981103', 'ZQ981104', 'ZQ981105', 'ZQ981106'] as const;
export const WORDS = {
  family: ['Zqoubaïd', 'ZQOUBAÏD', 'zqoubaid'],
  given: ['Zqamina', 'ZQAMINA'],
  arabic: ['زقعبيد'],
  matricule: ['997798110'],
  email: ['zq.amina@example'],
  birthDate: ['1987-03-09', '09/03/1987'],
  prison: ['ZQPRIS01'],
} as const;

const [ONE, TWO, FILED, REJECTED, ASKED, SAID] = CARDS;
const NAME = { family: WORDS.family[0], given: WORDS.given[0], familyArabic: WORDS.arabic[0] };
const [BORN, TYPED] = WORDS.birthDate;
const EMAIL = `${WORDS.email[0]}.ma`;
const TEXT = { headers: { 'content-type': 'text/csv' } };
const COLUMNS = 'MatriculeEtudiant,Nom,Prenom,EtudiantActif,DateNaissance,CodeDiplome,Code,Site,CIN,anneeEtude';

type Site = { id: string; code: string };

/** Plants them through every door, and returns the persons with the bodies of all refusals. */
export async function plant(api: Api, { home, prison }: { home: Site; prison: Site }) {
  const refusals: unknown[] = [];
  const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
  const register = async (cin: string, last: number, at: Site, more: object = {}): Promise<string> => {
    const name = { ...NAME, given: `${NAME.given} ${'abcdef'[last]}` };
    const body = {
      kind: 'trainee',
      academyId: at.id,
      matricule: `${WORDS.matricule[0]}${last}000`,
      name,
      birthDate: BORN,
      cin,
    };
    const { status, body: made } = await api.post('/v1/persons', { ...body, ...more }, keyed());
    if (status !== 201) throw new Error(`not registered: ${JSON.stringify(made)}`);
    return made.id;
  };
  const refused = async (asking: Promise<{ status: number; body: unknown }>): Promise<void> => {
    const { status, body } = await asking;
    if (status < 400 && !JSON.stringify(body).includes('"errors"')) throw new Error(`taken: ${JSON.stringify(body)}`);
    refusals.push(body);
  };

  const person = await register(ONE, 1, home, { group: 'DEV101', year: 1 });
  const inmate = await register(TWO, 2, prison, { group: WORDS.prison[0], year: 1 });

  const row = (number: string, name: string, born: string, site: Site, group: string, cin: string): string =>
    [number, name, NAME.given, 'oui', born, 'DEV', group, site.code, cin, '1'].join(',');
  const good = row(`${WORDS.matricule[0]}3000`, NAME.family, TYPED, home, 'DEV101', FILED);
  const bad = row(`${WORDS.matricule[0]}4000`, '', TYPED, prison, WORDS.prison[0], REJECTED);
  const worse = row(`${WORDS.matricule[0]}5000`, NAME.family, `${TYPED}?`, home, EMAIL, REJECTED);
  const imports: string[] = [];
  for (const [kind, file] of [
    ['konosys', [COLUMNS, good, bad, worse].join('\n')],
    ['konosys', [good, bad].join('\n')],
    ['konosys', [`${COLUMNS},${EMAIL}`, `${good},`].join('\n')],
    [
      'results',
      `matricule,examCode,startedAt,score\n${WORDS.matricule[0]}1000,MO-200,2026-11-24T09:05:00Z,800\n${REJECTED},MO-200,${BORN}T00:00:00Z,1`,
    ],
    ['results', [good, bad].join('\n')],
  ] as const)
    imports.push((await api.post(`/v1/imports?kind=${kind}`, file, TEXT)).body.id);

  for (const by of [
    { cin: ONE },
    { cin: ASKED },
    { matricule: `${WORDS.matricule[0]}1000` },
    { name: `${NAME.family} ${NAME.given}`, birthDate: BORN },
  ])
    await api.post('/v1/persons/search', by);
  await api.graphql(`{ person(matricule: "${WORDS.matricule[0]}1000") { name { fr } } }`);

  const about = { kind: 'trainee', academyId: home.id, name: NAME, birthDate: BORN };
  for (const body of [
    { ...about, cin: ONE },
    { ...about, cin: `${SAID}9999` },
    { ...about, cin: SAID, email: EMAIL },
    { ...about, birthDate: `${BORN}T`, cin: SAID },
    { ...about, academyId: SAID },
    { ...about, group: `${WORDS.prison[0]}\u0000` },
    `{"cin":"${SAID}","name":"${NAME.family}`,
  ])
    await refused(api.post('/v1/persons', body, keyed()));
  for (const path of [
    `persons/${SAID}`,
    `persons?cin=${SAID}&name=${encodeURIComponent(NAME.family)}`,
    `${SAID}/${EMAIL}`,
    `imports/${SAID}/rejected.csv`,
  ])
    await refused(api.get(`/v1/${path}`));
  await refused(api.get(`/v1/persons?first=5&after=${SAID}`));
  for (const query of [
    `{ person(cin: "${SAID}") { id } }`,
    `{ person(matricule: "${SAID} ${EMAIL}") { id nothing } }`,
    `{ persons(academyId: "${SAID}") { edges { node { id } } } }`,
    `mutation { registerPerson(input: { cin: "${SAID}", name: { family: "${NAME.family}" } }) { id } }`,
  ])
    await refused(api.graphql(query));
  await refused(
    api.graphql('mutation($input: RegisterPersonInput!) { registerPerson(input: $input) { id } }', {
      input: { ...about, cin: `${SAID}9999` },
    }),
  );
  await refused(api.as(`${SAID}.${EMAIL}`).get('/v1/persons'));
  await refused(api.patch(`/v1/persons/${person}`, { cin: TWO, birthDate: `${BORN}X` }));
  // Who gives a field such a name is told that there is none called so, and nobody else is.
  await api.post('/v1/persons', { ...about, [EMAIL]: SAID, [SAID]: 1 }, keyed());
  await api.graphql(`{ ${SAID}: person(matricule: "${SAID}") { id ${SAID} } }`);
  return { refusals, imports, person, inmate };
}
