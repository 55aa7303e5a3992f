import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { apiOf } from '@takwin/platform/testing';
import { inflateRawSync } from 'node:zlib';
import { eventually } from './testing/eventually.js';
import { startHouse, TO_START, type House } from './testing/house.js';

type Api = ReturnType<typeof apiOf>;
type Records = { sections: { id: string; title: { fr: string; ar: string }; rows: Record<string, unknown>[] }[] };

let running: House;
let admin: Api;
let academy: { id: string; region: string };

beforeAll(async () => {
  running = await startHouse();
  const subject = 'zqsecretofficial';
  admin = apiOf(running.url, await running.tokenOf('programme-admin', { subject }));
  academy = (await admin.get('/v1/academies?first=1&profile=ordinary')).body.items[0];
}, TO_START);
afterAll(() => running?.close());

/** The parts of a zip as they were written, by their names. */
function partsOf(zip: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const [packed, name] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)];
    const begins = at + 30 + name;
    parts.set(zip.toString('utf8', at + 30, begins), inflateRawSync(zip.subarray(begins, begins + packed)));
    at = begins + packed;
  }
  return parts;
}

async function exported(personId: string, role = 'candidate') {
  const token = await running.tokenOf(role, { person: personId, subject: `self-${personId}` });
  const response = await fetch(`${running.url}/v1/own-data`, { headers: { authorization: `Bearer ${token}` } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { response, bytes, parts: response.status === 200 ? partsOf(bytes) : new Map<string, Buffer>() };
}
const recordsIn = (parts: Map<string, Buffer>, service: string): Records =>
  JSON.parse(parts.get(`${service}.json`)!.toString('utf8'));
const rowsOf = (records: Records, id: string) => records.sections.find((one) => one.id === id)!.rows;

let made = 0;
const LETTERS = 'abcdefghij';
async function someone(about: object = {}) {
  const family = `Zqtazi${LETTERS[++made]}`;
  const said = { kind: 'trainee', academyId: academy.id, birthDate: '2001-02-03', name: { family, given: 'Salma' } };
  const { status, body } = await admin.post('/v1/persons', { ...said, ...about });
  expect(status).toBe(201);
  return { id: body.id as string, family };
}

describe('the archive of what is kept of a person', () => {
  it('holds a file for each service and an index under French and Arabic headings, of that person alone', async () => {
    const { id, family } = await someone({ cin: 'ZX912345', matricule: '9999200000017' });
    const other = await someone();
    const { response, parts } = await exported(id);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect([...parts.keys()]).toEqual(['index.html', ...SERVICES.map((service) => `${service}.json`)]);
    const [person] = rowsOf(recordsIn(parts, 'academies'), 'person');
    expect(person).toMatchObject({ id, family, birthDate: '2001-02-03', matricule: '9999200000017', hasCin: true });
    const index = parts.get('index.html')!.toString('utf8');
    for (const said of [family, 'Identité', 'الهوية', 'Formation', 'التكوين', '2001-02-03', 'dir="rtl"'])
      expect(index).toContain(said);
    const everything = [...parts.values()].map((part) => part.toString('utf8')).join('\n');
    for (const hidden of [other.family, other.id, 'zqsecretofficial', 'ZX912345', '912345'])
      expect(everything).not.toContain(hidden);
  });

  it('tells what the other services keep, once they have heard of the person', async () => {
    const { id, family } = await someone();
    await eventually(async () => {
      const { parts } = await exported(id);
      const known = (service: string) => rowsOf(recordsIn(parts, service), 'known')[0];
      return known('certifications')?.name === `Salma ${family}` && known('licensing') !== undefined;
    });
  });

  it('holds the work of a trainer, whose token it is', async () => {
    const [{ personId }] = (await admin.get('/v1/trainers?first=1')).body.items.map((one: { id: string }) => ({
      personId: one.id,
    }));
    const { parts } = await exported(personId, 'trainer');
    expect(rowsOf(recordsIn(parts, 'trainers'), 'trainer')).toMatchObject([{ id: personId }]);
  });

  it('is of oneself alone: not for officials, machines or whose token names nobody', async () => {
    const status = async (role: string, about: object = {}, query = '') => {
      const token = await running.tokenOf(role, about);
      const asked = { headers: { authorization: `Bearer ${token}` } };
      return (await fetch(`${running.url}/v1/own-data${query}`, asked)).status;
    };
    expect((await fetch(`${running.url}/v1/own-data`)).status).toBe(401);
    expect(await status('candidate', {}, '?personId=1')).toBe(422);
    expect(await status('programme-admin')).toBe(403);
    expect(await status('integrator', { scope: ['*'] })).toBe(403);
    expect(await status('candidate')).toBe(404);
  });

  it('costs as much as it works, so that who asks without an end is told to wait', async () => {
    const { id } = await someone();
    const token = await running.tokenOf('candidate', { person: id, subject: 'without an end' });
    const headers = { authorization: `Bearer ${token}` };
    const before = await fetch(`${running.url}/v1/own-data`, { headers });
    await before.arrayBuffer();
    const left = Number(/"client";r=(\d+)/.exec(before.headers.get('ratelimit') ?? '')?.[1]);
    const policy = Number(/"client";q=(\d+)/.exec(before.headers.get('ratelimit-policy') ?? '')?.[1]);
    expect(policy - left).toBeGreaterThanOrEqual(300);
  });
});
