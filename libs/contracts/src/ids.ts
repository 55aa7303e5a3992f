import { z } from 'zod';

const id = <const Brand extends string>(brand: Brand) => z.uuid().brand<Brand>().meta({ id: brand });

export const AcademyId = id('AcademyId');
export const RoomId = id('RoomId');
export const ReadinessProofId = id('ReadinessProofId');
export const PersonId = id('PersonId');
export const AssignmentId = id('AssignmentId');
export const ClaimId = id('ClaimId');
export const MergeId = id('MergeId');
export const CorrectionRequestId = id('CorrectionRequestId');
export const ErasureId = id('ErasureId');
export const CourseId = id('CourseId');
export const OfferingId = id('OfferingId');
export const LiteracyEvaluationId = id('LiteracyEvaluationId');
export const EnrolmentId = id('EnrolmentId');
export const SittingId = id('SittingId');
export const RegistrationId = id('RegistrationId');
export const ResultId = id('ResultId');
export const CampaignId = id('CampaignId');
export const CertificationId = id('CertificationId');
export const CredentialId = id('CredentialId');
export const LicenceId = id('LicenceId');
export const ProvisioningRunId = id('ProvisioningRunId');
export const ImportId = id('ImportId');

/** A trainer is a person: both go by the same id. @alias PersonId */
export const TrainerId = PersonId;

/** A GUID as Microsoft prints it: not every one is an RFC 9562 UUID. */
export const SkuId = z.guid().brand<'SkuId'>().meta({ id: 'SkuId' });

export const RegionCode = z
  .string()
  .regex(/^MA-(0[1-9]|1[0-2])$/, 'a region from MA-01 to MA-12')
  .meta({
    id: 'RegionCode',
    description: 'ISO 3166-2 code of one of the 12 regions, MA-01 to MA-12',
    maxLength: 5,
    examples: ['MA-06'],
  });

/** In whatever case it is said, it is kept and answered in capital letters. */
export const ExamCode = z
  .string()
  .regex(/^[A-Za-z0-9]{1,5}-[A-Za-z0-9]{2,6}$/, 'a code such as MO-200')
  .toUpperCase()
  .meta({
    id: 'ExamCode',
    description: 'As the vendor names it: MO-200, AZ-900; in whatever case it is said, it is told in capital letters',
    maxLength: 12,
    examples: ['MO-200'],
  });

/** A moment as a clock on the wall shows it: without a zone, it is no instant. */
export const WallTime = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    'a day and an hour, such as 2026-11-28T09:30',
  )
  .meta({
    id: 'WallTime',
    description: 'YYYY-MM-DDTHH:MM on the clocks of Morocco',
    maxLength: 16,
    examples: ['2026-11-28T09:30'],
  });

export type AcademyId = z.output<typeof AcademyId>;
export type RoomId = z.output<typeof RoomId>;
export type PersonId = z.output<typeof PersonId>;
export type CourseId = z.output<typeof CourseId>;
export type OfferingId = z.output<typeof OfferingId>;
export type EnrolmentId = z.output<typeof EnrolmentId>;
export type SittingId = z.output<typeof SittingId>;
export type RegistrationId = z.output<typeof RegistrationId>;
export type CampaignId = z.output<typeof CampaignId>;
export type CredentialId = z.output<typeof CredentialId>;
export type ProvisioningRunId = z.output<typeof ProvisioningRunId>;
export type ImportId = z.output<typeof ImportId>;
export type SkuId = z.output<typeof SkuId>;
export type RegionCode = z.output<typeof RegionCode>;
export type ExamCode = z.output<typeof ExamCode>;
