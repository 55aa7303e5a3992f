import { type Migration, statedOfMigration } from '@takwin/platform/postgres';

const TABLES = [
  'registration',
  'past_attempt',
  'past_attempt_revocation',
  'accommodation',
  'charge',
  'voucher',
  'held',
  'credential',
];

const { name, up } = statedOfMigration('2026-12-05-merged-candidates', ...TABLES.map((table): [string] => [table]), [
  'sitting_proctor',
  'proctor_id',
]);

/** Whether a row that stays as written is another one but for whose it is. */
const isOther =
  "(to_jsonb(old) - '{person_id,stated_of}'::text[] is distinct from to_jsonb(new) - '{person_id,stated_of}'::text[])";

/**
 * What goes to somebody else with a record that was merged. Hours go with the seat; a voucher is used by nobody but its assignee, and an
 * attempt that was taken back stays as written, whosever record that is by now; each of two records may have been of a campaign.
 */
export const mergedCandidatesMigration: Migration = {
  name,
  up: `${up}
    drop index registration_campaign;
    create unique index registration_campaign on registration(campaign_id, coalesce(stated_of, person_id), exam_code)
      where campaign_id is not null;

    create or replace function engage_candidates() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        delete from engagement e using before o, after n
        where e.registration_id = o.id and n.id = o.id
          and (o.person_id, seat_hours(o.state, o.during)) is distinct from (n.person_id, seat_hours(n.state, n.during));
        insert into engagement(person_id, during, registration_id)
          select n.person_id, n.during, n.id from after n join before o using (id)
          where seat_hours(n.state, n.during) is not null
            and (o.person_id, seat_hours(o.state, o.during)) is distinct from (n.person_id, seat_hours(n.state, n.during));
      else
        insert into engagement(person_id, during, registration_id)
          select n.person_id, n.during, n.id from after n where seat_hours(n.state, n.during) is not null;
      end if;
      return null;
    end $$;

    create or replace trigger voucher_stays_void before update on voucher
      for each row when (old.state <> 'assigned' and not (old.state = 'used' and new.state = 'forfeited') and ${isOther})
      execute function keep_void();
    create or replace trigger voucher_stays_the_assignees before update of person_id, lot_id on voucher
      for each row when (old.lot_id <> new.lot_id or new.person_id <> person_now(coalesce(old.stated_of, old.person_id)))
      execute function refuse_change();
    drop trigger past_attempt_revocation_stays on past_attempt_revocation;
    create trigger past_attempt_revocation_stays before update on past_attempt_revocation
      for each row when ${isOther} execute function refuse_change();
    create trigger past_attempt_revocation_is_kept before delete on past_attempt_revocation
      for each row execute function refuse_change();`,
};
