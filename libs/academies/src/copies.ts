import { charge, registration } from '@takwin/contracts/events/certifications';
import { copyMigration, copyOf } from '@takwin/platform/events';

/** Who has asked for an exam, waits for it or has a seat. */
export const examToCome = copyOf(registration, {
  table: 'exam_to_come',
  columns: { person_id: 'uuid' },
  keep: ({ state }) => state === 'requested' || state === 'waitlisted' || state === 'booked',
  row: ({ personId }) => ({ person_id: personId }),
  indexes: ['(person_id)'],
});

/** Who owes what a late cancellation cost. */
export const openCharge = copyOf(charge, {
  table: 'open_charge',
  columns: { person_id: 'uuid' },
  keep: ({ state }) => state === 'booked',
  row: ({ personId }) => ({ person_id: personId }),
  indexes: ['(person_id)'],
});

export const openChargeMigration = copyMigration(openCharge);
export const examToComeMigration = copyMigration(examToCome);
