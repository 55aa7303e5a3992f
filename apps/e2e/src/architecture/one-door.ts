/** Use cases by name, each with the reason why one of the two doors does not offer it. */
export type Reasons = Readonly<Record<string, string>>;

/** What REST offers and GraphQL does not. */
export const REST_ONLY: Reasons = {
  SearchPersons: 'A CIN is searched in a body: a query of GraphQL may come in a URL, and URLs stand in logs.',
  AcceptImport: 'The file is the body of the call, and streams.',
  AcceptResultImport: 'The file is the body of the call, and streams.',
  FindImports:
    'Two services take imports, each its kinds: the REST edge chooses by kind, and imports is this in the graph.',
  FindResultImports:
    'Two services take imports, each its kinds: the REST edge chooses by kind, and imports is this in the graph.',
  FindImport: 'Two services know imports, and only the REST edge asks which of them knows one.',
  FindResultImport: 'Two services know imports, and only the REST edge asks which of them knows one.',
  FindRejectedRows: 'A CSV file, to mend and to send again.',
  FindRejectedResults: 'A CSV file, to mend and to send again.',
  ReadOwnRegister: 'A part of the archive that GET /v1/own-data is; the graph answers a person field by field.',
  ReadOwnExams: 'A part of the archive that GET /v1/own-data is; the graph answers a person field by field.',
  ReadOwnLearning: 'A part of the archive that GET /v1/own-data is; the graph answers a person field by field.',
  ReadOwnLicences: 'A part of the archive that GET /v1/own-data is; the graph answers a person field by field.',
  ReadOwnTraining: 'A part of the archive that GET /v1/own-data is; the graph answers a person field by field.',
  Register: 'One URL for both ways to a seat: in the graph they are bookSeat and requestExam.',
  FetchCredential: 'The signed document, in the form that Accept names; what it says is credential in the graph.',
  PrintCredential: 'A PDF.',
  FetchStatusList: 'A signed list at the very URL that credentials name (Bitstring Status List, W3C).',
  ExportProvisioningOutcomes: 'The CSV file of what is provisioningOutcomes in the graph.',
  HandOverSecrets:
    'First passwords are told once: an answer of GraphQL may be partial, and its clients keep what they read.',
};

/** What GraphQL offers and REST does not. */
export const GRAPHQL_ONLY: Reasons = {
  BookSeat: 'POST /v1/registrations with a sittingId is this: Register.',
  RequestExam: 'POST /v1/registrations without a sittingId is this: Register.',
  FindCredential: 'GET /v1/credentials/{id} answers the credential itself: FetchCredential.',
  RecountAcademies: 'A recount that the graph joins to the scoreboard, to be compared; REST has the scoreboard.',
  CountUpskilled: 'A recount that the graph joins to the scoreboard, to be compared; REST has the scoreboard.',
  CountCourses: 'A recount that the graph joins to the scoreboard, to be compared; REST has the scoreboard.',
  CountCertifications: 'A recount that the graph joins to the scoreboard, to be compared; REST has the scoreboard.',
  CountOffice365Users: 'A recount that the graph joins to the scoreboard, to be compared; REST has the scoreboard.',
};

/** What both doors offer, and GraphQL only as a field of an object. */
export const FIELDS_ONLY: Reasons = {
  FindPlan: 'Trainer.upskillingPlan is this in the graph.',
  FindEnrolment: 'Person.enrolments and Offering.enrolments are this in the graph, and enrolments finds them all.',
  FindLicences: 'Person.licences is this in the graph: nobody lists there the licences of all.',
  FindEvidence: 'Target.evidence is this in the graph.',
};
