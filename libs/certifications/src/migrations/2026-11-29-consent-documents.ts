import type { Migration } from '@takwin/platform/postgres';

/** Where a parent's consent is filed, where that was said. */
export const consentDocumentsMigration: Migration = {
  name: '2026-11-29-consent-documents',
  up: `
    alter table registration add column consent_document text;`,
};
