/** For how long a deleted account can be restored (Microsoft Entra, recently deleted users). */
export const RESTORABLE_MS = 30 * 86400000;
