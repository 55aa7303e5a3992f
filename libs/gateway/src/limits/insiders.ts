import type { Caller } from '@takwin/platform/auth';
import { Forbidden, Refusal, Unauthenticated } from '@takwin/platform/errors';

type Rule = (holder: Caller) => boolean;

/** Who may read the schema as a whole: who runs the programme, who audits it, and integrators, whose tools are made from it. */
export const maySeeTheSchema: Rule = ({ mandates }) =>
  mandates.some(({ role }) => ['programme-admin', 'auditor', 'integrator'].includes(role));

/** Who may collect metrics: who runs the programme, and machines with the scope `metrics`. */
export const mayCollect: Rule = ({ mandates }) =>
  mandates.some(({ role, scopes }) => role === 'programme-admin' || scopes.includes('metrics') || scopes.includes('*'));

/** True where somebody with a token may; else UNAUTHENTICATED without one that is believed, and FORBIDDEN with the wrong one. */
export function judged(holder: Caller | undefined, rule: Rule): true | Refusal {
  if (!holder) return new Unauthenticated();
  return rule(holder) || new Forbidden();
}

/** Lets somebody by; refuses UNAUTHENTICATED, FORBIDDEN. */
export function demand(holder: Caller | undefined, rule: Rule): void {
  const verdict = judged(holder, rule);
  if (verdict !== true) throw verdict;
}
