import type { room } from '@takwin/contracts/events/academies';
import type { TypeOf } from '@takwin/contracts/published';
import { codeList, lifeCycle } from '@takwin/platform/schema';
import { z } from 'zod';

export const RoomState = codeList('RoomState', 'Whether a room is in use', {
  open: 'Sittings may be held in it',
  closed: 'No sitting may be opened in it until it is reopened',
});
export type RoomState = z.output<typeof RoomState>;

export type RoomEvent = TypeOf<typeof room>;

export const roomLife = lifeCycle<RoomState, RoomEvent>()({
  open: { from: [], to: 'open', event: 'RoomOpened' },
  change: { from: RoomState.options, to: null, event: 'RoomChanged' },
  close: { from: ['open'], to: 'closed', event: 'RoomClosed' },
  reopen: { from: ['closed'], to: 'open', event: 'RoomOpened' },
});
