import type { lifeCycle } from '@takwin/platform/schema';
import sql, { raw, type Sql } from 'sql-template-tag';
import { registrationLife } from '../booking/registration.life.js';
import { campaignLife } from '../campaigns/campaign.life.js';
import { certificationLife } from '../credentials/certification.life.js';
import { chargeLife } from '../charges/charge.life.js';
import { credentialLife } from '../credentials/credential.life.js';
import { sittingLife } from '../sittings/sitting.life.js';
import { voucherLife } from '../vouchers/voucher.life.js';

type Life = ReturnType<ReturnType<typeof lifeCycle<string, string>>>;
type Query = <R>(statement: Sql) => Promise<R[]>;

/** Tables of nouns that have a life, and how a row says in which state it is. */
const LIVES: Record<string, { life: Life; state?: string }> = {
  registration: { life: registrationLife as unknown as Life },
  sitting: { life: sittingLife as unknown as Life },
  voucher: { life: voucherLife as unknown as Life },
  charge: { life: chargeLife as unknown as Life },
  campaign: { life: campaignLife as unknown as Life },
  credential: { life: credentialLife as unknown as Life },
  held: {
    life: certificationLife as unknown as Life,
    state: `case when ROW.withdrawn_at is null then 'held' else 'withdrawn' end`,
  },
};

type Step = {
  noun: string;
  subject: string;
  before: string | null;
  after: string | null;
  versions: [number | null, number | null];
};
type Told = { noun: string; subject: string; type: string; version: number; state: string };

/** Has the database write every change of these tables' rows down, as it happens, and judges what was written and told. */
export class LivesJudge {
  readonly #last = new Map<string, Pick<Told, 'version'> & { state: string | undefined }>();
  #read = 0;

  constructor(private readonly query: Query) {}

  async watch(): Promise<void> {
    await this.query(sql`
      create table step(id bigint generated always as identity, tx xid8 default pg_current_xact_id(), noun text,
        subject uuid, before text, after text, versions int[])`);
    for (const [noun, { state = 'ROW.state' }] of Object.entries(LIVES)) {
      const of = (row: string): string => state.replace('ROW', row);
      await this.query(
        raw(`
        create function step_of_${noun}() returns trigger language plpgsql as $$ begin
          insert into step(noun, subject, before, after, versions) values ('${noun}', coalesce(new.id, old.id),
            case when tg_op <> 'INSERT' then ${of('old')} end, case when tg_op <> 'DELETE' then ${of('new')} end,
            array[old.version, new.version]);
          return null;
        end $$;
        create trigger step_of_${noun} after insert or update or delete on ${noun}
          for each row execute function step_of_${noun}();`),
      );
    }
  }

  /** What is wrong with what has happened since it was asked last, and with the rows as they are; one sentence for each fault. */
  async faults(now: Date): Promise<string[]> {
    // What a transaction makes of a row is one step, whatever the row was in between.
    const steps = await this.query<Step>(sql`
      with gone as (delete from step returning *)
      select noun, subject, (array_agg(before order by id))[1] as before, (array_agg(after order by id desc))[1] as after,
        array[(array_agg(versions order by id))[1][1], (array_agg(versions order by id desc))[1][2]] as versions
      from gone group by tx, noun, subject`);
    const told = await this.query<Told & { id: number }>(sql`
      select id, subject as noun, c->>'s' as subject, type, (c->>'v')::int as version, c->'d'->>'state' as state
      from event_new cross join jsonb_array_elements(body->'changes') with ordinality as changes(c, place)
      where id > ${this.#read} and subject <> 'exam' order by id, place`);
    // Exams of the catalogue are told of as they are: they have no life.
    this.#read = told.at(-1)?.id ?? this.#read;
    return [
      ...steps.flatMap(faultOfStep),
      ...told.flatMap((one) => this.#faultOfTold(one)),
      ...(await this.#faultsOfRows(now)),
    ];
  }

  #faultOfTold({ noun, subject, type, version, state }: Told): string[] {
    const about = `${noun} ${subject}`;
    const last = this.#last.get(about) ?? FIRST[noun] ?? { version: 0, state: undefined };
    this.#last.set(about, { version, state });
    const { life } = LIVES[noun === 'certification' ? 'held' : noun]!;
    const tells = life.between(last.state, state).some((name) => life.transitions[name]!.event === type);
    // Seats of sittings are counted in versions of which nobody is told.
    const follows = noun === 'sitting' ? version > last.version : version === last.version + 1;
    return tells && follows ? [] : [`${about} from ${last.state} v${last.version} to ${state} v${version} by ${type}`];
  }

  async #faultsOfRows(now: Date): Promise<string[]> {
    const rows = await this.query<{ fault: string }>(faultsOfRows(now));
    return rows.map(({ fault }) => fault);
  }
}

// Nobody is told of a credential before it is signed.
const FIRST: Record<string, { version: number; state: string }> = { credential: { version: 1, state: 'pending' } };

function faultOfStep({ noun, subject, before, after, versions: [was, is] }: Step): string[] {
  if (before === null && after === null) return [];
  const { life } = LIVES[noun]!;
  const ways = after === null ? endsOf(life, before!) : life.between(before ?? undefined, after);
  const isBack = was !== null && is !== null && is < was;
  const about = `${noun} ${subject} from ${before} v${was} to ${after} v${is}`;
  return ways.length === 0 || isBack ? [`${about}: no such transition`] : [];
}

