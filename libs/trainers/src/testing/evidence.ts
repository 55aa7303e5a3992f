import { person } from '@takwin/contracts/events/academies';
import { exam, registration } from '@takwin/contracts/events/certifications';
import { enrolment } from '@takwin/contracts/events/courses';
import type { Published } from '@takwin/contracts/published';
import { Changed, type Feed } from '@takwin/platform/events';
import { stableId } from '@takwin/platform/schema';
import { actorOf, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { completionCopy, examCopy, examPassCopy, personCopy } from '../copies.js';
import { followCompletions, followPasses } from '../plans/follow-evidence.js';
import { followPersons } from '../trainers/follow-persons.js';

const EVENT = { position: 1, uid: '', type: '', changes: [], at: new Date('2026-11-23T09:00:00Z'), trace: null };
const here = { academyId: stableId('academy', 'here'), region: 'MA-04' };

/** What other services say of persons and courses, in the words of a spec. */
export function evidence({ db }: Pick<TestDatabase, 'db'>) {
  let versions = 1;
  let said: Promise<unknown> = Promise.resolve();
  // One batch of a log after the other, as a follower takes them.
  const say = (kind: Published, feeds: readonly Feed[], name: string, state: object): Promise<string> =>
    sayOf(kind, feeds, stableId(kind.subject, name), state);
  const sayOf = (kind: Published, feeds: readonly Feed[], id: string, state: object): Promise<string> => {
    const about = { s: id, v: ++versions, d: { ...here, ...state } };
    const change = new Changed(kind, { ...EVENT, subject: kind.subject } as never, about);
    said = said.then(() =>
      db.asActor(actorOf('system'), async (tx) => {
        for (const feed of feeds) await feed.take(tx, [change], 1, false);
      }),
    );
    return said.then(() => id);
  };
  return {
    async course(code: string, { synthetic = false, catalogued = true } = {}): Promise<string> {
      const id = stableId('course', code);
      await db.asActor(actorOf('system'), (tx) =>
        tx.query(sql`insert into course_copy(subject, version, generation, code, topics, catalogued, synthetic)
          values (${id}, 1, 1, ${code}, '{excel}', ${catalogued}, ${synthetic})`),
      );
      return id;
    },
    /** The catalogue tells of an exam, and of the days on which it can be sat. */
    exam: (
      code: string,
      days: { releasedOn?: string | null; retiredOn?: string | null; goneBy?: string | null } = {},
    ): Promise<string> =>
      sayOf(exam, [examCopy], code, {
        ...{ title: code, family: 'mos', minutes: 50, passMark: 700, releasedOn: null, retiredOn: null, goneBy: null },
        ...days,
      }),
    /** The register of persons tells of one who is a trainer: who has left, and when, or is here. */
    person: (
      id: string,
      state: 'active' | 'inactive',
      leftOn: string | null = null,
      mergedInto: string | null = null,
    ) =>
      sayOf(person, [personCopy, followPersons], id, {
        ...{ kind: 'trainer', matricule: null, name: { fr: 'Salma', ar: null }, birthDate: null, placements: [] },
        ...{ state, leftOn, mergedInto },
      }),
    /** A registration has come to a state: the same person's for the same exam is the same one. */
    result: (
      personId: string,
      examCode: string,
      day: string,
      state: 'passed' | 'failed' | 'booked' = 'passed',
      hour = '09:00',
    ) =>
      say(registration, [examPassCopy, followPasses], `${personId} ${examCode}`, {
        ...{ personId, examCode, state, score: null, reason: null },
        ...{ sittingId: stableId('sitting', day), startsAt: `${day}T${hour}:00Z` },
      }),
    enrolment: (
      personId: string,
      code: string,
      completedOn: string | null,
      completedBy?: string,
      about: { borneOut?: boolean; trainerId?: string; reachedAt?: string; confirmedBy?: string[] } = {},
    ) =>
      say(enrolment, [completionCopy, followCompletions], `${personId} ${code}`, {
        ...{ personId, courseId: stableId('course', code), offeringId: stableId('offering', code), hours: 8 },
        ...{ state: completedOn === null ? 'enrolled' : 'completed', completedOn, completedBy, ...about },
      }),
  };
}
