import { describe, expect, it } from '@jest/globals';
import { judge } from './judge.js';
import { slopeOf } from './memory.js';
import { allTexts, jsonOf, RUN, SET } from './oddities.js';
import { curlOf, type FuzzRequest } from './request.js';
import type { Told } from './sender.js';

const request: FuzzRequest = {
  ...{ door: 'gateway', kind: 'rest', about: 'x', as: 'nobody', method: 'POST', path: '/v1/exams' },
  headers: { 'x-zq': `it's` },
  body: Buffer.from('{"a":1}'),
};
const told = (status: number, body: unknown, headers = {}): Told => ({
  ...{ status, ms: 1, headers: { 'content-type': 'application/problem+json', ...headers } },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const JSON_TYPE = { 'content-type': 'application/json' };
const problem = (status: number, code: string) => ({ type: `/docs/refusals/${code}`, title: 't', status, code });
const faults = (one: Told, of: Partial<FuzzRequest> = {}) =>
  judge({ ...request, ...of }, one).map(({ fault }) => fault);

describe('the verdict on an answer', () => {
  it('finds nothing in what is answered, refused as a problem, or too busy for a moment', () => {
    expect(faults(told(200, { items: [] }, JSON_TYPE))).toEqual([]);
    expect(faults(told(422, problem(422, 'INVALID_INPUT')))).toEqual([]);
    expect(faults(told(503, problem(503, 'OVERLOADED'), { 'retry-after': '2' }))).toEqual([]);
    const errors = [{ message: 'm', extensions: problem(400, 'QUERY_TOO_DEEP') }];
    expect(faults(told(200, { errors }, JSON_TYPE), { kind: 'graph' })).toEqual([]);
  });

  it.each<[string, Told, Partial<FuzzRequest>?]>([
    ['errors_5xx', told(500, problem(500, 'INTERNAL'))],
    ['errors_5xx', told(503, problem(503, 'SERVICE_UNAVAILABLE'))],
    [
      'errors_5xx',
      told(200, { errors: [{ message: 'm', extensions: problem(500, 'INTERNAL') }] }, JSON_TYPE),
      { kind: 'graph' },
    ],
    ['hangs', { failed: 'hang', status: 0, reason: 'late', ms: 1 }],
    ['cut_off', { failed: 'cut off', status: 0, reason: 'reset', ms: 1 }],
    ['stack_traces', told(422, { ...problem(422, 'INVALID_INPUT'), detail: 'at run (/srv/a.js:3:1)' })],
    ['stack_traces', told(422, { ...problem(422, 'INVALID_INPUT'), detail: 'invalid input syntax for type uuid' })],
    ['non_problem', told(404, { error: 'Not Found' })],
    ['non_problem', told(400, '')],
    ['non_problem', told(409, problem(409, 'NO_CODE_OF_OURS'))],
    ['non_problem', told(409, problem(422, 'INVALID_INPUT'))],
    ['injected', told(200, { name: RUN })],
    ['injected', told(200, {}, { 'set-cookie': `${SET}=1` })],
  ])('finds %s', (...[fault, one, of]) => {
    expect(faults(one, of).filter((found) => found === fault)).toHaveLength(1);
  });

  it('takes nothing that is said again to who sent it for a finding', () => {
    for (const name of allTexts()) {
      const body = Buffer.from(jsonOf({ name }));
      expect(faults(told(200, jsonOf({ name }), JSON_TYPE), { body })).toEqual([]);
    }
  });
});

it('repeats a request by a line of bash', () => {
  expect(curlOf(request, 'http://h:1')).toBe(
    `curl -isg --path-as-is -X POST 'http://h:1/v1/exams' -H 'x-zq: it'\\''s' --data-raw '{"a":1}'`,
  );
  expect(curlOf({ ...request, body: Buffer.from([0xff]) }, 'http://h:1')).toContain('@<(echo /w== | base64 -d)');
});

it('knows how steep memory grows', () => {
  const points = [0, 1, 2, 3].map((at) => ({ at, mb: 5 + 2 * at }));
  expect(slopeOf(points)).toBeCloseTo(2);
});
