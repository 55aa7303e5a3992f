/**
 * What every column of every service's schema holds: of which kind of personal data it is, or `none`. A spec holds it to PostgreSQL's
 * catalogue, so that a new column is judged before it is there.
 */
const COLUMNS = `
academies.academy                        callers          created_by idempotency_key request_hash proposed_by
academies.academy                        none             id code name_fr name_ar kind profile state region province city accredited_on membership_until names version proposed_on distinct_from distinct_reason interruptions
academies.academy_name_origin            none             academy_id name_fr name_ar fr ar
academies.assignment                     callers          subject role region academy_id group_code place from_on until_on counted_from state given_by reviewed_on reviewed_by ended_by
academies.assignment                     none             id version
academies.assignment_copy                callers          holder role region academy_id group_code from_on until_on
academies.assignment_copy                none             subject version generation
academies.cin_hashing                    none             number
academies.claim                          callers          asked_by decided_by
academies.claim                          identity         id person_id provisional_id academy_id import_id name_fr name_ar matricule birth_date asked_at state reason decided_at
academies.claim                          none             version
academies.correction_request             none             version
academies.correction_request             identity-card    cin_sealed
academies.correction_request             identity         answer asked_at birth_date decided_at document id matricule name person_id reason state
academies.correction_request             callers          asked_by decided_by
academies.erasure                        callers          asked_by decided_by
academies.erasure                        identity         id person_id former reason keeps_credentials asked_at state answer document decided_at finished_at
academies.erasure                        identity-card    sought
academies.erasure                        none             version
academies.erasure                        placements       region academy_id kind
academies.erasure_report                 identity         person_id
academies.erasure_report                 none             service version stage because told_at
academies.erasure_work                   identity         person_id
academies.erasure_work                   none             version changed_at stage because
academies.event                          event-log        body
academies.event                          none             position uid subject type at trace
academies.event_cursor                   none             follower position uid generation rebuilding shape
academies.event_head                     none             one last
academies.event_new                      event-log        body
academies.event_new                      none             id uid subject type at trace
academies.exam_to_come                   exams            subject person_id
academies.exam_to_come                   none             version generation
academies.group_name                     none             academy_id key code
academies.import                         callers          actor created_by cancelled_by
academies.open_charge                    exams            subject person_id
academies.open_charge                    none             version generation
academies.import                         uploaded-files   file header detail idempotency_key request_hash about files sealed_file data_key told
academies.import                         none             id kind state dry_run academy_id encoding code rows accepted rejected persons changes accepted_at attempts encoding_because statement unconfirmed not_followed
academies.import_progress                callers          cancelled_by
academies.import_progress                none             import_id rows accepted rejected
academies.import_rejected_row            uploaded-files   import_id line code column_name reason cells sealed also
academies.kept_work                      kept-answers     subject key place asked answer
academies.kept_work                      none             kept_at
academies.migration                      none             id timestamp name
academies.person                         callers          created_by idempotency_key request_hash left_by stated_by confirmed_by
academies.person                         identity         id matricule family_fr given_fr family_ar given_ar birth_date sex distinct_from distinct_reason spelled_from confirmed birth_date_confirmed matricule_confirmed cin_confirmed confirmed_as confirmed_at confirmed_import claims claims_for claimed_matricule name_corrected_at
academies.person                         identity-card    cin_hash cin_sealed claimed_cin_hash claimed_cin_sealed
academies.person                         placements       kind state academy_id region inactive_reason left_on
academies.person                         none             synthetic version
academies.person_alias                   identity         id person_id
academies.person_claim                   identity         key
academies.person_correction              none             version
academies.person_correction              identity-card    cin_hash cin_sealed now_cin_hash now_cin_sealed
academies.person_correction              identity         birth_date corrected_as corrected_at document family_ar family_fr given_ar given_fr id import_id matricule now_birth_date now_family_ar now_family_fr now_given_ar now_given_fr now_matricule person_id reason
academies.person_correction              callers          corrected_by
academies.person_merge                   placements       placements_are placements_were region
academies.person_merge                   none             version
academies.person_merge                   identity-card    cin_hash cin_sealed claimed_cin_hash claimed_cin_sealed
academies.person_merge                   identity         asked claim_id claimants claims decided_at decided_on document given id merged_id person_id person_was reason statements survivor_was undone_at undone_because
academies.person_merge                   callers          decided_by undone_by
academies.person_statement               identity         import_id person_id
academies.placement                      placements       id person_id academy_id region group_code filiere level year state stated_by stated_line ended_on ended_because seen_by seen_before by_sender
academies.province                       none             code region name_fr name_ar kind population part_of
academies.region                         none             code name_fr name_ar population
academies.retention_report               none             service kind on_day until_at removed ended_at
academies.retention_run                  none             kind on_day until_at removed ended_at
academies.academy_step                   callers          taken_by
academies.academy_step                   none             id academy_id step from_on state document reason taken_at
academies.readiness_proof                callers          recorded_by confirmed_by withdrawn_by
academies.readiness_proof                none             id version academy_id kind proven_on expires_on document state recorded_at confirmed_at withdrawn_at withdrawn_reason
academies.room                           callers          created_by idempotency_key request_hash
academies.room                           none             id academy_id code seats synthetic state version opening_hours closures accessible_seats open_on_holidays
academies.scoreboard_academy             none             subject version generation region counts since membership_until closed interruptions
academies.scoreboard_certification       credentials      subject region academy_id person_id certification counts since credential_id revoked_on
academies.scoreboard_certification       none             version generation
academies.scoreboard_course              none             subject version generation catalogued synthetic
academies.scoreboard_enrolment           learning         subject offering_id person_id hours
academies.scoreboard_enrolment           none             version generation
academies.scoreboard_licence             licences         subject region academy_id person_id counts since
academies.scoreboard_licence             none             version generation
academies.scoreboard_literacy            learning         subject region academy_id counts since evaluation_id
academies.scoreboard_literacy            none             version generation
academies.scoreboard_offering            trainers         subject region academy_id course_id trainer_id counts since ends_on learnt_on
academies.scoreboard_offering            none             version generation
academies.scoreboard_person              placements       subject region academy_id kind active confirmed merged_into erased
academies.scoreboard_person              none             version generation
academies.scoreboard_registration        exams            subject region academy_id person_id active
academies.scoreboard_registration        none             version generation
academies.scoreboard_target              none             id target due_on position version
academies.scoreboard_target_change       callers          changed_by reason
academies.scoreboard_target_change       none             target_id version changed_at changed_on target_before due_before target due_on
academies.scoreboard_trainer             trainers         subject region academy_id counts since
academies.scoreboard_trainer             none             version generation
academies.subject_person                 callers          subject person_id
trainers.academy_copy                    none             subject version generation region accredited accredited_on membership_until
trainers.assignment_copy                 callers          holder role region academy_id group_code from_on until_on
trainers.assignment_copy                 none             subject version generation
trainers.completion_copy                 callers          recorded_by confirmed_by
trainers.completion_copy                 learning         subject person_id course_id day reached_at
trainers.completion_copy                 none             version generation
trainers.course_copy                     none             subject version generation code topics catalogued synthetic
trainers.erasure_work                    identity         person_id
trainers.erasure_work                    none             version changed_at stage because
trainers.event                           event-log        body
trainers.event                           none             position uid subject type at trace
trainers.event_cursor                    none             follower position uid generation rebuilding shape
trainers.event_head                      none             one last
trainers.event_new                       event-log        body
trainers.event_new                       none             id uid subject type at trace
trainers.exam_copy                       none             subject version generation released_on retired_on gone_by
trainers.exam_pass_copy                  exams            subject person_id exam_code day sat_at
trainers.exam_pass_copy                  none             version generation
trainers.kept_work                       kept-answers     subject key place asked answer
trainers.kept_work                       none             kept_at
trainers.migration                       none             id timestamp name
trainers.person_copy                     identity         subject born_on merged_into erasure
trainers.person_copy                     placements       kind academy_id region active left_on confirmed
trainers.person_copy                     none             version generation
trainers.plan_item                       callers          recorded_by agreed_by
trainers.plan_item                       trainers         id trainer_id kind ref due_on completed_on evidence_kind evidence_ref recorded_at agreed_at counts_from trainer_id_before
trainers.plan_item_withdrawn             callers          agreed_by withdrawn_by
trainers.plan_item_withdrawn             trainers         id trainer_id kind ref due_on agreed_at withdrawn_at reason trainer_id_before
trainers.qualification                   trainers         id trainer_id kind topic obtained_on expires_on evidence confirmed trainer_id_before
trainers.retention_run                   none             kind on_day until_at removed ended_at
trainers.subject_person                  callers          subject person_id
trainers.trainer                         callers          created_by idempotency_key request_hash
trainers.trainer                         trainers         id academy_id region state synthetic upskilling upskilling_completed_on left_on upskilling_disproved
trainers.trainer                         none             version
courses.academy_copy                     none             subject version generation region accredited closed accredited_on membership_until in_prison
courses.assignment_copy                  callers          holder role region academy_id group_code from_on until_on
courses.assignment_copy                  none             subject version generation
courses.course                           none             id code title_fr title_ar title_en hours level topics source synthetic state units words digest version
courses.enrolment                        callers          created_by idempotency_key completed_by
courses.enrolment                        learning         id person_id offering_id academy_id region hours state queued reason completed_on completed_by_machine stated_of
courses.enrolment                        none             version
courses.erasure_work                     identity         person_id
courses.erasure_work                     none             version changed_at stage because
courses.event                            event-log        body
courses.event                            none             position uid subject type at trace
courses.event_cursor                     none             follower position uid generation rebuilding shape
courses.event_head                       none             one last
courses.event_new                        event-log        body
courses.event_new                        none             id uid subject type at trace
courses.kept_answer                      kept-answers     created_by idempotency_key request_hash answer
courses.kept_answer                      none             answered_at
courses.kept_work                        kept-answers     subject key place asked answer
courses.kept_work                        none             kept_at
courses.literacy                         learning         person_id academy_id region hours state score certified_on evaluation_id confirmed_hours
courses.literacy                         none             version
courses.literacy_evaluation              callers          sent_by decided_by also_sent_by revoked_by
courses.literacy_evaluation              learning         id person_id score state sent_at decided_at reason revoked_at revoked_reason stated_of
courses.migration                        none             id timestamp name
courses.offering                         callers          created_by idempotency_key request_hash trainer_named_by
courses.offering                         trainers         trainer_id trainer_id_before
courses.offering                         none             id course_id academy_id region starts_on ends_on seats taken state version learnt_on taught_from trainer_named_at
courses.person_copy                      identity         subject merged_into erasure
courses.person_copy                      placements       academy_id region groups active left_on kind confirmed
courses.person_copy                      none             version generation
courses.retention_run                    none             kind on_day until_at removed ended_at
courses.statement                        callers          recorded_by confirmed_by
courses.statement                        learning         id person_id academy_id region enrolment_id course_id verb during literacy digest hours why_not confirmed_at enrolment_id_before stated_of
courses.subject_person                   callers          subject person_id
courses.trainer_copy                     trainers         subject active topics qualifications region
courses.trainer_copy                     none             version generation
certifications.academy_copy              none             subject version generation name region province in_prison accredited closed accredited_on membership_until
certifications.accommodation             accommodations   id person_id exam_code extra_minutes extra_percent reader document state granted_at revoked_at accessible_workstation stated_of
certifications.accommodation             callers          revoked_by created_by idempotency_key request_hash
certifications.achievement               none             id kind name name_ar
certifications.appeal                    callers          decided_by created_by idempotency_key request_hash
certifications.appeal                    exams            id registration_id revision ground state raised_at decided_at reason by_candidate
certifications.appeal                    none             version
certifications.assignment_copy           callers          holder role region academy_id group_code from_on until_on
certifications.assignment_copy           none             subject version generation
certifications.campaign                  callers          created_by idempotency_key request_hash planner_id
certifications.campaign                  exams            persons
certifications.campaign                  none             id exam_codes earliest latest consent dry_run anew state requested booked waitlisted refused moved gap steps days accepted_at touched_at finished_at version opening opening_academies
certifications.campaign_opening          none             campaign_id starts_at room_id academy_id minutes seats proctors candidates
certifications.campaign_plan             none             campaign_id starts_at sitting_id exam_code candidates
certifications.certification             none             id title basis unreachable level prerequisites renewal_months retired_on gone_by source as_of
certifications.charge                    exams            id registration_id person_id academy_id region dirhams state payer stated_of
certifications.charge                    none             version
certifications.charge_entry              callers          made_by
certifications.charge_entry              exams            reason
certifications.charge_entry              none             charge_id state at
certifications.credential                callers          revoked_by reissued_by
certifications.credential                credentials      id person_id certification_id academy_id region achieved_on state jwt issued_at revoked_at revoked_reason accepted_at achievement_id ordinal proof valid_until revoked_by_correction reissued_reason evidence_id names_as_of reissue_asked_at stated_of supersedes superseded_by
certifications.credential                none             version
certifications.engagement                exams            person_id during registration_id sitting_id
certifications.erasure_work              identity         person_id
certifications.erasure_work              none             version changed_at stage because
certifications.event                     event-log        body
certifications.event                     none             position uid subject type at trace
certifications.event_cursor              none             follower position uid generation rebuilding shape
certifications.event_head                none             one last
certifications.event_new                 event-log        body
certifications.event_new                 none             id uid subject type at trace
certifications.exam                      callers          corrected_by minutes_by pass_mark_by terms_by
certifications.exam                      none             code title family minutes administration_minutes pass_mark retake_policy twins pass_months released_on retired_on gone_by source as_of version days languages told_version by_hand confirmed_pass_mark confirmed_minutes
certifications.exam_day_record           callers          recorded_by
certifications.exam_day_record           exams            id sitting_id registration_id kind happened_at details content_hash recorded_at proves
certifications.exam_day_revocation       callers          revoked_by
certifications.exam_day_revocation       exams            record_id reason revoked_at
certifications.exam_rules                none             one seats_per_proctor teacher_may_proctor free_cancellation_days forfeit_hours rebooking_days version vouchers_required result_tolerance_minutes move_notice_days admission_minutes early_start_minutes default_opening_hours cancellation_fee appeal_days least_exam_minutes least_exam_percent readiness_minimum
certifications.held                      credentials      id person_id certification_id academy_id region achieved_on withdrawn_at revoked_at stated_of
certifications.held                      none             version
certifications.holiday                   none             day name_fr name_ar closed origin version
certifications.kept_answer               kept-answers     created_by idempotency_key request_hash answer
certifications.kept_answer               none             answered_at
certifications.kept_work                 kept-answers     subject key place asked answer
certifications.kept_work                 none             kept_at
certifications.literacy_copy             learning         subject academy_id region certified_on evaluation_id revoked_reason
certifications.literacy_copy             none             version generation
certifications.migration                 none             id timestamp name
certifications.past_attempt              callers          recorded_by
certifications.past_attempt              exams            person_id exam_code started_at score source recorded_at stated_of pass_mark
certifications.past_attempt_revocation   callers          recorded_by revoked_by
certifications.past_attempt_revocation   exams            id person_id exam_code started_at score source recorded_at reason revoked_at stated_of
certifications.person_copy               identity         subject birth_date name_fr name_ar matricule birth_date_confirmed merged_into erasure keeps_credentials name_corrected_at
certifications.person_copy               placements       academy_id region groups active left_on kind confirmed
certifications.person_copy               none             version generation
certifications.proctor_seen              trainers         person_id
certifications.proctor_seen              none             version
certifications.ramadan                   none             hijri_year first_day last_day opens closes origin version
certifications.registration              callers          created_by idempotency_key request_hash taught_by consent_by cancelled_by
certifications.registration              exams            id person_id exam_code academy_id region sitting_id during state earliest latest wanted_academy_id consent started_at score reason requested_at queued cancelled_at cancellation workstation campaign_id admitted_at interrupted_at move_reason moved_from seated_at consent_document cancelled_on_request own_wish lapsed_at stated_of pass_mark exam_minutes
certifications.registration              none             version
certifications.requirement               none             certification_id alternative exam_code
certifications.result                    callers          sent_by decided_by also_sent_by
certifications.result                    exams            id registration_id score started_at correction state held_for source sent_at decided_at reason sitting_id corrects
certifications.result_conflict           callers          received_by
certifications.result_conflict           exams            registration_id score started_at source received_at
certifications.result_import             callers          actor created_by cancelled_by
certifications.result_import             uploaded-files   file header detail idempotency_key request_hash about files sealed_file data_key told
certifications.result_import             none             id state dry_run encoding code rows accepted rejected persons changes accepted_at held encoding_because kind
certifications.result_import_progress    callers          cancelled_by
certifications.result_import_progress    none             import_id rows accepted rejected
certifications.result_import_rejected_row uploaded-files   import_id line code column_name reason cells sealed also
certifications.result_revision           callers          recorded_by
certifications.result_revision           exams            registration_id revision score started_at outcome reason source recorded_at
certifications.retake_family             none             key title
certifications.retake_policy             callers          set_by
certifications.retake_policy             none             family valid_from wait_hours counts_from most_attempts span_months after_pass
certifications.retention_run             none             kind on_day until_at removed ended_at
certifications.readiness_copy            none             subject version generation academy_id kind proven_on expires_on
certifications.room_copy                 none             subject version generation academy_id seats open
certifications.room_hours                none             room_id version open workstations opening_hours closures accessible open_on_holidays
certifications.room_open                 none             room_id during
certifications.sitting                   callers          created_by idempotency_key request_hash
certifications.sitting                   none             id academy_id region room_id starts_at minutes during wall_time zone zone_rules seats taken exam_codes state version offered arrangement cancelled_reason guarded campaign_id planned_at
certifications.sitting_proctor           trainers         sitting_id proctor_id during proctor_id_before
certifications.subject_person            callers          subject person_id
certifications.taught                    trainers         person_id trainer_id
certifications.taught_hours              learning         enrolment_id hours
certifications.taught_hours              none             version
certifications.teaching_copy             trainers         subject person_id trainer_id
certifications.teaching_copy             none             version generation
certifications.teaching_seen             trainers         enrolment_id
certifications.teaching_seen             none             version
certifications.trainer_copy              trainers         subject may_proctor may_proctor_until academy_id region upskilled_on upskilling_disproved
certifications.trainer_copy              none             version generation
certifications.voucher                   callers          created_by idempotency_key request_hash
certifications.voucher                   exams            id lot_id academy_id region person_id registration_id state assigned_at ended_at stated_of
certifications.voucher                   none             version
certifications.voucher_balance           none             lot_id account vouchers
certifications.voucher_lot               callers          created_by idempotency_key request_hash
certifications.voucher_lot               none             id family vouchers reference purchased_on expires_on expires_at
certifications.voucher_movement          callers          made_by
certifications.voucher_movement          none             id lot_id from_account to_account vouchers at
licensing.academy_copy                   none             subject version generation region profile closed
licensing.account                        licences         name person_id object_id stated_of
licensing.assignment_copy                callers          holder role region academy_id group_code from_on until_on
licensing.assignment_copy                none             subject version generation
licensing.directory_account              licences         tenant object_id upn usage_location skus deleted_at
licensing.directory_account              none             generation
licensing.directory_sync                 none             tenant delta_link generation synced_at leased_until
licensing.directory_tenant               none             id domain regions
licensing.drift                          licences         tenant person_id sku_id kind academy_id region found_at restorable_until
licensing.entitlement                    licences         person_id sku_id rule_id disabled_plans state since until academy_id region changed_at tried_at problem stated_of
licensing.entitlement_day                none             one reviewed_on
licensing.entitlement_rule               none             id name kinds profiles filieres valid_from valid_until sku_id disabled_plans priority grace_days automatic version
licensing.erasure_work                   identity         person_id
licensing.erasure_work                   none             version changed_at stage because
licensing.event                          event-log        body
licensing.event                          none             position uid subject type at trace
licensing.event_cursor                   none             follower position uid generation rebuilding shape
licensing.event_head                     none             one last
licensing.event_new                      event-log        body
licensing.event_new                      none             id uid subject type at trace
licensing.graph_budget                   none             app not_before window_from writes
licensing.graph_window                   none             key no opens_at spent confirmed not_before patch_cost patches charges
licensing.initial_secret                 callers          handed_to
licensing.initial_secret                 first-passwords  person_id nonce academy_id region account created_at handed_over_at stated_of
licensing.kept_work                      kept-answers     subject key place asked answer
licensing.kept_work                      none             kept_at
licensing.licence                        licences         id person_id sku_id academy_id region state assigned_on stated_of
licensing.licence                        none             version
licensing.licence_group                  none             tenant sku_id plans name group_id ready_at leased_until
licensing.migration                      none             id timestamp name
licensing.outcome                        licences         run_id person_id sku_id academy_id region account state reason attempts holds_seat leased_until position object_id member alone request_id settled_at graph_error
licensing.person_copy                    identity         subject matricule name merged_into erasure
licensing.person_copy                    placements       kind academy_id region active filieres left_on confirmed
licensing.person_copy                    none             version generation
licensing.retention_run                  none             kind on_day until_at removed ended_at
licensing.run                            callers          created_by idempotency_key request_hash approved_by
licensing.run                            none             id sku_id action state region academy_id accepted_at ended_at version method priority disabled_plans preflight reason started_at approved_at total done failed
licensing.run_cursor                     none             run_id tenant position
licensing.seat_pool                      none             sku_id seats used synthetic
licensing.sku                            none             id part_number name audience service_plans
licensing.subject_person                 callers          subject person_id
`;

/** A column, as `schema.table.column`, with the kind of personal data that it holds; `none` where it holds none. */
export const columns: ReadonlyMap<string, string> = new Map(
  COLUMNS.trim()
    .split('\n')
    .flatMap((line) => {
      const [table, kind, ...names] = line.trim().split(/\s+/);
      return names.map((name) => [`${table}.${name}`, kind!] as const);
    }),
);
