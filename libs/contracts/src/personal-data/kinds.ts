/** How long what is of a kind is kept: so many days unless a setting says otherwise, and what becomes of it then; or why it stays. */
type Retention = { days: number; from: string; atEnd: string } | { stays: string };

export type PersonalDataKind = {
  id: string;
  name: string;
  purpose: string;
  legalBasis: string;
  whose: string;
  /** In the sense of law 09-08, article 1, 3: it takes prior authorisation. */
  sensitive?: string;
  recipients: string;
  retention: Retention;
  /** What the right of erasure (law 09-08, articles 8 and 9) does of it, and what stays by which right: one of them at least. */
  erasure: { erased?: string; stays?: string };
  /** Whether it may name somebody: names, matricules and birth dates stand in columns of such kinds alone. */
  names?: true;
};

const CONVENTION =
  'the convention between OFPPT and Microsoft, and the mission of vocational training of OFPPT (law 09-08, article 4)';
const FIGURES = 'it proves figures of the convention, by an id that names nobody';
const PROOF =
  'it proves figures of the convention and certificates of the person, which are shown and verified for years; who asks for erasure is' +
  ' erased as the right of the person says';

/** The kinds of personal data that Takwin processes: what is declared to the CNDP under law 09-08. */
export const KINDS = [
  {
    id: 'identity',
    name: 'Who a person is',
    purpose: 'To know trainees, trainers and staff apart, and to count each once',
    legalBasis: CONVENTION,
    whose: 'Trainees, trainers and staff of academies',
    recipients: 'The academies of the person, their region, the programme, auditors; trainers see their own groups',
    retention: { stays: PROOF },
    names: true,
    erasure: { erased: 'all of it: names, birth date, sex, matricule, what was corrected, claimed and merged' },
  },
  {
    id: 'identity-card',
    name: 'The number of the identity card, sealed, and a keyed hash of it',
    purpose: 'To find that two records are of one person; it is shown to nobody',
    legalBasis: 'prior authorisation of the CNDP (law 09-08, article 12)',
    whose: 'Persons who have a card and were registered with it',
    sensitive: 'the national identity card’s number',
    recipients: 'Nobody: it is compared, and never shown',
    retention: { stays: 'as long as the person is in the register: without it somebody is registered twice' },
    erasure: { erased: 'the number and its hashes: whoever is registered with it later is somebody new' },
  },
  {
    id: 'placements',
    name: 'Where a person learns or works',
    purpose: 'To know which academy may see a person, and to count by region',
    legalBasis: `${CONVENTION}; prior authorisation where the academy is in a prison (article 12)`,
    whose: 'Trainees, trainers and staff of academies',
    sensitive: 'a place in a prison centre reveals a conviction',
    recipients:
      'As of persons; of a prison that prison, the directors of regions, the programme, auditors and machines that were granted it',
    retention: { stays: PROOF },
    erasure: {
      erased: 'groups, programmes and years, at a prison too',
      stays: `the last academy and region, and of which kind of person, beside what is counted: ${FIGURES}`,
    },
  },
  {
    id: 'learning',
    name: 'What a person learnt',
    purpose: 'To count hours and completions, and to let persons into evaluations',
    legalBasis: CONVENTION,
    whose: 'Who is enrolled in a course',
    recipients: 'The person, their academy and region, the programme, auditors',
    retention: { stays: PROOF },
    erasure: {
      erased: 'the words in which an evaluation was decided or revoked',
      stays: `hours, completions, scores: ${FIGURES}`,
    },
  },
  {
    id: 'uncounted-statements',
    name: 'Statements of learning that count for nothing',
    purpose: 'To tell who sent them why they do not count, while that may be mended',
    legalBasis: CONVENTION,
    whose: 'Persons of whom somebody stated hours',
    recipients: 'The person, their academy and region, the programme, auditors',
    retention: { days: 365, from: 'the end of what they tell of', atEnd: 'they are deleted, as they prove nothing' },
    erasure: { stays: 'until its time ends: it names nobody by then' },
  },
  {
    id: 'trainers',
    name: 'What a trainer may teach and proctor, and is to learn',
    purpose: 'To plan upskilling, courses and sittings',
    legalBasis: CONVENTION,
    whose: 'Trainers and proctors',
    recipients: 'The trainer, their academy and region, the programme, auditors',
    retention: { stays: PROOF },
    erasure: {
      erased: 'what a qualification and a plan refer to, and why plans changed',
      stays: `topics, days and items: ${FIGURES}`,
    },
  },
  {
    id: 'exams',
    name: 'Exams: seats, results, appeals, vouchers and fees',
    purpose: 'To hold exams by their vendors’ rules, of which retakes need what was before',
    legalBasis: CONVENTION,
    whose: 'Candidates',
    recipients: 'The candidate, the academies of candidate and sitting, their region, the programme, auditors',
    retention: { stays: PROOF },
    erasure: {
      erased:
        'all that was said in words: reasons, grounds of appeals, reports of exam days, documents of consent, where attempts of before are known from',
      stays: `exams, scores, states, vouchers and charges: ${FIGURES}, and the accounts of fees (commercial code, article 22: ten years)`,
    },
  },
  {
    id: 'accommodations',
    name: 'What a person is granted for exams',
    purpose: 'To let persons with a disability sit exams',
    legalBasis: 'consent and prior authorisation (law 09-08, articles 4 and 12)',
    whose: 'Candidates with an accommodation',
    sensitive: 'it lets conclude on health',
    recipients: 'The candidate, their region, the programme, auditors; who runs the sitting, for that sitting',
    retention: {
      stays: 'as long as it is granted; what was is part of how an exam was held, which an appeal asks about',
    },
    erasure: { erased: 'all of it' },
  },
  {
    id: 'credentials',
    name: 'Certifications and signed credentials',
    purpose: 'To prove to others what a person achieved',
    legalBasis: CONVENTION,
    whose: 'Who earned one',
    recipients: 'Whoever has its address, as the person gives it to them',
    retention: {
      stays:
        'a certificate is verified for as long as it is shown; a revoked one has to be told from one that never was',
    },
    names: true,
    erasure: {
      erased:
        'the signed credential with the name; it is withdrawn, and whoever verifies it is told so. Who asks to keep it keeps it whole',
      stays: `that one was issued, of what and when, and that it was withdrawn: ${FIGURES}`,
    },
  },
  {
    id: 'licences',
    name: 'Licences and accounts at Microsoft',
    purpose: 'To give and take licences, once',
    legalBasis: `${CONVENTION}; transfer abroad authorised by the CNDP (article 43)`,
    whose: 'Who is or was entitled to a licence',
    recipients: 'The programme, the academy of the person; Microsoft, of the account alone',
    retention: { stays: PROOF },
    names: true,
    erasure: {
      erased:
        'the licence is given back; the name of the account, what Microsoft answered of it, and what the directory says of it here',
      stays: `that there was one, and its days: ${FIGURES}`,
    },
  },
  {
    id: 'first-passwords',
    name: 'What the first password of an account follows from',
    purpose: 'To hand it over once',
    legalBasis: CONVENTION,
    whose: 'Who was given an account',
    recipients: 'Who hands it over, once',
    retention: {
      days: 30,
      from: 'the making of the account',
      atEnd: 'it is forgotten: the password is reset at Microsoft’s',
    },
    names: true,
    erasure: { erased: 'all of it' },
  },
  {
    id: 'uploaded-files',
    name: 'Files that were sent, sealed, and their rows that were rejected',
    purpose: 'To import them, and to tell who sent them what to correct',
    legalBasis: CONVENTION,
    whose: 'Whoever a file speaks of',
    sensitive: 'it may hold numbers of identity cards, and places in a prison',
    recipients: 'Who sent the file, the programme and auditors',
    retention: {
      days: 90,
      from: 'the day on which the file was accepted',
      atEnd:
        'rejected rows are deleted with the key of the file; the file itself goes as soon as it is worked. The figures of the import stay',
    },
    names: true,
    erasure: { erased: 'rejected rows that speak of the person', stays: 'figures of files, which name nobody' },
  },
  {
    id: 'kept-answers',
    name: 'Answers to writes that may be sent again',
    purpose: 'To answer a write that is sent again as the first time',
    legalBasis: CONVENTION,
    whose: 'Whom the answer is about, and who asked',
    recipients: 'Who sent the write',
    retention: { days: 1, from: 'the answer', atEnd: 'they are deleted' },
    names: true,
    erasure: { erased: 'answers that name the person', stays: 'that something was asked, for a day' },
  },
  {
    id: 'event-log',
    name: 'What services tell each other',
    purpose: 'To let each service work by a copy of its own',
    legalBasis: CONVENTION,
    whose: 'Trainees, trainers and staff of academies',
    recipients: 'The services of Takwin',
    retention: {
      stays: 'the latest event of a person stands for as long as the person; those before it are compacted away',
    },
    names: true,
    erasure: {
      erased: 'what was said of who the person is and the reasons that somebody wrote, also where that was said before',
      stays: `what is counted, by the id: ${FIGURES}`,
    },
  },
  {
    id: 'callers',
    name: 'Who did what',
    purpose: 'To hold those to account who decide about others, and to keep two decisions with two persons',
    legalBasis: CONVENTION,
    whose: 'Users of Takwin, by the subjects of their tokens',
    recipients: 'The programme and auditors; who may read what was decided',
    retention: { stays: 'it is part of what it tells of, and proves that two persons decided' },
    erasure: {
      erased: 'which person is behind a subject',
      stays: 'subjects by which the person acted about others or oneself, as who did what is held to account',
    },
  },
] as const satisfies readonly PersonalDataKind[];

export type KindId = (typeof KINDS)[number]['id'];
