import type { Migration } from '@takwin/platform/postgres';

/**
 * Who was erased is erased once more, of the words that stayed then; and why a completion was taken back is not taken into a copy of who is
 * erased, whenever it is told.
 */
export const moreErasedWordsMigration: Migration = {
  name: '2026-12-09-more-erased-words',
  up: `
    update erasure_work set stage = 'cleared' where stage = 'erased';
    create function literacy_copy_wordless() returns trigger language plpgsql as $$
    begin
      new.revoked_reason := '';
      return new;
    end $$;
    create trigger literacy_copy_wordless before insert or update of revoked_reason on literacy_copy for each row
      when (new.revoked_reason <> '' and is_erased(new.subject::uuid)) execute function literacy_copy_wordless();`,
};
