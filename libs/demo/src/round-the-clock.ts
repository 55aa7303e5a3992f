import { Refused, until, type Client } from './client.js';
import { COPYING } from './for-everyone.js';

/** Hours of a room that is open day and night, holidays included: a demo is played at any hour. */
export const ROUND_THE_CLOCK = {
  openOnHolidays: true,
  openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' })),
};

/** Has rooms be open round the clock; where sittings are that is heard a moment later: see `openSitting`. */
export async function openRoundTheClock(api: Client, roomIds: readonly string[]): Promise<void> {
  const change = 'mutation ($input: ChangeRoomInput!) { changeRoom(input: $input) { id } }';
  for (const id of roomIds) await api.graphql(change, { input: { id, ...ROUND_THE_CLOCK } });
}

/** Opens a sitting as soon as its room is known and open there. */
export const openSitting = (api: Client, sitting: object): Promise<unknown> =>
  until(() => api.post('/v1/sittings', sitting).catch(undefinedIfUnheard), Boolean, COPYING, 'the room of a sitting');

const UNHEARD = ['ROOM_UNKNOWN', 'ROOM_IS_CLOSED_THEN'];

function undefinedIfUnheard(error: unknown): undefined {
  if (!(error instanceof Refused && UNHEARD.includes(error.code ?? ''))) throw error;
}
