/**
 * The types of the graph that have no id, by why: what is not named here has one. A connection, an edge and the outcome of something
 * that was sent have none by their names.
 */
export const WITHOUT_ID = {
  suffixes: ['Connection', 'Edge', 'Outcome', 'Outcomes'],
  types: [
    // Found again by what the field calls them: an exam by its code, a day, a year, a family of exams, a product.
    ...['Exam', 'Holiday', 'Ramadan', 'RetakeFamily', 'RetakePolicyVersion', 'SeatPool'],
    // What is told of one person, sitting or registration, and asked for by its id.
    ...['Entitlement', 'LearningRecord', 'LicenceExplanation', 'LiteracyTrack', 'TrainerEligibility', 'UpskillingPlan'],
    ...[
      'ExamEligibility',
      'LicenceDrift',
      'Readiness',
      'ReadinessOfKind',
      'DueDate',
      'PastAttempt',
      'ResultHistory',
      'ResultMismatch',
      'RollCall',
    ],
    // Words and spans: what holds the same is the same.
    ...['AcademyNameOrigins', 'BilingualName', 'CourseTitleOrigins', 'CourseTitles', 'HolidayName', 'PageInfo'],
    ...[
      'AskedName',
      'Identity',
      'AcademyInterruption',
      'Closure',
      'Convention',
      'DefaultOpeningHours',
      'OpeningHours',
      'RetakeLimit',
    ],
    // Parts that lie in their object and are asked for with it.
    ...[
      'ChargeEntry',
      'CourseUnit',
      'ErasureProgress',
      'ExamIncident',
      'Group',
      'Placement',
      'PlanEvidence',
      'ResultRevision',
    ],
    ...['LearningEvidence', 'RollCallCandidate', 'VerifiedProof', 'ConsideredRule', 'HeldEntitlement', 'HeldLicence'],
    ...['LicenceReason', 'LicenceReasonFacts', 'NearRule', 'PersonConfirmation', 'Prerequisites', 'TargetChange'],
    // Counts and findings, computed when they are asked for.
    ...['CampaignOpenedSitting', 'CampaignSeats', 'ChargeBalance', 'ChargeBalances', 'CredentialVerification'],
    ...[
      'Evidence',
      'HoursToConfirm',
      'ImportConfirmation',
      'MovedSitting',
      'MovedSittings',
      'RetimedSitting',
      'RetimedSittings',
    ],
    ...[
      'RetentionRun',
      'Preflight',
      'PreflightDirectory',
      'PreflightFinding',
      'PreflightSeats',
      'StatementsReceipt',
      'TargetShare',
    ],
    ...['TenantPreflight', 'TenantPreflightSeats', 'VoucherStock', 'VoucherStocks'],
    // Whole registers that are short and have no pages.
    ...['EntitlementRules', 'ExamRules', 'LegalCalendar', 'ErasureTerms', 'PersonalData', 'RetakeFamilies'],
  ],
};
