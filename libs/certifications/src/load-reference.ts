import { systemActor } from '@takwin/platform/auth';
import type { Database, Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { loadCatalogue } from './exams/catalogue.writer.js';
import { partNamesakes } from './exams/part-namesakes.js';
import { holidays, ramadans } from './legal-time/reference/holidays.js';

/**
 * Loads the exams, certifications, achievements, holidays and Ramadans that ship with the product; what is there already
 * stays as it is, but exams that nobody corrected are told their days by newer sources, and certifications the exams they lacked, and exams
 * that a release before joined by their titles are parted.
 */
export async function loadCertificationsReference(db: Database): Promise<void> {
  await db.asActor(systemActor('reference'), async (tx) => {
    await loadCatalogue(tx);
    await partNamesakes(tx);
    await loadCalendar(tx);
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
