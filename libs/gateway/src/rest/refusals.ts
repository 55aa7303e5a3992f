import { Refusal } from '@takwin/platform/errors';

export class PayloadTooLarge extends Refusal {
  constructor(limit: number) {
    super('PAYLOAD_TOO_LARGE', { status: 413, detail: `at most ${limit} bytes`, extra: { limit } });
  }
}

export class ServiceUnavailable extends Refusal {
  constructor(service: string) {
    super('SERVICE_UNAVAILABLE', { status: 503, detail: `the service ${service} does not answer`, extra: { service } });
  }
}

export class ServiceTimeout extends Refusal {
  constructor(service: string) {
    super('SERVICE_TIMEOUT', { status: 504, detail: `the service ${service} took too long`, extra: { service } });
  }
}

export class UnknownImportKind extends Refusal {
  constructor(kinds: readonly string[]) {
    const message = `Invalid option: expected one of ${kinds.join(', ')}`;
    super('INVALID_INPUT', { status: 422, faults: [{ path: 'kind', code: 'invalid_value', message }] });
  }
}
