import { parseArgs } from 'node:util';
import { eachOf, until } from '@takwin/demo/client';
import { copied, withTestCluster, populate, type TestCluster } from '../chaos/test-cluster.js';
import { Patience } from '../patience.js';
import type { Trial } from '../registry.js';
import { usageOf, type Usage } from './process-usage.js';

const PEOPLE = 2_000;
const VERIFIED = 300;
const patience = new Patience();

/**
 * Credentials that wait are signed by the worker (JWT and Data Integrity proof), then each is printed through the service.
 * CPU is of the whole process, so that a busy machine does not change it; `--credentials N`, 60,000 unless told, of
 * which `--pdfs N` are printed, all unless told.
 */
export const issueCredentials: Trial = {
  about: 'signing of 60,000 credentials, their PDFs, and how fast they are verified (--credentials N)',
  run(args) {
    const options = { credentials: { type: 'string', default: '60000' }, pdfs: { type: 'string' } } as const;
    const { values: asked } = parseArgs({ args, options, strict: false });
    const count = Number(asked.credentials);
    const wanted = Number(asked.pdfs ?? count);
    return withTestCluster(args, { SWEEP_SECONDS: '1' }, async (ground) => {
      await populate(ground, PEOPLE);
      await copied(ground, ['certifications'], 120);
      const issued = await issue(ground, count);
      const printed = await print(ground, issued.ids.slice(0, wanted));
      const verified = await verify(ground, issued.ids.slice(0, VERIFIED));
      const { ids, ...values } = { ...issued, ...printed, ...verified };
      return {
        values,
        holds: ids.length === count && values.pdfs === wanted && values.valid === ids.slice(0, VERIFIED).length,
      };
    });
  },
};

const round = (value: number): number => Math.round(value * 100) / 100;

async function measured<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ result: T; s: number; cpuMs: number; usage: Usage }> {
  const [before, from] = [await usageOf(pid), performance.now()];
  const result = await work();
  const usage = await usageOf(pid);
  return { result, s: (performance.now() - from) / 1000, cpuMs: usage.cpuMs - before.cpuMs, usage };
}

async function issue({ cluster, sql }: TestCluster, count: number) {
  const { pid } = cluster.apps['exam-scheduler']!;
  await sql.query(
    'create temp table wanted as select person, achievement from (select subject::uuid as person from certifications.person_copy order by 1 limit $1) p cross join (select id as achievement from certifications.achievement order by 1 limit $2) a limit $3',
    [PEOPLE, Math.ceil(count / PEOPLE), count],
  );
  const of = `from certifications.credential c join wanted w on w.person = c.person_id and w.achievement = c.achievement_id`;
  const { s, cpuMs, usage } = await measured(pid, async () => {
    await sql.query(`
      insert into certifications.credential(person_id, achievement_id, academy_id, region, achieved_on, accepted_at)
      select w.person, w.achievement, p.academy_id, p.region, '2026-11-20', clock_timestamp() - interval '1 hour'
      from wanted w join certifications.person_copy p on p.subject = w.person::text on conflict do nothing`);
    const left = async () => {
      const { rows } = await sql.query<{ left: number }>(
        `select count(*)::int as left ${of} where c.state = 'pending'`,
      );
      process.stderr.write(`\r${rows[0]!.left} to sign   `);
      return rows[0]!.left;
    };
    await until(left, (pending) => pending === 0, 3_600, 'the signing');
  });
  const { rows } = await sql.query<{ id: string }>(`select c.id ${of} where c.state = 'valid' order by c.ordinal`);
  const ids = rows.map(({ id }) => id);
  return {
    ids,
    credentials: ids.length,
    issue_s: round(s),
    issue_per_s: round(ids.length / s),
    issue_cpu_ms: round(cpuMs / ids.length),
    issue_rss_mb: usage.peakMb,
  };
}

async function print({ cluster }: TestCluster, ids: readonly string[]) {
  const { pid, url } = cluster.apps.certifications!;
  let bytes = 0;
  let done = 0;
  const { result, s, cpuMs, usage } = await measured(pid, () =>
    eachOf(ids, 8, async (id) => {
      const answer = await patience.fetch(`${url}/v1/credentials/${id}.pdf`);
      bytes += (await answer.arrayBuffer()).byteLength;
      if (++done % 500 === 0) process.stderr.write(`\r${done} printed   `);
      return answer.ok;
    }),
  );
  const pdfs = result.filter(Boolean).length;
  return {
    pdfs,
    pdf_s: round(s),
    pdf_per_s: round(pdfs / s),
    pdf_cpu_ms: round(cpuMs / pdfs),
    pdf_rss_mb: usage.peakMb,
    pdf_kb: round(bytes / pdfs / 1024),
  };
}

async function verify({ cluster }: TestCluster, ids: readonly string[]) {
  const { pid, url } = cluster.apps.certifications!;
  const texts = await eachOf(ids, 8, async (id) => (await patience.fetch(`${url}/v1/credentials/${id}`)).text());
  const { result, s, cpuMs } = await measured(pid, () =>
    eachOf(texts, 8, async (credential) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ credential });
      const answer = await patience.fetch(`${url}/v1/credentials/verify`, { method: 'POST', headers, body });
      return ((await answer.json()) as { valid: boolean }).valid;
    }),
  );
  const valid = result.filter(Boolean).length;
  return { valid, verify_per_s: round(valid / s), verify_cpu_ms: round(cpuMs / valid) };
}
