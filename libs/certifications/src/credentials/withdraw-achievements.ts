import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { withdrawUnearned } from './certification.writer.js';
import { discard, revoke } from './credential.writer.js';
import { examAchievement } from './reference/achievements.js';

/** Withdraws what a person no longer passed the exams for, and revokes the credentials that proved it or the exam itself. */
export async function withdrawAchievements(tx: Tx, personId: string, examCode: string, reason: string): Promise<void> {
  const certifications = await withdrawUnearned(tx, personId);
  const passed = await tx.one(sql`
    select from registration where person_id = ${personId} and exam_code = ${examCode} and state = 'passed'`);
  const lost = [...certifications, ...(passed ? [] : [examAchievement(examCode)])];
  if (lost.length === 0) return;
  const which = sql`c.person_id = ${personId} and c.achievement_id = any(${lost})`;
  await discard(tx, which);
  await revoke(tx, which, reason, 'correction');
}
