import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { aboutOwn, ONESELF, readOwnRecords } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';

export const ReadOwnRegister = query('ReadOwnRegister', ONESELF, {}, aboutOwn('entry in the register'));

@Injectable()
export class ReadOwnRegisterHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND to whose token names nobody, or somebody whom the register has no more. */
  async run(actor: Actor) {
    const told = await readOwnRecords(this.db, actor, {
      service: 'academies',
      former: (id) => sql`select id from person_alias where person_id = ${id}`,
      sections: [
        {
          id: 'person',
          fr: 'Identité',
          ar: 'الهوية',
          rows: (ids) => sql`
          select p.id, p.kind, coalesce(p.matricule, p.claimed_matricule) as matricule, p.family_fr as family, p.given_fr as given,
            p.family_ar as "familyArabic", p.given_ar as "givenArabic", p.birth_date as "birthDate", p.sex,
            coalesce(p.cin_sealed, p.claimed_cin_sealed) is not null as "hasCin", p.state, p.inactive_reason as "inactiveReason",
            p.left_on as "leftOn", a.name_fr as academy, p.region, p.confirmed, p.confirmed_at as "confirmedAt",
            p.birth_date_confirmed as "birthDateConfirmed", p.matricule_confirmed as "matriculeConfirmed", p.cin_confirmed as "cinConfirmed", p.name_corrected_at as "nameCorrectedAt", p.spelled_from as "spelledFrom"
          from person p join academy a on a.id = p.academy_id where p.id = any(${ids})`,
        },
        {
          id: 'former-ids',
          fr: 'Identifiants antérieurs',
          ar: 'المعرفات السابقة',
          rows: (ids) => sql`select id from person_alias where id = any(${ids}) order by id`,
        },
        {
          id: 'placements',
          fr: 'Affectations',
          ar: 'التعيينات',
          rows: (ids) => sql`
          select a.name_fr as academy, l.region, l.group_code as "group", l.filiere, l.level, l.year, l.state, l.ended_on as "endedOn",
            l.ended_because as "endedBecause"
          from placement l join academy a on a.id = l.academy_id where l.person_id = any(${ids}) order by l.id`,
        },
        {
          id: 'corrections',
          fr: 'Rectifications',
          ar: 'التصحيحات',
          rows: (ids) => sql`
          select corrected_at as at, reason, document, family_fr as family, given_fr as given, family_ar as "familyArabic",
            given_ar as "givenArabic", birth_date as "birthDate", matricule, now_family_fr as "nowFamily", now_given_fr as "nowGiven",
            now_family_ar as "nowFamilyArabic", now_given_ar as "nowGivenArabic", now_birth_date as "nowBirthDate",
            now_matricule as "nowMatricule", cin_hash is distinct from now_cin_hash as "cinCorrected"
          from person_correction where person_id = any(${ids}) order by corrected_at, version`,
        },
        {
          id: 'correction-requests',
          fr: 'Demandes de rectification',
          ar: 'طلبات التصحيح',
          rows: (ids) => sql`
          select id, name, birth_date as "birthDate", matricule, cin_sealed is not null as "asksCin", reason, document,
            asked_at as "askedAt", state, answer, decided_at as "decidedAt"
          from correction_request where person_id = any(${ids}) order by asked_at`,
        },
        {
          id: 'erasures',
          fr: 'Demandes d’effacement',
          ar: 'طلبات المحو',
          rows: (ids) => sql`
          select id, keeps_credentials as "keepsCredentials", reason, document, asked_at as "askedAt", state, answer,
            decided_at as "decidedAt", finished_at as "finishedAt"
          from erasure where person_id = any(${ids}) order by asked_at`,
        },
        {
          id: 'roles',
          fr: 'Rôles attribués',
          ar: 'الأدوار المسندة',
          rows: (ids) => sql`
          select s.role, s.region, a.name_fr as academy, s.group_code as "group", s.from_on as "from", s.until_on as "until", s.state
          from assignment s left join academy a on a.id = s.academy_id
          where s.subject in (select h.subject from subject_person h where h.person_id = any(${ids})) order by s.from_on`,
        },
      ],
    });
    if (told.sections.find(({ id }) => id === 'person')?.rows.length === 0) throw new NotFound('person');
    return told;
  }
}
