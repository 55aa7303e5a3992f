import { invalid, Refusal } from '@takwin/platform/errors';

export class PayloadTooLarge extends Refusal {
  constructor(limit: number) {
    super('PAYLOAD_TOO_LARGE', { status: 413, extra: { limit } });
  }
}

export class ServiceUnavailable extends Refusal {
  constructor(service: string) {
    super('SERVICE_UNAVAILABLE', { status: 503, extra: { service } });
  }
}

export class ServiceTimeout extends Refusal {
  constructor(service: string) {
    super('SERVICE_TIMEOUT', { status: 504, extra: { service } });
  }
}

export const unknownImportKind = (options: readonly string[]): Refusal =>
  invalid([{ path: ['kind'], code: 'invalid_value', message: 'one of {options}', params: { options } }]);
