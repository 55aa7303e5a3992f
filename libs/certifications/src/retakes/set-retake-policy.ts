import { Injectable } from '@nestjs/common';
import { ExamCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { Database, refusing, type Tx } from '@takwin/platform/postgres';
import { codeList, command, LocalDate, query, Title } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { legalDayOf } from '@takwin/platform/clock';
import { RetakeFamilyExists, RetakeFamilyUnknown, RetakePolicyExists, RetakePolicyInThePast } from './retake-policy.js';
import { setRetakeFamily } from '../exams/catalogue.writer.js';
import { ExamUnknown } from '../sittings/sitting.js';

const FamilyKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, '2 to 40 small letters, digits and hyphens, a letter first')
  .meta({ maxLength: 40, examples: ['office'] });

const CountsFrom = codeList('RetakeCountsFrom', 'From when waiting counts', {
  start: 'From the start of the failed attempt',
  end: 'From the end of the failed attempt',
});
const AfterPass = codeList('RetakeAfterPass', 'Whether an exam that was passed may be sat again', {
  never: 'It may not',
  'once-expired': 'It may once the certification that it earned has expired',
});

const Limit = z
  .strictObject({ attempts: z.int().min(1).max(100), months: z.int().min(1).max(120) })
  .meta({ id: 'RetakeLimit', description: 'At most so many attempts in so many months from the first' });

const version = {
  validFrom: LocalDate.describe('From midnight in Morocco; not before today'),
  waitHours: z
    .array(z.int().min(0).max(20_000))
    .min(1)
    .max(20)
    .describe('Hours after failed attempt n; the last holds for all later ones'),
  countsFrom: CountsFrom.default('start'),
  limit: Limit.nullish(),
  afterPass: AfterPass.default('never'),
};

const ADMINISTRATORS = { 'programme-admin': 'programme' } as const;

export const OpenRetakeFamily = command(
  'OpenRetakeFamily',
  ADMINISTRATORS,
  { key: FamilyKey, title: Title({ max: 100 }).meta({ examples: ['Microsoft Office Specialist'] }), ...version },
  {
    summary: 'Open a family of exams',
    description: 'Opens a family of exams with the first version of its retake policy.',
  },
);
export type OpenRetakeFamily = z.output<typeof OpenRetakeFamily>;

export const SetRetakePolicy = command(
  'SetRetakePolicy',
  ADMINISTRATORS,
  { family: FamilyKey, ...version },
  {
    summary: 'Add a version of a retake policy',
    description:
      'Adds a version of a family’s retake policy that is valid from a day on; those before stay as they are.',
  },
);
export type SetRetakePolicy = z.output<typeof SetRetakePolicy>;

export const SetExamRetakeFamily = command(
  'SetExamRetakeFamily',
  ADMINISTRATORS,
  { code: ExamCode, family: FamilyKey },
  {
    summary: 'Set the retake family of an exam',
    description: 'Says by which family’s policy an exam is retaken.',
  },
);
export type SetExamRetakeFamily = z.output<typeof SetExamRetakeFamily>;

export const FindRetakeFamilies = query(
  'FindRetakeFamilies',
  EVERYONE,
  {},
  {
    summary: 'List families of exams with their retake policies',
    description: 'Lists all families of exams, each with every version of its retake policy.',
  },
);

const RetakeVersionView = z
  .object({
    validFrom: z.iso.date(),
    waitHours: z.array(z.int()),
    countsFrom: CountsFrom,
    limit: Limit.nullable(),
    afterPass: AfterPass,
  })
  .meta({ id: 'RetakePolicyVersion' });
const RetakeFamilyView = z
  .object({ key: z.string(), title: z.string(), versions: z.array(RetakeVersionView).describe('Oldest first') })
  .meta({ id: 'RetakeFamily' });
export const RetakeFamiliesView = z.object({ items: z.array(RetakeFamilyView) }).meta({ id: 'RetakeFamilies' });
export type RetakeFamiliesView = z.output<typeof RetakeFamiliesView>;

@Injectable()
export class SetRetakePolicyHandler {
  constructor(private readonly db: Database) {}

  /** Refuses RETAKE_FAMILY_EXISTS. */
  open(actor: Actor, { key, title, ...first }: OpenRetakeFamily): Promise<RetakeFamiliesView> {
    return this.db.asActor(actor, async (tx) => {
      await refusing(tx.query(sql`insert into retake_family(key, title) values (${key}, ${title})`), {
        retake_family_pkey: () => new RetakeFamilyExists(),
      });
      await this.insert(tx, key, first);
      return families(tx);
    });
  }

  /** Refuses RETAKE_FAMILY_UNKNOWN, a day before today, and RETAKE_POLICY_EXISTS where a version holds from that day. */
  set(actor: Actor, { family, ...added }: SetRetakePolicy): Promise<RetakeFamiliesView> {
    return this.db.asActor(actor, async (tx) => {
      await this.insert(tx, family, added);
      return families(tx);
    });
  }

  /** Refuses EXAM_UNKNOWN and RETAKE_FAMILY_UNKNOWN. */
  setExam(actor: Actor, { code, family }: SetExamRetakeFamily): Promise<RetakeFamiliesView> {
    return this.db.asActor(actor, async (tx) => {
      const changed = await refusing(setRetakeFamily(tx, code, family), {
        exam_retake_family: () => new RetakeFamilyUnknown(family),
      });
      if (!changed) throw new ExamUnknown(code);
      return families(tx);
    });
  }

  find(actor: Actor): Promise<RetakeFamiliesView> {
    return this.db.readAs(actor, families);
  }

  private async insert(tx: Tx, family: string, added: Omit<SetRetakePolicy, 'family'>): Promise<void> {
    const { validFrom, waitHours, countsFrom, limit, afterPass } = added;
    if (validFrom < legalDayOf(tx.at)) throw new RetakePolicyInThePast();
    await refusing(
      tx.query(sql`
        insert into retake_policy(family, valid_from, wait_hours, counts_from, most_attempts, span_months, after_pass, set_by)
        values (${family}, ${validFrom}, ${waitHours}, ${countsFrom}, ${limit?.attempts ?? null}, ${limit?.months ?? null},
          ${afterPass}, ${tx.actor.subject})`),
      {
        retake_policy_family_fkey: () => new RetakeFamilyUnknown(family),
        retake_policy_pkey: () => new RetakePolicyExists(),
      },
    );
  }
}

async function families(tx: Tx): Promise<RetakeFamiliesView> {
  const items = await tx.query<RetakeFamiliesView['items'][number]>(sql`
    select f.key, f.title, jsonb_agg(jsonb_build_object('validFrom', p.valid_from, 'waitHours', p.wait_hours,
      'countsFrom', p.counts_from, 'afterPass', p.after_pass, 'limit', case when p.most_attempts is not null then
        jsonb_build_object('attempts', p.most_attempts, 'months', p.span_months) end) order by p.valid_from) as versions
    from retake_family f join retake_policy p on p.family = f.key group by f.key order by f.key`);
  return { items };
}
