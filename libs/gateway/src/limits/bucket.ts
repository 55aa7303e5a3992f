/** A bucket holds `points`, and fills evenly from empty to full within `seconds`. */
export type Quota = { points: number; seconds: number };

/** What is in a bucket after points were asked of it: how many are left, and in how many seconds it is full, and may be asked again. */
export type Taken = { isGiven: boolean; left: number; fullIn: number; againIn: number };

/** Buckets by their keys: each that nobody has asked yet is full. */
export interface Buckets {
  /** Takes as many points as there may be at most, all of them or none; less than none is put back. */
  take(key: string, points: number, quota: Quota): Promise<Taken>;
  close(): Promise<void>;
}

/** The milliseconds in which a bucket fills by so many points; never more than its whole. */
export const fillingTime = (points: number, { points: most, seconds }: Quota): number =>
  (Math.sign(points) * Math.min(Math.abs(points), most) * seconds * 1_000) / most;

/** A bucket told of by the milliseconds until it is full, with those asked for (GCRA, ITU-T I.371): `emptyIn` over the whole is refused. */
export function takenOf(isGiven: boolean, untilFull: number, asked: number, { points, seconds }: Quota): Taken {
  const whole = seconds * 1_000;
  return {
    isGiven,
    left: Math.max(0, Math.floor(((whole - untilFull) * points) / whole)),
    fullIn: Math.ceil(untilFull / 1_000),
    againIn: isGiven ? 0 : Math.max(1, Math.ceil((untilFull + asked - whole) / 1_000)),
  };
}
