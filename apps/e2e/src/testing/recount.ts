import type { apiOf } from '@takwin/platform/testing';

type Api = ReturnType<typeof apiOf>;
export type Evidence = {
  subject: { kind: string; id: string };
  certification: string | null;
  fact: { kind: string; id: string; path: string };
  since: string;
  region: string;
};

/** What the pages of a target's evidence show, all of them; of a region, or of the country. */
export async function evidenceOf(api: Api, target: string, region?: string): Promise<Evidence[]> {
  const shown: Evidence[] = [];
  for (let after: string | null = ''; after !== null;) {
    const where = new URLSearchParams({ first: '30', ...(region && { region }), ...(after && { after }) });
    const { body } = await api.get(`/v1/programme/targets/${target}/evidence?${where}`);
    shown.push(...body.items);
    after = body.nextCursor;
  }
  return shown;
}

/** How many there are of them: each subject once, each certification of a person. */
export const countOf = (shown: readonly Evidence[]): number =>
  new Set(shown.map(({ subject, certification }) => `${subject.id} ${certification}`)).size;

/** Whether a fact says, where it is opened by itself, what its target counts. */
const BORNE_OUT: Record<string, (api: Api, evidence: Evidence) => Promise<boolean>> = {
  async accreditation(api, { fact, since }) {
    const { body } = await api.get(`/v1/academies/${fact.id}`);
    return body.state === 'accredited' && body.accreditedOn === since;
  },
  async 'upskilling-plan'(api, { fact, since }) {
    const { body } = await api.get(`/v1/trainers/${fact.id}/upskilling-plan`);
    const isProven = body.items.every(({ evidence }: { evidence: object | null }) => evidence !== null);
    const isMetAfter = ({ completedOn, countsFrom }: Record<string, string>): boolean => completedOn! >= countsFrom!;
    return body.state === 'completed' && isProven && body.items.some(isMetAfter) && body.completedOn === since;
  },
  async 'certification-held'(api, { subject, fact, since }) {
    const { body } = await api.get(`/v1/registrations?personId=${subject.id}&state=passed`);
    // It is opened once it is signed; until then it is known, and refused as not signed.
    if ((await api.get(fact.path)).status === 404) return false;
    return body.items.some(({ startsAt }: { startsAt: string }) => startsAt.slice(0, 10) <= since);
  },
  async 'offering-with-enrolments'(api, { subject, fact, since }) {
    const { body } = await api.get(`/v1/offerings/${fact.id}`);
    const course = (await api.get(`/v1/courses/${subject.id}`)).body;
    const isTaught = body.trainerId !== null && body.hours - body.unconfirmedHours >= course.hours * 0.8;
    return body.courseId === subject.id && body.state !== 'cancelled' && isTaught && body.learntOn === since;
  },
  async 'licence-assigned'(api, { subject, fact, since }) {
    const { body } = await api.get(fact.path);
    return body.personId === subject.id && body.state === 'assigned' && body.assignedOn === since;
  },
  async 'literacy-certified'(api, { subject, fact, since }) {
    const { literacy } = (await api.get(`/v1/persons/${subject.id}/learning-record`)).body;
    const { kind } = (await api.get(`/v1/persons/${subject.id}`)).body;
    const evaluation = (await api.get(fact.path)).body;
    if (evaluation.state !== 'accepted' || evaluation.personId !== subject.id) return false;
    const isProven = kind !== 'trainee' && literacy.state === 'certified' && literacy.evaluationId === fact.id;
    return isProven && literacy.confirmedHours >= 30 && literacy.certifiedOn === since;
  },
};

/** Those that their facts do not bear out. */
export async function unfounded(api: Api, shown: readonly Evidence[]): Promise<Evidence[]> {
  const kept: Evidence[] = [];
  for (const one of shown) if (!(await BORNE_OUT[one.fact.kind]!(api, one))) kept.push(one);
  return kept;
}
