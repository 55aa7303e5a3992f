import { columns } from './columns.js';

/**
 * What erasure does of columns: rows of a person are removed as a whole, or what is named of them is emptied. A spec holds it to what each
 * service does; of a column that is not named, the rest stays by an id that names nobody.
 */
const ERASED = `
academies.claim                           removed
academies.correction_request              removed
academies.erasure                         emptied  answer asked_by reason sought
academies.event                           emptied  body
academies.event_new                       emptied  body
academies.import_rejected_row             removed
academies.kept_work                       emptied  answer
academies.person                          removed
academies.person_alias                    removed
academies.person_correction               removed
academies.person_merge                    removed
academies.person_statement                removed
academies.placement                       removed
academies.subject_person                  removed
trainers.kept_work                        emptied  answer
trainers.person_copy                      emptied  born_on
trainers.plan_item                        emptied  evidence_ref
trainers.plan_item_withdrawn              emptied  reason
trainers.qualification                    emptied  evidence
trainers.subject_person                   removed
courses.event                             emptied  body
courses.event_new                         emptied  body
courses.kept_answer                       removed
courses.kept_work                         emptied  answer
courses.literacy_evaluation               emptied  reason revoked_reason
courses.person_copy                       emptied  groups
courses.subject_person                    removed
certifications.accommodation              removed
certifications.appeal                     emptied  ground reason
certifications.charge_entry               emptied  reason
certifications.credential                 emptied  jwt proof revoked_reason reissued_reason
certifications.event                      emptied  body
certifications.event_new                  emptied  body
certifications.exam_day_record            emptied  details
certifications.exam_day_revocation        emptied  reason
certifications.kept_answer                removed
certifications.kept_work                  emptied  answer
certifications.literacy_copy              emptied  revoked_reason
certifications.past_attempt               emptied  source
certifications.past_attempt_revocation    emptied  source reason
certifications.person_copy                emptied  birth_date groups matricule name_ar name_fr
certifications.registration               emptied  consent_document reason move_reason
certifications.result                     emptied  correction reason
certifications.result_import_rejected_row removed
certifications.result_revision            emptied  reason
certifications.subject_person             removed
licensing.account                         emptied  person_id stated_of
licensing.directory_account               removed
licensing.drift                           removed
licensing.initial_secret                  removed
licensing.kept_work                       emptied  answer
licensing.outcome                         emptied  account graph_error object_id request_id
licensing.person_copy                     emptied  filieres matricule name
licensing.subject_person                  removed
`;

type Fate = 'removed' | 'emptied' | 'stays';

const [removed, emptied] = [new Set<string>(), new Set<string>()];
for (const line of ERASED.trim().split('\n')) {
  const [table, how, ...names] = line.trim().split(/\s+/);
  if (how === 'removed') removed.add(table!);
  else for (const name of names) emptied.add(`${table}.${name}`);
}

/** Tables of which rows of an erased person are removed, and columns of others that are emptied. */
export const erased: { removed: ReadonlySet<string>; emptied: ReadonlySet<string> } = { removed, emptied };

/** What becomes of a column, as `schema.table.column`, of a person who is erased; of what holds no personal data nothing is said. */
export function fateOf(column: string): Fate | undefined {
  if (removed.has(column.slice(0, column.lastIndexOf('.')))) return 'removed';
  if (emptied.has(column)) return 'emptied';
  return columns.get(column) === 'none' ? undefined : 'stays';
}
