import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

/** What a person has earned, and where it counts; `certificationId` where it is a certification. */
export type EarnedAchievement = {
  personId: string;
  achievementId: string;
  certificationId?: string;
  academyId: string;
  region: string;
  /** YYYY-MM-DD */
  achievedOn: string;
  /** The last day on which it holds; without an end unless told. */
  validUntil?: string | null;
};

/**
 * Writes down credentials that are to be signed, and returns their ids. Once for each person, achievement and day,
 * however often it is told: where there was one that was revoked, no other comes by itself; a renewal has a day of its own.
 */
export async function earnCredentials(tx: Tx, earned: readonly EarnedAchievement[]): Promise<string[]> {
  if (earned.length === 0) return [];
  const rows = await tx.query<{ id: string }>(sql`
    insert into credential(person_id, achievement_id, certification_id, academy_id, region, achieved_on, valid_until,
      accepted_at)
    select e."personId", e."achievementId", e."certificationId", e."academyId", e.region, e."achievedOn", e."validUntil", ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(earned)}::jsonb) as e("personId" uuid, "achievementId" text,
      "certificationId" text, "academyId" uuid, region text, "achievedOn" date,
      "validUntil" date)
    where exists (select from achievement a where a.id = e."achievementId") and not exists (
      select from credential c where c.person_id = e."personId" and c.achievement_id = e."achievementId"
        and c.achieved_on = e."achievedOn")
    order by 1, 2 on conflict do nothing returning id`);
  return rows.map(({ id }) => id);
}