// What a row may take that leads to no state.
const endsOf = (life: Life, state: string): string[] =>
  Object.entries(life.transitions).flatMap(([name, { from, to }]) =>
    to?.length === 0 && from.includes(state) ? [name] : [],
  );

const LATEST = sql`
  select distinct on (c->>'s') subject as noun, c->>'s' as id, (c->>'v')::int as version, c->'d' as d
  from event_new cross join jsonb_array_elements(body->'changes') c order by c->>'s', (c->>'v')::int desc`;

/** Rows that are not as they were told last, or do not agree with each other. */
const faultsOfRows = (now: Date): Sql => sql`
    with told as (${LATEST})
    select 'registration ' || r.id || ' is not as it was told' as fault from registration r left join told t on t.id = r.id::text
    where t.id is null or t.version <> r.version
      or t.d->>'state' <> r.state or t.d->>'reason' is distinct from r.reason or (t.d->>'score')::int is distinct from r.score
      or t.d->>'sittingId' is distinct from r.sitting_id::text
      or (t.d->>'startsAt')::timestamptz is distinct from lower(r.during)
    union all
    select 'sitting ' || s.id || ' is not as it was told' from sitting s left join told t on t.id = s.id::text
    where t.id is null or t.version > s.version or t.d->>'state' <> s.state or (t.d->>'seats')::int <> s.seats
      or (t.d->>'startsAt')::timestamptz <> s.starts_at or t.d->'proctorIds' <> (select coalesce(
        jsonb_agg(proctor_id order by proctor_id), '[]') from sitting_proctor p where p.sitting_id = s.id)
    union all
    select 'credential ' || c.id || ' is not as it was told' from credential c left join told t on t.id = c.id::text
    where c.state <> 'pending' and (t.id is null or t.version <> c.version or t.d->>'state' <> c.state)
    union all
    select 'charge ' || c.id || ' is not as it was told' from charge c left join told t on t.id = c.id::text
    where t.id is null or t.version <> c.version or t.d->>'state' <> c.state
    union all
    select 'certification ' || h.id || ' is not as it was told' from held h left join told t on t.id = h.id::text
    where t.id is null or t.version <> h.version or (t.d->>'state' = 'held') <> (h.withdrawn_at is null)
      or (t.d->>'revokedOn' is null) <> (h.revoked_at is null)
    union all
    select 'sitting ' || s.id || ' counts ' || (s.taken - s.offered) || ' of ' || count(r.id) || ' seats'
    from sitting s left join registration r on r.sitting_id = s.id and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
    group by s.id having s.taken - s.offered <> count(r.id)
    union all
    select 'registration ' || r.id || ' is ' || r.state || ' in a sitting that is ' || s.state
    from registration r join sitting s on s.id = r.sitting_id
    where r.state = 'booked' and (s.state <> 'open' or s.during <> r.during)
    union all
    select 'registration ' || r.id || ' is ' || r.state || ' and engaged ' || coalesce(e.during::text, 'nowhere')
    from registration r left join engagement e on e.registration_id = r.id
    where seat_hours(r.state, r.during) is distinct from e.during
    union all
    select 'voucher ' || v.id || ' is bound to what is ' || r.state
    from voucher v join registration r on r.id = v.registration_id
    where v.state = 'assigned' and r.state not in ('requested', 'waitlisted', 'booked')
    union all
    select 'voucher ' || v.id || ' is left with who has left'
    from voucher v join voucher_lot l on l.id = v.lot_id join person_copy p on p.subject = v.person_id::text
    where v.state = 'assigned' and v.registration_id is null and not p.active and l.expires_at >= ${now}
    union all
    select 'lot ' || b.lot_id || ' has ' || b.vouchers || ' in ' || b.account from voucher_balance b
    where b.account like 'assigned:%' and b.vouchers <> (select count(*) from voucher v
      where v.lot_id = b.lot_id and v.state = 'assigned' and 'assigned:' || v.academy_id = b.account)
    union all
    select 'certification ' || h.id || ' is held without its exams' from held h
    where h.withdrawn_at is null and exists (
      select from (select distinct alternative from requirement q where q.certification_id = h.certification_id) n
      where not exists (select from requirement q join registration r on r.exam_code = q.exam_code
        where q.certification_id = h.certification_id and q.alternative = n.alternative and r.person_id = h.person_id
          and r.state = 'passed'))
    union all
    select 'credential ' || c.id || ' proves what is withdrawn' from credential c
    join held h on h.person_id = c.person_id and h.certification_id = c.certification_id
    where h.withdrawn_at is not null and c.state <> 'revoked'
    union all
    select 'person ' || r.person_id || ' has earned ' || q.certification_id || ' and does not hold it'
    from registration r join requirement q on q.exam_code = r.exam_code where r.state = 'passed' and not exists (
      select from held h where h.person_id = r.person_id and h.certification_id = q.certification_id and h.withdrawn_at is null)
    group by r.person_id, q.certification_id having count(distinct q.alternative) = (
      select count(distinct a.alternative) from requirement a where a.certification_id = q.certification_id)`;
