export type PoolSeed = {
  skuId: string;
  partNumber: string;
  audience: 'student' | 'faculty';
  /** Seats to begin with: made up, since a tenant's own count comes from Graph. */
  seats: number;
  synthetic: true;
};

/**
 * The pools that the programme starts with: Office 365 A1 and A1 Plus for students and for faculty (Microsoft's
 * licensing reference, 2025-10-29). Free A1 holds the convention's 500,000 with some to spare.
 */
export function defaultPools(): PoolSeed[] {
  const pool = (skuId: string, partNumber: string, audience: PoolSeed['audience'], seats: number): PoolSeed => ({
    skuId,
    partNumber,
    audience,
    seats,
    synthetic: true,
  });
  return [
    pool('314c4481-f395-4525-be8b-2ec4bb1e9d91', 'STANDARDWOFFPACK_STUDENT', 'student', 550_000),
    pool('94763226-9b3c-4e75-a931-5c89701abe66', 'STANDARDWOFFPACK_FACULTY', 'faculty', 20_000),
    pool('e82ae690-a2d5-4d76-8d30-7c6e01e6022e', 'STANDARDWOFFPACK_IW_STUDENT', 'student', 10_000),
    pool('78e66a63-337a-4a9a-8959-41c6654dfb56', 'STANDARDWOFFPACK_IW_FACULTY', 'faculty', 1_000),
  ];
}
