import { claimedBirthDatesMigration } from './migrations/2026-12-07-claimed-birth-dates.js';
import { boundPersonsMigration } from './migrations/2026-12-06-bound-persons.js';
import { eventLogMigration } from '@takwin/platform/events';
import { cancelledImports, everyFault, importProgress, sealedImports } from '@takwin/platform/imports';
import {
  groupKeysMigration,
  groupMembersMigration,
  groupsByKeyMigration,
  humansMigration,
  keptWorkMigration,
  lookAlikesMigration,
  mergedHumansMigration,
  type Migration,
} from '@takwin/platform/postgres';
import {
  askedNamesMigration,
  calledNamesMigration,
  heardNamesMigration,
  mostWordsMigration,
  partedNamesMigration,
  searchMigration,
  shortWordsMigration,
  spelledNamesMigration,
} from '@takwin/platform/search';
import { academiesMigration } from './migrations/2026-11-24-academies.js';
import { importsMigration } from './migrations/2026-11-24-imports.js';
import { roomHoursMigration } from './migrations/2026-11-26-room-hours.js';
import { distinctAcademiesMigration } from './migrations/2026-11-29-distinct-academies.js';
import { inactivePersonsMigration } from './migrations/2026-11-28-inactive-persons.js';
import { accessibleSeatsMigration } from './migrations/2026-11-29-accessible-seats.js';
import { leftOnMigration } from './migrations/2026-11-29-left-on.js';
import { listedImportsMigration } from './migrations/2026-11-30-listed-imports.js';
import { refusedFilesMigration } from './migrations/2026-11-30-refused-files.js';
import { listedPersonsMigration } from './migrations/2026-11-29-listed-persons.js';
import { nameKeysMigration } from './migrations/2026-11-29-name-keys.js';
import { oneRegistrationMigration } from './migrations/2026-11-29-one-registration.js';
import { firstSpellingsMigration } from './migrations/2026-12-02-first-spellings.js';
import { interruptionsMigration } from './migrations/2026-12-01-interruptions.js';
import { openOnHolidaysMigration } from './migrations/2026-11-29-open-on-holidays.js';
import { proposedAccreditationsMigration } from './migrations/2026-11-29-proposed-accreditations.js';
import { placementsStatedMigration } from './migrations/2026-12-02-placements-stated.js';
import { searchedNamesMigration } from './migrations/2026-12-01-searched-names.js';
import { toldEncodingsMigration } from './migrations/2026-12-01-told-encodings.js';
import { confirmedPersonsMigration } from './migrations/2026-12-03-confirmed-persons.js';
import { nameOriginsMigration } from './migrations/2026-12-02-name-origins.js';
import { personSearchMigration } from './migrations/2026-12-03-person-search.js';
import { placementsSeenMigration } from './migrations/2026-12-03-placements-seen.js';
import { assignmentsMigration } from './migrations/2026-12-03-assignments.js';
import { citiesInArabicMigration } from './migrations/2026-12-04-cities-in-arabic.js';
import { oneApostropheMigration } from './migrations/2026-12-04-one-apostrophe.js';
import { followedRowsMigration } from './migrations/2026-12-05-followed-rows.js';
import { apostrophesMigration } from './migrations/2026-12-06-apostrophes.js';
import { heardPersonsMigration, tifinaghPersonsMigration } from './migrations/2026-12-07-heard-persons.js';
import { confirmedNumbersMigration, waitingPersonsMigration } from './migrations/2026-12-08-confirmed-numbers.js';
import { spelledPersonsMigration } from './migrations/2026-12-08-spelled-persons.js';
import { groupsInCapitalsMigration } from './migrations/2026-12-06-groups-in-capitals.js';
import { unnumberedArabicNamesMigration, unnumberedNamesMigration } from './migrations/2026-12-07-unnumbered-names.js';
import { groupNamesMigration } from './migrations/2026-12-08-group-names.js';
import { zippedFilesMigration } from './migrations/2026-12-04-zipped-files.js';
import { cardHashesMigration, cardKeysMigration } from './migrations/2026-12-05-card-keys.js';
import { retentionReportsMigration } from './migrations/2026-12-05-retention-reports.js';
import { mergedPersonsMigration } from './migrations/2026-12-05-merged-persons.js';
import { personCorrectionsMigration } from './migrations/2026-12-05-person-corrections.js';
import { correctionRequestsMigration } from './migrations/2026-12-05-correction-requests.js';
import { erasuresMigration } from './migrations/2026-12-06-erasures.js';
import { academyStepsMigration } from './migrations/2026-12-08-academy-steps.js';
import { readinessProofsMigration } from './migrations/2026-12-08-readiness-proofs.js';
import { examToComeMigration, openChargeMigration } from './copies.js';
import { personsApartMigration } from './migrations/2026-12-07-persons-apart.js';
import { claimedPersonsMigration } from './migrations/2026-12-04-claimed-persons.js';
import { wordlessErasuresMigration } from './migrations/2026-12-09-wordless-erasures.js';

export const academiesMigrations: Migration[] = [
  eventLogMigration('academies'),
  academiesMigration,
  importsMigration,
  roomHoursMigration,
  inactivePersonsMigration,
  accessibleSeatsMigration,
  openOnHolidaysMigration,
  proposedAccreditationsMigration,
  leftOnMigration,
  oneRegistrationMigration,
  listedPersonsMigration,
  listedImportsMigration,
  refusedFilesMigration,
  nameKeysMigration,
  distinctAcademiesMigration,
  keptWorkMigration,
  toldEncodingsMigration,
  lookAlikesMigration,
  interruptionsMigration,
  placementsStatedMigration,
  nameOriginsMigration,
  searchMigration,
  searchedNamesMigration,
  firstSpellingsMigration,
  confirmedPersonsMigration,
  placementsSeenMigration,
  personSearchMigration,
  humansMigration,
  assignmentsMigration,
  zippedFilesMigration,
  partedNamesMigration,
  claimedPersonsMigration,
  oneApostropheMigration,
  citiesInArabicMigration,
  followedRowsMigration,
  calledNamesMigration,
  sealedImports('import'),
  cardKeysMigration,
  cardHashesMigration,
  retentionReportsMigration,
  mergedPersonsMigration,
  mergedHumansMigration,
  personCorrectionsMigration,
  correctionRequestsMigration,
  groupsInCapitalsMigration,
  askedNamesMigration,
  boundPersonsMigration,
  apostrophesMigration,
  importProgress('import'),
  unnumberedNamesMigration,
  unnumberedArabicNamesMigration,
  erasuresMigration,
  examToComeMigration,
  mostWordsMigration,
  heardNamesMigration,
  heardPersonsMigration,
  tifinaghPersonsMigration,
  claimedBirthDatesMigration,
  personsApartMigration,
  readinessProofsMigration,
  academyStepsMigration,
  groupMembersMigration(
    `select distinct person_id from placement
      where state = 'active' and academy_id = any(academies) and group_code = any(codes)`,
  ),
  everyFault('import'),
  cancelledImports('import'),
  groupKeysMigration,
  groupNamesMigration,
  groupsByKeyMigration({
    index: { name: 'placement_group_key', on: 'placement(group_key(group_code), academy_id, person_id)' },
    members: `select distinct person_id from placement
      where state = 'active' and academy_id = any(academies) and group_key(group_code) = any(array(select group_key(code) from unnest(codes) code))`,
  }),
  openChargeMigration,
  shortWordsMigration,
  spelledNamesMigration,
  spelledPersonsMigration,
  wordlessErasuresMigration,
  confirmedNumbersMigration,
  waitingPersonsMigration,
];
