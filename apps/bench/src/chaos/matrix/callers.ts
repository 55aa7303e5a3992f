import type { Issuer } from '@takwin/simulators/issuer/issuer';
import type { Caller, Role } from './caller.js';
import type { World } from './world.js';

type About = Partial<
  Pick<Caller, 'regions' | 'academies' | 'person' | 'members' | 'asks' | 'reads' | 'outside' | 'subject'>
> & {
  groups?: string[];
  scope?: string[];
  /** What the token says, where the role is given by the register of assignments. */
  claims?: 'none';
};

/** Who delivers results reads what became of them, and nothing else. */
const OF_RESULTS: About = {
  scope: ['results'],
  asks: ['FindResults', 'FindResultHistory', 'FindMismatches', 'FindPastAttempts', 'ResultImportConnection'],
  reads: ['result', 'past-attempt'],
};
const OF_ONE: About = {
  scope: ['FindPerson'],
  asks: ['FindPerson'],
  reads: ['person', 'placement', 'birth-date'],
  outside: true,
};
/** Who reads of exams and courses, person by person, and is told of no prison. */
const OF_EXAMS_ASKS = [
  ...['FindRegistrations', 'FindRegistration', 'CallRoll', 'FindExamDayRecords', 'AssessExamEligibility'],
  ...['FindResults', 'FindResultHistory', 'FindCredentials', 'FindCredential', 'FindCertification'],
  ...['FindVouchers', 'FindCharges', 'FindEnrolments', 'FindEnrolment', 'ReadLearningRecord'],
  ...['FindLiteracyEvaluations', 'FindLiteracyEvaluation'],
];
const OF_EXAMS: About = {
  scope: OF_EXAMS_ASKS,
  asks: OF_EXAMS_ASKS,
  reads: [
    ...['person', 'registration', 'exam-day', 'result', 'credential', 'certification', 'voucher', 'charge'],
    ...['enrolment', 'evaluation', 'campaign', 'stock'],
  ],
  outside: true,
};
const OF_PRISONS: About = { ...OF_ONE, scope: ['FindPerson', 'prison-placements'], outside: false };

const NOWHERE = { regions: [], academies: [] };
const NOBODY: Caller = { name: 'nobody', role: 'nobody', subject: 'nobody', ...NOWHERE };

/** Gives tokens of the development issuer. */
export class Callers {
  constructor(private readonly issuer: Issuer) {}

  async of(name: string, role: Exclude<Role, 'nobody'>, about: About = {}): Promise<Caller> {
    const { groups = [], scope, claims, subject = `matrix:${name.replaceAll(' ', '-')}`, ...held } = about;
    const { regions = [], academies = [], person } = held;
    const asked = claims === 'none' ? { role: 'candidate' as const, region: [], academy: [] } : undefined;
    const { token } = await this.issuer.token({
      ...(asked ?? { role, region: [...regions], academy: [...academies] }),
      ...{ group: groups, subject, person, hours: 2 },
      ...(scope && { scope }),
    });
    return { name, role, subject, ...NOWHERE, ...held, ...(asked && { alsoAs: asked.role }), token };
  }

  /** Those of whom the matrix asks: all roles of the first place, machines with less than all, and some of elsewhere. */
  async all(world: World): Promise<Caller[]> {
    const { own, near, far } = world.places;
    const here = { academies: [own.academyId] };
    const inGroup = { ...here, groups: [own.group], members: own.members };
    const proctor = world.row('sitting', 'own')!.watchedBy!;
    return [
      NOBODY,
      await this.of('programme-admin', 'programme-admin'),
      await this.of('auditor', 'auditor'),
      await this.of('integrator', 'integrator'),
      await this.of('integrator of results', 'integrator', OF_RESULTS),
      await this.of('integrator of one operation', 'integrator', OF_ONE),
      await this.of('integrator of prisons', 'integrator', OF_PRISONS),
      await this.of('integrator of exams', 'integrator', OF_EXAMS),
      await this.of('regional-director', 'regional-director', { regions: [own.region] }),
      own.manager,
      await this.of('academy-manager by register', 'academy-manager', {
        ...{ ...here, subject: world.assigned, claims: 'none' },
      }),
      await this.of('trainer of an academy', 'trainer', { ...here, person: own.teacher }),
      await this.of('trainer of a group', 'trainer', inGroup),
      await this.of('proctor of a group', 'trainer', { ...inGroup, person: proctor }),
      await this.of('trainer alone', 'trainer', { person: own.teacher }),
      await this.of('candidate', 'candidate', { person: own.main }),
      await this.of('candidate elsewhere', 'candidate', { person: far.main }),
      near.manager,
      far.manager,
      await this.of('regional-director elsewhere', 'regional-director', { regions: [far.region] }),
      await this.of('trainer of a prison', 'trainer', { academies: [near.academyId], person: near.teacher }),
    ];
  }
}
