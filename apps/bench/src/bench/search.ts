import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { withTestCluster, type TestCluster } from '../chaos/test-cluster.js';
import type { Trial } from '../registry.js';
import { runMsOf } from './process-usage.js';
import { OF_COURSES, OF_MANY, OF_ONE, type Question } from './search/questions.js';

/** How often each question is asked: the first time plans and caches are cold. */
const TURNS = 3;

const SHIPPED = 'as shipped';

/**
 * Questions of courses, of the catalogue that ships and of a large one, and of persons by name, through the API: how many find first
 * what is meant, and the CPU that PostgreSQL takes for one. `--courses N`, 50,000 unless told, and `--persons N`, 500,000.
 */
export const search: Trial = {
  about: 'search in 1,500 and 50,000 courses (--courses N) and 500,000 persons (--persons N)',
  run(args) {
    const options = {
      courses: { type: 'string', default: '50000' },
      persons: { type: 'string', default: '500000' },
    } as const;
    const { values: asked } = parseArgs({ args, options, strict: false });
    return withTestCluster(args, {}, async (ground) => {
      const tallies = [await tally(ground, SHIPPED, 'courses', askCourses(ground, OF_COURSES))];
      const course_index_s = await plantCourses(ground.sql, Number(asked.courses));
      tallies.push(await tally(ground, `of ${asked.courses}`, 'courses', askCourses(ground, OF_COURSES)));
      const person_index_s = await plantPersons(ground.sql, Number(asked.persons));
      tallies.push(await tally(ground, `of ${asked.persons}`, 'academies', askPersons(ground)));
      const [shipped, courses, persons] = tallies.map(({ cpu }) => percentile(cpu)) as [number, number, number];
      const queries = sum(tallies.map((one) => one.queries));
      const first_hits = sum(tallies.map((one) => one.firstHits));
      const cpu_ms_p95 = percentile(tallies.flatMap(({ cpu }) => cpu));
      const parts = { cpu_ms_p95_shipped: shipped, cpu_ms_p95_courses: courses, cpu_ms_p95_persons: persons };
      return {
        values: { queries, first_hits, cpu_ms_p95, ...parts, course_index_s, person_index_s },
        holds: first_hits === queries,
      };
    });
  },
};

type Asked = { asked: string; isFirst: () => Promise<boolean> };
type Tally = { queries: number; firstHits: number; cpu: number[] };

const Courses = z.object({
  items: z.array(
    z.object({ titles: z.object({ fr: z.string().nullable(), ar: z.string().nullable(), en: z.string().nullable() }) }),
  ),
});
const Persons = z.object({
  items: z.array(z.object({ name: z.object({ fr: z.string(), ar: z.string().nullable() }) })),
});

const askCourses = ({ api }: TestCluster, questions: readonly Question[]): Asked[] =>
  questions.map(([asked, first]) => ({
    asked,
    async isFirst() {
      const { items } = Courses.parse(await api.get(`/v1/courses?first=20&q=${encodeURIComponent(asked)}`));
      return items.length > 0 && first.test(Object.values(items[0]!.titles).join(' '));
    },
  }));

const askPersons = ({ api }: TestCluster): Asked[] => {
  const called = ([family, given]: readonly (string | null)[]) => `${given} ${family}`;
  const isFirst = (name: string, is: (fr: string, ar: string) => boolean) => async () => {
    const { items } = Persons.parse(await api.post('/v1/persons/search', { name }));
    return items.length > 0 && is(items[0]!.name.fr, items[0]!.name.ar ?? '');
  };
  return [
    ...OF_ONE.flatMap(({ name, asked }) =>
      asked.map((one) => ({ asked: one, isFirst: isFirst(one, (fr) => fr === called(name)) })),
    ),
    ...OF_MANY.map(([asked, first]) => ({ asked, isFirst: isFirst(asked, (fr, ar) => first.test(`${fr} ${ar}`)) })),
  ];
};

/** Asks one after the other; the CPU of a question is that of all connections of the service while it is asked. */
async function tally({ sql }: TestCluster, what: string, service: string, questions: Asked[]): Promise<Tally> {
  const cpu: number[] = [];
  let firstHits = 0;
  for (const { asked, isFirst } of questions) {
    const took: number[] = [];
    let found = false;
    for (let turn = 0; turn < TURNS; turn++) {
      const before = await runMs(sql, service);
      found = await isFirst();
      const after = await runMs(sql, service);
      took.push(sum([...after].map(([pid, ms]) => ms - (before.get(pid) ?? 0))));
    }
    cpu.push(...took);
    firstHits += Number(found);
    const told = took.map((ms) => ms.toFixed(1)).join(', ');
    process.stderr.write(`${what}, ${asked}: ${told} ms${found ? '' : ', not found first'}\n`);
  }
  return { queries: questions.length, firstHits, cpu };
}

