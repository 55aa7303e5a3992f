import type { Migration } from '@takwin/platform/postgres';

/** What services told of personal data that they removed, by kind and legal day. */
export const retentionReportsMigration: Migration = {
  name: '2026-12-05-retention-reports',
  up: `
    create table retention_report(
      service text, kind text, on_day date, until_at timestamptz not null, removed int not null, ended_at timestamptz not null,
      primary key (service, kind, on_day)
    );`,
};
