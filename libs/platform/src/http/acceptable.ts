import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '../errors/refusal.js';
import { operationRunBy, requestOf, sentBy } from './operation.js';

/** The answer is there in none of the forms that the caller takes (RFC 9110, 15.5.7): `available` names those that it is in. */
class NotAcceptable extends Refusal {
  constructor(available: readonly string[]) {
    super('NOT_ACCEPTABLE', { status: 406, extra: { available } });
  }
}

/** Refuses NOT_ACCEPTABLE, before anything is done, to who takes none of the forms in which an operation of REST answers. */
@Injectable()
export class AcceptableGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    if (context.getType<string>() === 'graphql' || !operationRunBy(handler)) return true;
    const available = Object.keys(sentBy(handler) ?? { 'application/json': undefined });
    const { accept } = requestOf(context).headers;
    if (!isAcceptable(accept, available)) throw new NotAcceptable(available);
    return true;
  }
}

/** Whether an Accept header takes one of the media types; without one everything is taken. Profiles and other parameters are passed over. */
export function isAcceptable(accept: string | undefined, available: readonly string[]): boolean {
  const ranges = (accept ?? '').split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === '' || parameters.some((one) => /^q=0(\.0*)?$/.test(one)) ? [] : [type];
  });
  return !accept?.trim() || ranges.some((range) => available.some((type) => takes(range, type)));
}

function takes(range: string, type: string): boolean {
  const [kind, form] = range.split('/');
  return range === '*/*' || (form === '*' ? type.startsWith(`${kind}/`) : formOf(range) === formOf(type));
}

// application/ld+json is served as application/json is; a credential (application/vc) is JSON, too.
const formOf = (type: string): string => type.split(/[/+]/).at(-1)!.replace(/^vc$/, 'json');