async function runMs(sql: pg.Client, service: string): Promise<Map<number, number>> {
  const { rows } = await sql.query<{ pid: number }>('select pid from pg_stat_activity where usename = $1', [service]);
  const each = rows.map(async ({ pid }) => [pid, await runMsOf(pid).catch(() => 0)] as const);
  return new Map(await Promise.all(each));
}

/** Fills the catalogue with courses that are called as those that ship, up to so many; returns the seconds that their index took. */
const plantCourses = (sql: pg.Client, count: number): Promise<number> =>
  planted(`${count} courses`, sql, 'courses.course_search', [
    `set search_path = courses`,
    `insert into course(id, code, title_fr, title_ar, title_en, hours, level, topics, source, synthetic, units, words, digest)
     select gen_random_uuid(), c.code || '-N' || n, c.title_fr || ' niveau ' || n, c.title_ar || ' ' || n, c.title_en || ' level ' || n,
       c.hours, c.level, c.topics, c.source, true, c.units, c.words, c.digest || n
     from generate_series(1, ${Math.ceil(count / 1_000)}) n cross join course c
     limit greatest(0, ${count} - (select count(*) from course))`,
    `vacuum analyze course`,
  ]);

/** Fills the register with persons of common names and of seldom ones, and with those of whom there is one; returns the seconds that their index took. */
const plantPersons = (sql: pg.Client, count: number): Promise<number> =>
  planted(`${count} persons`, sql, 'academies.person_search', [
    `set search_path = academies`,
    `insert into person(kind, family_fr, given_fr, family_ar, given_ar, birth_date, synthetic, academy_id, region, created_by)
     select 'trainee', f.fr || case when n % 4 > 0 then s.fr else '' end, g.fr,
       case when n % 3 = 0 then f.ar || case when n % 4 > 0 then s.ar else '' end end, case when n % 3 = 0 then g.ar end,
       date '1995-01-01' + (n % 5000), true, a.id, a.region, 'bench'
     from generate_series(1, ${count}) n
     join lateral (select fr, ar from (values (0, 'Alaoui', 'العلوي'), (1, 'Bennani', 'بناني'), (2, 'Tazi', 'التازي'), (3, 'Idrissi', 'الإدريسي'),
       (4, 'El Amrani', 'العمراني'), (5, 'Cherkaoui', 'الشرقاوي'), (6, 'Berrada', 'برادة'), (7, 'Chraibi', 'الشرايبي'), (8, 'Filali', 'الفيلالي'),
       (9, 'Lahlou', 'لحلو'), (10, 'El Fassi', 'الفاسي')) v(k, fr, ar) where k = n % 11) f on true
     join lateral (select fr, ar from (values (0, 'Mohamed', 'محمد'), (1, 'Salma', 'سلمى'), (2, 'Youssef', 'يوسف'), (3, 'Fatima', 'فاطمة'),
       (4, 'Khadija', 'خديجة'), (5, 'Omar', 'عمر'), (6, 'Imane', 'إيمان'), (7, 'Rachid', 'رشيد'), (8, 'Abdellah', 'عبد الله'), (9, 'Zineb', 'زينب'),
       (10, 'Houda', 'هدى'), (11, 'Nour', 'نور'), (12, 'Hamza', 'حمزة')) v(k, fr, ar) where k = (n / 11) % 13) g on true
     join lateral (select string_agg(substr('bdfklmnrst', d, 1) || substr('aiou', d % 4 + 1, 1), '') as fr,
       string_agg(substr('بدفكلمنرست', d, 1), '') as ar from (select (n / 143) / (10 ^ e)::int % 10 + 1 as d from generate_series(0, 2) e) p) s on true
     join lateral (select id, region from academy order by id offset n % 100 limit 1) a on true`,
    ...OF_ONE.map(
      ({
        name,
      }) => `insert into person(kind, family_fr, given_fr, family_ar, given_ar, birth_date, synthetic, academy_id, region, created_by)
     select 'trainee', ${name.map((part) => (part === null ? 'null' : pg.escapeLiteral(part))).join(', ')}, '2004-03-15', true, id, region, 'bench'
     from academy order by id limit 1`,
    ),
    `vacuum analyze person`,
  ]);

/** Runs the statements without the index of the search, then makes that anew: the seconds that it takes, as a migration would. */
async function planted(what: string, sql: pg.Client, index: string, statements: readonly string[]): Promise<number> {
  process.stderr.write(`${what} are planted\n`);
  const { rows } = await sql.query<{ definition: string }>('select pg_get_indexdef($1::regclass) as definition', [
    index,
  ]);
  await sql.query(`drop index ${index}`);
  for (const statement of statements) await sql.query(statement);
  process.stderr.write(`${what} are indexed\n`);
  const from = performance.now();
  await sql.query(rows[0]!.definition);
  return Math.round((performance.now() - from) / 1000);
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The 95th of a hundred. */
const percentile = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]! * 10) / 10;
