import { openRoundTheClock, openSitting } from '@takwin/demo/round-the-clock';
import { z } from 'zod';
import { Patience } from '../patience.js';
import type { Trial } from '../registry.js';
import { copied, withTestCluster, populate } from './test-cluster.js';

const REQUESTS = 1000;
const DAY = 86_400_000;

/** 1,000 people ask for one seat at once, through the gateway: one gets it, the others are told so by name. */
export const lastSeat: Trial = {
  about: '1,000 concurrent bookings of one seat through the gateway',
  run: (args) =>
    withTestCluster(args, {}, async (ground) => {
      const { api, cluster, token, sql } = ground;
      const { academyId, persons } = await populate(ground, REQUESTS);
      await copied(ground, ['certifications']);
      const { academy } = z
        .object({ academy: z.object({ rooms: z.array(z.object({ id: z.uuid() })) }) })
        .parse(await api.graphql('query ($id: ID!) { academy(id: $id) { rooms { id } } }', { id: academyId }));
      const { items } = z
        .object({ items: z.array(z.object({ id: z.uuid() })) })
        .parse(await api.get('/v1/trainers?mayProctor=true&first=1'));
      await openRoundTheClock(api, [academy.rooms[0]!.id]);
      const sitting = z.object({ id: z.uuid() }).parse(
        await openSitting(api, {
          academyId,
          roomId: academy.rooms[0]!.id,
          startsAt: new Date(Date.now() + DAY).toISOString(),
          minutes: 90,
          seats: 1,
          proctorIds: [items[0]!.id],
        }),
      );
      const patience = new Patience();
      const book = async (personId: string): Promise<string> => {
        const body = JSON.stringify({ personId, examCode: 'MO-200', sittingId: sitting.id, consent: true });
        const answer = await patience.fetch(`${cluster.url}/v1/registrations`, {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        });
        const { code } = (await answer.json()) as { code?: string };
        return answer.status === 201 ? 'booked' : answer.status >= 500 ? '5xx' : (code ?? String(answer.status));
      };
      const answers = await Promise.all(persons.slice(0, REQUESTS).map(book));
      const count = (what: string): number => answers.filter((answer) => answer === what).length;
      const { rows } = await sql.query<{ taken: number; booked: number }>(
        `select taken, (select count(*)::int from certifications.registration where sitting_id = s.id and state = 'booked') as booked
         from certifications.sitting s where id = $1`,
        [sitting.id],
      );
      const values = {
        requests: answers.length,
        booked: count('booked'),
        refused: count('SITTING_IS_FULL'),
        errors_5xx: count('5xx'),
        seats_taken: rows[0]!.taken,
      };
      const holds =
        values.booked === 1 &&
        values.refused === REQUESTS - 1 &&
        values.errors_5xx === 0 &&
        rows[0]!.taken === 1 &&
        rows[0]!.booked === 1;
      return { values, holds };
    }),
};
