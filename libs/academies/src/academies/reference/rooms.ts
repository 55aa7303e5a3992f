import { stableId, stableNumber } from '@takwin/platform/schema';

export type RoomSeed = {
  id: string;
  /** Unique within its academy: S1. */
  code: string;
  /** Places with a computer. */
  workstations: number;
  /** No public list of OFPPT's rooms exists: all are made up. */
  synthetic: true;
};

/** Two to four made-up rooms of 16 to 24 workstations; in a prison two, of 8 to 12. */
export function roomsOf(academyCode: string, profile: string): RoomSeed[] {
  const prison = profile === 'prison';
  const count = prison ? 2 : 2 + stableNumber('rooms', academyCode, 3);
  return Array.from({ length: count }, (_, index) => {
    const code = `S${index + 1}`;
    const name = `${academyCode}/${code}`;
    const workstations = prison ? 8 + 2 * stableNumber('room', name, 3) : 16 + 2 * stableNumber('room', name, 5);
    return { id: stableId('room', name), code, workstations, synthetic: true };
  });
}
