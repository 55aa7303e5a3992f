import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { aboutOwn, ONESELF, readOwnRecords } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';

export const ReadOwnTraining = query('ReadOwnTraining', ONESELF, {}, aboutOwn('work as a trainer'));

@Injectable()
export class ReadOwnTrainingHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND to whose token names nobody. */
  run(actor: Actor) {
    return readOwnRecords(this.db, actor, {
      service: 'trainers',
      former: (id) => sql`select subject::uuid as id from person_copy where merged_into = ${id}`,
      sections: [
        {
          id: 'known',
          fr: 'Copie de l’identité',
          ar: 'نسخة الهوية',
          rows: (ids) => sql`
          select subject as id, kind, born_on as "birthDate", active, left_on as "leftOn"
          from person_copy where subject = any(${ids}::text[])`,
        },
        {
          id: 'trainer',
          fr: 'Formateur',
          ar: 'المكون',
          rows: (ids) => sql`
          select id, state, upskilling, upskilling_completed_on as "upskillingCompletedOn",
            upskilling_disproved as "upskillingDisproved", left_on as "leftOn"
          from trainer where id = any(${ids})`,
        },
        {
          id: 'qualifications',
          fr: 'Qualifications',
          ar: 'المؤهلات',
          rows: (ids) => sql`
          select id, kind, topic, obtained_on as "obtainedOn", expires_on as "expiresOn", evidence, confirmed
          from qualification where trainer_id = any(${ids}) order by obtained_on`,
        },
        {
          id: 'plan',
          fr: 'Plan de perfectionnement',
          ar: 'خطة تطوير المهارات',
          rows: (ids) => sql`
          select id, kind, ref, due_on as "dueOn", completed_on as "completedOn", evidence_kind as "evidenceKind", evidence_ref as "evidenceRef",
            agreed_at as "agreedAt", recorded_at as "recordedAt", counts_from as "countsFrom"
          from plan_item where trainer_id = any(${ids}) order by due_on`,
        },
        {
          id: 'withdrawn-plan',
          fr: 'Éléments de plan retirés',
          ar: 'عناصر سحبت من الخطة',
          rows: (ids) => sql`
          select id, kind, ref, due_on as "dueOn", agreed_at as "agreedAt", withdrawn_at as "withdrawnAt", reason
          from plan_item_withdrawn where trainer_id = any(${ids}) order by withdrawn_at`,
        },
      ],
    });
  }
}
