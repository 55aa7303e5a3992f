import { describe, expect, it } from '@jest/globals';
import type { Caller } from './caller.js';
import type { Answer } from './doors.js';
import { countsMore, Finder, isRefusal, leaksIn, shows, tellsApart } from './judge.js';
import { mayKnow } from './ownership.js';
import type { Place, Row } from './world.js';

const place = (name: Place['name'], region: string): Place => ({
  ...{ name, academyId: `academy of ${name}`, code: 'ZQ', region, isPrison: name === 'near' },
  ...{
    main: '',
    teacher: '',
    staff: '',
    proctor: '',
    campaign: '',
    group: '',
    members: new Set<string>(),
    room: '',
    manager: { name, role: 'academy-manager', subject: name, regions: [], academies: [] },
  },
});
const [own, near, far] = [place('own', 'MA-04'), place('near', 'MA-04'), place('far', 'MA-06')];
const ID = 'd9428888-122b-11e1-b85c-61cd3cbb3210';
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const row = (about: Partial<Row> = {}): Row => ({
  kind: 'person',
  place: own,
  id: ID,
  words: ['Zqalami'],
  person: ID,
  ...about,
});
const caller = (role: Caller['role'], about: Partial<Caller> = {}): Caller => ({
  ...{ name: role, role, subject: role, regions: [], academies: [], ...about },
});
const manager = caller('academy-manager', { academies: [own.academyId] });
const elsewhere = caller('academy-manager', { academies: [far.academyId] });
const told = (text: string, status = 200): Answer => ({ status, text, headers: '[]' });
const get = (path: string) => ({ method: 'GET', path });

describe('who may know of a row', () => {
  it('is told by whose it is: of the region, the academy, oneself', () => {
    const director = caller('regional-director', { regions: ['MA-04'] });
    expect([own, near, far].map((there) => mayKnow(director, row({ place: there })))).toEqual([true, true, false]);
    expect([own, near, far].map((there) => mayKnow(manager, row({ place: there })))).toEqual([true, false, false]);
    expect([ID, OTHER].map((person) => mayKnow(caller('candidate', { person }), row()))).toEqual([true, false]);
    expect(mayKnow(caller('auditor'), row({ place: far }))).toBe(true);
    expect(mayKnow(caller('nobody'), row())).toBe(false);
  });

  it('is nobody where it is a CIN, no auditor and no machine where it is health, and its maker where it spans academies', () => {
    expect(mayKnow(caller('programme-admin'), row({ kind: 'cin' }))).toBe(false);
    expect(mayKnow(caller('auditor'), row({ kind: 'accommodation' }))).toBe(false);
    expect(mayKnow(manager, row({ kind: 'run', by: 'another' }))).toBe(false);
    expect(mayKnow(manager, row({ kind: 'run', by: manager.subject }))).toBe(true);
  });

  it('is, of whose role names groups, what is of who is in them, and the sittings that they proctor', () => {
    const about = { academies: [own.academyId], members: new Set([ID]), person: OTHER };
    const trainer = caller('trainer', about);
    expect([ID, 'another', undefined].map((person) => mayKnow(trainer, row({ person })))).toEqual([true, false, false]);
    expect(mayKnow(trainer, row({ place: near }))).toBe(false);
    expect(mayKnow({ ...trainer, academies: [own.academyId, near.academyId] }, row({ place: near }))).toBe(true);
    expect(mayKnow({ ...trainer, person: ID }, row({ place: near }))).toBe(true);
    const day = (watchedBy?: string) => row({ kind: 'exam-day', ...(watchedBy && { watchedBy }) });
    expect([day(OTHER), day(ID), day()].map((one) => mayKnow(trainer, one))).toEqual([true, false, false]);
    expect(mayKnow(caller('trainer', { academies: [own.academyId] }), day())).toBe(true);
  });

  it('is narrowed by what a machine may ask', () => {
    expect(mayKnow(caller('integrator', { reads: ['result'] }), row())).toBe(false);
    const outside = caller('integrator', { reads: ['person'], outside: true });
    expect([own, near].map((there) => mayKnow(outside, row({ place: there })))).toEqual([true, false]);
    const ofResults = caller('integrator', { reads: ['result'] });
    expect(mayKnow(ofResults, row({ kind: 'result', place: near }))).toBe(true);
  });
});

