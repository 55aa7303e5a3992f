/** Office 365 for education as Graph's subscribedSkus names it (Microsoft's licensing reference, 2025-10-29). */
export type Sku = { readonly id: string; readonly partNumber: string; readonly plans: readonly ServicePlan[] };
export type ServicePlan = { readonly id: string; readonly name: string };

const PLANS = {
  AAD_BASIC_EDU: '1d0f309f-fdf9-4b2a-9ae7-9c48b91f1426',
  ADALLOM_S_O365: '8c098270-9dd4-4350-9b30-ba4703f3b36b',
  BPOS_S_TODO_2: 'c87f142c-d1e9-4363-8630-aaea9c4d9ae5',
  CDS_O365_P2: '95b76021-6a53-4741-ab8b-1d1f3d66a95a',
  DYN365_CDS_O365_P1: '40b010bb-0b69-4654-ac5e-ba161433f4b4',
  DYN365_CDS_O365_P2: '4ff01e01-1ba7-4d71-8cf8-ce96c3bbcf14',
  Deskless: '8c7d2df8-86f0-4902-b2ed-a0458298f3b3',
  EXCHANGE_S_ENTERPRISE: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
  EXCHANGE_S_STANDARD: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  EducationAnalyticsP1: 'a9b86446-fa4e-498f-a92a-41b447e03337',
  FLOW_O365_P2: '76846ad7-7776-4c40-a281-a386362dd1b9',
  INFORMATION_BARRIERS: 'c4801e8a-cb58-4c35-aca6-f2dcc106f287',
  INTUNE_O365: '882e1d05-acd1-4ccb-8708-6ee03664b117',
  KAIZALA_O365_P2: '54fc630f-5a40-48ee-8965-af0503c1386e',
  KAIZALA_O365_P3: 'aebd3021-9f8f-4bf8-bbe3-0ed2f4f047a1',
  MCOSTANDARD: '0feaeb32-d00e-4d66-bd5a-43b5b83db82c',
  MICROSOFTBOOKINGS: '199a5c09-e0ca-4e37-8f7c-b05d533e1ea2',
  MICROSOFT_SEARCH: '94065c59-bc8e-4e8b-89e5-5138d471eaff',
  MIP_S_CLP1: '5136a095-5cf0-4aff-bec3-e84448b38ea5',
  MYANALYTICS_P2: '33c4f319-9bdd-48d6-9c4d-410b750a4a5a',
  Nucleus: 'db4d623d-b514-490b-b7ef-8885eee514de',
  OFFICEMOBILE_SUBSCRIPTION: 'c63d4d19-e8cb-460e-b37c-4d6c34603745',
  OFFICESUBSCRIPTION: '43de0ff5-c92c-492b-9116-175376d08c38',
  OFFICE_FORMS_PLAN_2: '9b5de886-f035-4ff2-b3d8-c9127bea3620',
  POWERAPPS_O365_P2: 'c68f8d98-5534-41c8-bf36-22fa496fa792',
  POWER_VIRTUAL_AGENTS_O365_P2: '041fe683-03e4-45b6-b1af-c0cdc516daee',
  PROJECTWORKMANAGEMENT: 'b737dad2-2f6c-4c65-90e3-ca563267e8b9',
  PROJECT_O365_P1: 'a55dfd10-0864-46d9-a3cd-da5991a3e0e2',
  PROJECT_O365_P2: '31b4e2fc-4cd6-4e7d-9c1b-41407303bd66',
  RMS_S_ENTERPRISE: 'bea4c11e-220a-4e6d-8eb8-8ea15d019f90',
  SCHOOL_DATA_SYNC_P1: 'c33802dd-1b50-4b9a-8bb9-f13d2cdeadac',
  SCHOOL_DATA_SYNC_P2: '500b6a2a-7a50-4f40-b5f9-160e5b8c2f48',
  SHAREPOINTENTERPRISE_EDU: '63038b2c-28d0-45f6-bc36-33062963b498',
  SHAREPOINTSTANDARD_EDU: '0a4983bb-d3e5-4a09-95d8-b2d0127b3df5',
  SHAREPOINTWAC_EDU: 'e03c7e47-402c-463c-ab25-949079bedb21',
  STREAM_O365_E3: '9e700747-8b1d-45e5-ab8d-ef187ceec156',
  SWAY: 'a23b959c-7ce8-4e57-9140-b90eb88a9e97',
  TEAMS1: '57ff2da0-773e-42df-b2af-ffb7a2317929',
  VIVA_LEARNING_SEEDED: 'b76fb638-6ba6-402a-b9f9-83d28acb3d86',
  WHITEBOARD_PLAN1: 'b8afc642-032e-4de5-8c0a-507a7bba7e5d',
  WHITEBOARD_PLAN2: '94a54592-cd8b-425e-87c6-97868b000b91',
  YAMMER_EDU: '2078e8df-cff6-4290-98cb-5408261a760a',
} as const;
type PlanName = keyof typeof PLANS;

