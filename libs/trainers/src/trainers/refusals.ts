import { NotFound, Refusal } from '@takwin/platform/errors';

export class PersonUnknown extends Refusal {
  constructor() {
    super('PERSON_UNKNOWN', { status: 422 });
  }
}

export class PersonIsNoTrainer extends Refusal {
  constructor(kind: string) {
    super('PERSON_IS_NO_TRAINER', { extra: { kind } });
  }
}

export class TrainerExists extends Refusal {
  constructor() {
    super('TRAINER_EXISTS');
  }
}

export class TrainerHasLeft extends Refusal {
  /** `leftOn`: the last day here (ISO date). */
  constructor(leftOn: string | null) {
    super('TRAINER_HAS_LEFT', { extra: { state: 'left', leftOn } });
  }
}

export class QualificationExists extends Refusal {
  constructor() {
    super('QUALIFICATION_EXISTS');
  }
}

export class QualificationDatesReversed extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'expiresOn', code: 'before_obtained', message: 'expires before it was obtained' }],
    });
  }
}

export const noSuchTrainer = (): NotFound => new NotFound('trainer');
