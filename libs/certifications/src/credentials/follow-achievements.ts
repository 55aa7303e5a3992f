import { literacy } from '@takwin/contracts/events/courses';
import { trainer } from '@takwin/contracts/events/trainers';
import { legalDayOf } from '@takwin/platform/clock';
import { reaction } from '@takwin/platform/events';
import { LITERACY, topicAchievement, UPSKILLING } from './reference/achievements.js';
import { earnCredentials } from './credential.writer.js';

/**
 * What the trainers' log tells of qualifications earns their credentials: one for each topic that a trainer may teach, which
 * ends when the qualification does and is earned anew with its renewal, and one for an upskilling plan that is proven. Signing
 * is the worker's, once the register of persons has told the name.
 */
export const trainerCredentials = reaction(trainer, async (tx, changes) => {
  await earnCredentials(
    tx,
    changes.flatMap(({ id, at, state }) => {
      const where = { personId: id, academyId: state.academyId, region: state.region };
      const today = legalDayOf(at);
      const topics = (state.qualifications ?? [])
        .filter(({ obtainedOn, expiresOn }) => obtainedOn <= today && (expiresOn === null || expiresOn >= today))
        .map(({ topic, obtainedOn: achievedOn, expiresOn: validUntil }) => ({
          ...where,
          achievementId: topicAchievement(topic),
          achievedOn,
          validUntil,
        }));
      const achievedOn = state.upskillingProven ? state.upskillingCompletedOn : null;
      return achievedOn === null ? topics : [...topics, { ...where, achievementId: UPSKILLING, achievedOn }];
    }),
  );
});

/** The 30-hour programme ends in a credential. */
export const literacyCredentials = reaction(literacy, async (tx, changes) => {
  await earnCredentials(
    tx,
    changes.flatMap(({ state: { personId, academyId, region, certifiedOn } }) =>
      certifiedOn === null ? [] : [{ personId, academyId, region, achievementId: LITERACY, achievedOn: certifiedOn }],
    ),
  );
});
