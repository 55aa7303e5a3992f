import { systemActor } from '@takwin/platform/auth';
import type { Database, Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { achievements } from './credentials/reference/achievements.js';
import { certifications } from './exams/reference/certifications.js';
import { exams } from './exams/reference/exams.js';
import { holidays, ramadans } from './legal-time/reference/holidays.js';

/**
 * Loads the exams, certifications, achievements, holidays and Ramadans that ship with the product; what is there already
 * stays as it is, but exams that nobody corrected are told their days by newer sources, and certifications the exams they lacked.
 */
export async function loadCertificationsReference(db: Database): Promise<void> {
  const all = certifications();
  const requirements = all.flatMap(({ id, requires }) =>
    requires.flatMap((codes, alternative) => codes.map((code) => ({ id, alternative, code }))),
  );
  await db.asActor(systemActor('reference'), async (tx) => {
    await tx.query(sql`
      insert into exam as known(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, pass_months,
        twins, released_on, retired_on, gone_by, source, as_of)
      select code, title, family, minutes, "administrationMinutes", "passMark", "retakePolicy",
        case family when 'role-based' then 12 end, array(select jsonb_array_elements_text(twins)),
        "releasedOn", "retiredOn", "goneBy", source, "asOf"
      from jsonb_to_recordset(${JSON.stringify(exams())}::jsonb) as e(code text, title text, family text, minutes int,
        "administrationMinutes" int, "passMark" int, "retakePolicy" text, twins jsonb, "releasedOn" date, "retiredOn" date,
        "goneBy" date, source text, "asOf" date)
      on conflict (code) do update set title = excluded.title, twins = excluded.twins, released_on = excluded.released_on,
        retired_on = excluded.retired_on, gone_by = excluded.gone_by, source = excluded.source, as_of = excluded.as_of,
        version = known.version + 1
      where known.corrected_by is null and (known.as_of is null or known.as_of < excluded.as_of)`);
    await tx.query(sql`
      insert into certification as known(id, title, basis, unreachable)
      select id, title, basis, unreachable from jsonb_to_recordset(${JSON.stringify(all)}::jsonb)
        as c(id text, title text, basis text, unreachable text)
      on conflict (id) do update set unreachable = null where known.unreachable is not null and excluded.unreachable is null`);
    await tx.query(sql`
      insert into requirement(certification_id, alternative, exam_code)
      select id, alternative, code from jsonb_to_recordset(${JSON.stringify(requirements)}::jsonb)
        as r(id text, alternative int, code text)
      on conflict do nothing`);
    await loadCalendar(tx);
    await tx.query(sql`
      insert into achievement(id, kind, name, name_ar)
      select id, kind, name, "nameAr" from jsonb_to_recordset(${JSON.stringify(achievements())}::jsonb)
        as a(id text, kind text, name text, "nameAr" text)
      on conflict do nothing`);
  });
}

// Working hours of public offices in Ramadan: 9:00 to 15:00 (Ministry of public service, a notice each year).
const RAMADAN_HOURS = { opens: '09:00', closes: '15:00' };

async function loadCalendar(tx: Tx): Promise<void> {
  const months = ramadans().map((one) => ({ ...one, ...RAMADAN_HOURS }));
  await tx.query(sql`
    insert into holiday(day, name_fr, name_ar, origin)
    select date, name->>'fr', name->>'ar', origin from jsonb_to_recordset(${JSON.stringify(holidays())}::jsonb)
      as h(date date, name jsonb, origin text)
    on conflict do nothing`);
  await tx.query(sql`
    insert into ramadan(hijri_year, first_day, last_day, opens, closes, origin)
    select "hijriYear", "firstDay", "lastDay", opens, closes, 'umm-al-qura'
    from jsonb_to_recordset(${JSON.stringify(months)}::jsonb)
      as r("hijriYear" int, "firstDay" date, "lastDay" date, opens text, closes text)
    on conflict do nothing`);
}