describe('a leak', () => {
  const finder = new Finder([row()]);
  const leaks = (answer: Answer, path = '/v1/persons', who = elsewhere) =>
    leaksIn(finder, who, get(path), answer).length;

  it('is an id or a canary in body or headers, in whatever case, for who may not know of it', () => {
    expect(leaks(told(`{"id":"${ID}"}`))).toBe(1);
    expect(leaks(told('{"name":"Salma ZQALAMI"}'))).toBe(1);
    expect(leaks({ ...told('{}'), headers: `[["location","/v1/persons/${ID}"]]` })).toBe(1);
    expect(leaks(told(`{"id":"${ID}"}`), '/v1/persons', manager)).toBe(0);
  });

  it('is found in a refusal, and packed into a cursor', () => {
    expect(leaks(told(`{"code":"PERSON_MAY_BE_REGISTERED","matches":["${ID}"]}`, 409))).toBe(1);
    expect(leaks(told(`{"nextCursor":"${Buffer.from(JSON.stringify([ID])).toString('base64url')}"}`))).toBe(1);
  });

  it('is not what the caller said first', () => {
    expect(leaks(told(`{"instance":"/v1/persons/${ID}"}`, 404), `/v1/persons/${ID}`)).toBe(0);
    expect(leaks(told(`{"id":"${ID}","name":"Zqalami"}`), `/v1/persons/${ID}`)).toBe(1);
  });

  it('is not an id that is open to all', () => {
    expect(
      leaksIn(new Finder([row({ isOpen: true })]), elsewhere, get('/v1/sittings'), told(`{"proctorIds":["${ID}"]}`)),
    ).toEqual([]);
  });

  it('is existence: another status or other words for what is planted than for what nobody planted', () => {
    const unknown = told(`{"code":"NOT_FOUND","id":"${OTHER}"}`, 404);
    expect(tellsApart(told(`{"code":"NOT_FOUND","id":"${ID}"}`, 404), ID, unknown, OTHER)).toBe(false);
    expect(tellsApart(told(`{"code":"FORBIDDEN","id":"${ID}"}`, 403), ID, unknown, OTHER)).toBe(true);
    expect(tellsApart(told(`{"code":"FORBIDDEN_PERSON","id":"${ID}"}`, 404), ID, unknown, OTHER)).toBe(true);
  });

  it('is a total beyond what a whole list shows', () => {
    const page = (totalCount: number | null, hasNextPage = false) =>
      told(JSON.stringify({ data: { persons: { totalCount, edges: [{}], pageInfo: { hasNextPage } } } }));
    expect([page(1), page(null), page(7, true)].map(countsMore)).toEqual([false, false, false]);
    expect(countsMore(page(2))).toBe(true);
  });
});

describe('an answer', () => {
  it.each([
    ['{"items":[]}', false],
    ['{"items":[{}]}', true],
    ['{"data":{"person":null}}', false],
    ['{"data":{"persons":{"edges":[]}}}', false],
    ['{"data":{"persons":{"edges":[{}]}}}', true],
    ['{"data":{"_entities":[null]}}', false],
    ['{"errors":[{}]}', false],
    ['{"id":"x"}', true],
  ])('%s shows something: %s', (text, isSo) => {
    expect(shows(told(text))).toBe(isSo);
  });

  it('is a refusal by its status, or where nothing of what was asked is there', () => {
    expect(isRefusal(told('{}', 403))).toBe(true);
    expect(isRefusal(told('{"data":{"persons":null},"errors":[{}]}'))).toBe(true);
    expect(isRefusal(told('{"data":{"_entities":[{"__typename":"Person","name":null}]},"errors":[{}]}'))).toBe(true);
    expect(isRefusal(told('{"data":{"persons":{"edges":[]}},"errors":[{}]}'))).toBe(false);
    expect(isRefusal(told('{"items":[]}'))).toBe(false);
  });
});