const IN_ALL: PlanName[] = [
  'AAD_BASIC_EDU',
  'BPOS_S_TODO_2',
  'Deskless',
  'EducationAnalyticsP1',
  'FLOW_O365_P2',
  'INTUNE_O365',
  'MCOSTANDARD',
  'MICROSOFT_SEARCH',
  'OFFICE_FORMS_PLAN_2',
  'POWERAPPS_O365_P2',
  'PROJECTWORKMANAGEMENT',
  'RMS_S_ENTERPRISE',
  'SHAREPOINTWAC_EDU',
  'STREAM_O365_E3',
  'SWAY',
  'TEAMS1',
  'YAMMER_EDU',
];
const IN_A1: PlanName[] = [
  ...IN_ALL,
  'DYN365_CDS_O365_P1',
  'EXCHANGE_S_STANDARD',
  'INFORMATION_BARRIERS',
  'KAIZALA_O365_P2',
  'PROJECT_O365_P1',
  'SCHOOL_DATA_SYNC_P1',
  'SHAREPOINTSTANDARD_EDU',
  'WHITEBOARD_PLAN1',
];
const IN_A3: PlanName[] = [
  ...IN_ALL,
  'ADALLOM_S_O365',
  'CDS_O365_P2',
  'DYN365_CDS_O365_P2',
  'EXCHANGE_S_ENTERPRISE',
  'KAIZALA_O365_P3',
  'MICROSOFTBOOKINGS',
  'MIP_S_CLP1',
  'MYANALYTICS_P2',
  'OFFICESUBSCRIPTION',
  'POWER_VIRTUAL_AGENTS_O365_P2',
  'PROJECT_O365_P2',
  'SCHOOL_DATA_SYNC_P2',
  'SHAREPOINTENTERPRISE_EDU',
  'WHITEBOARD_PLAN2',
];

function sku<const PartNumber extends string>(partNumber: PartNumber, id: string, plans: readonly PlanName[]) {
  return { id, partNumber, plans: plans.map((name): ServicePlan => ({ id: PLANS[name], name })) };
}

export const EDUCATION_SKUS = [
  sku('STANDARDWOFFPACK_STUDENT', '314c4481-f395-4525-be8b-2ec4bb1e9d91', [...IN_A1, 'OFFICEMOBILE_SUBSCRIPTION']),
  sku('STANDARDWOFFPACK_FACULTY', '94763226-9b3c-4e75-a931-5c89701abe66', [
    ...IN_A1,
    'Nucleus',
    'OFFICEMOBILE_SUBSCRIPTION',
    'VIVA_LEARNING_SEEDED',
  ]),
  sku('STANDARDWOFFPACK_IW_STUDENT', 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e', [...IN_A1, 'OFFICESUBSCRIPTION']),
  sku('STANDARDWOFFPACK_IW_FACULTY', '78e66a63-337a-4a9a-8959-41c6654dfb56', [
    ...IN_A1,
    'OFFICESUBSCRIPTION',
    'VIVA_LEARNING_SEEDED',
  ]),
  sku('ENTERPRISEPACKPLUS_STUDENT', '98b6e773-24d4-4c0d-a968-6e787a1f8204', IN_A3),
  sku('ENTERPRISEPACKPLUS_FACULTY', 'e578b273-6db4-4691-bba0-8d691f4da603', IN_A3),
] as const;

export type PartNumber = (typeof EDUCATION_SKUS)[number]['partNumber'];

/** Plans of one service of which a user may have one: Exchange Online 1 or 2, SharePoint 1 or 2. */
export const MUTUALLY_EXCLUSIVE: readonly (readonly [string, string])[] = [
  [PLANS.EXCHANGE_S_STANDARD, PLANS.EXCHANGE_S_ENTERPRISE],
  [PLANS.SHAREPOINTSTANDARD_EDU, PLANS.SHAREPOINTENTERPRISE_EDU],
];

/** Plans that need one of others to be on: Office for the web needs SharePoint. */
export const DEPENDS_ON: readonly { plan: string; anyOf: readonly string[] }[] = [
  { plan: PLANS.SHAREPOINTWAC_EDU, anyOf: [PLANS.SHAREPOINTSTANDARD_EDU, PLANS.SHAREPOINTENTERPRISE_EDU] },
];
