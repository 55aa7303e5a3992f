import { z } from 'zod';

const RetentionRunView = z
  .object({
    service: z.string().describe('Which service removed it'),
    on: z.iso.date().describe('The legal day of the run'),
    until: z.iso.datetime().describe('What is older was removed'),
    removed: z.int().describe('How many rows that was'),
    endedAt: z.iso.datetime(),
  })
  .meta({ id: 'RetentionRun', description: 'What was removed of a kind on a day' });
export type RetentionRunView = z.output<typeof RetentionRunView>;

const PersonalDataKindView = z
  .object({
    id: z.string().describe('By which settings and reports name the kind'),
    name: z.string(),
    purpose: z.string().describe('What it is processed for'),
    legalBasis: z.string().describe('By which right it is processed'),
    whose: z.string().describe('Whom it is about'),
    sensitive: z.string().nullable().describe('Why it is sensitive in the sense of law 09-08; null where it is not'),
    recipients: z.string().describe('Who is told'),
    keptDays: z.int().nullable().describe('For how many days it is kept; null where it stays'),
    keptFrom: z.string().nullable().describe('From when these days count; null where it stays'),
    atEnd: z.string().nullable().describe('What becomes of it then; null where it stays'),
    staysBecause: z.string().nullable().describe('Why it stays; null where it is kept for a time'),
    columns: z.array(z.string()).describe('Where it lies: schema.table.column'),
    lastRuns: z.array(RetentionRunView).describe('The last run of each service that removed what was no longer kept'),
  })
  .meta({ id: 'PersonalDataKind', description: 'A kind of personal data, as it is declared' });

export const PersonalDataView = z
  .object({ kinds: z.array(PersonalDataKindView) })
  .meta({ id: 'PersonalData', description: 'The register of processing of personal data (law 09-08)' });
export type PersonalDataView = z.output<typeof PersonalDataView>;
