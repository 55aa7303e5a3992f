import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import {
  apiOf,
  forgeriesOf,
  forgingIssuer,
  type Forgery,
  type ForgingIssuer,
  trueTokens,
} from '@takwin/platform/testing';
import { startHouse, TO_START, type House } from './testing/house.js';

let running: House;
let issuer: ForgingIssuer;
let forgeries: Forgery[];

beforeAll(async () => {
  issuer = await forgingIssuer();
  running = await startHouse(issuer.env);
  forgeries = forgeriesOf(issuer);
}, TO_START);

afterAll(async () => {
  await running?.close();
  await issuer?.close();
});

/** A list of each service that every role may read, at its two doors. */
const LISTS: Record<Service, [path: string, field: string]> = {
  academies: ['/v1/academies', 'academies'],
  trainers: ['/v1/trainers', 'trainers'],
  courses: ['/v1/courses', 'courses'],
  certifications: ['/v1/exams', 'exams'],
  licensing: ['/v1/seat-pools', 'seatPools'],
};

describe.each([...SERVICES.map((service) => [service, service] as const), ['trainers', 'gateway'] as const])(
  '%s asked at %s',
  (service, door) => {
    const [path, field] = LISTS[service];
    const overBoth = (authorization: string) => {
      const api = apiOf(running.urls[door]!);
      const send = { headers: { authorization } };
      return Promise.all([api.get(`${path}?first=1`, send), api.graphql(`{ ${field} { __typename } }`, {}, send)]);
    };

    it('refuses every token that is forged, ill-formed or unfit, in the one format', async () => {
      const taken: unknown[] = [];
      for (const [what, authorization, status] of forgeries) {
        const code = status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        const [rest, graphql] = await overBoth(authorization);
        const refused = { code, status, type: `/docs/refusals/${code}`, title: expect.any(String) };
        const told = [rest.status, rest.headers.get('content-type'), rest.body, graphql.status, graphql.body.errors];
        const wanted = [
          status,
          expect.stringContaining('application/problem+json'),
          expect.objectContaining(refused),
          200,
          [expect.objectContaining({ extensions: expect.objectContaining(refused) })],
        ];
        try {
          expect(told).toEqual(wanted);
        } catch {
          taken.push([what, told]);
        }
      }
      expect(taken).toEqual([]);
      expect(forgeries.length).toBeGreaterThanOrEqual(108);
    }, 240_000);

    it('takes true ones', async () => {
      for (const [what, authorization] of trueTokens(issuer)) {
        const [rest, graphql] = await overBoth(authorization);
        expect([what, rest.status, graphql.body.errors]).toEqual([what, 200, undefined]);
      }
    });
  },
);
