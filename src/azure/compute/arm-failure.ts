// What the resource manager's refusals mean to the user. Source: its error format, {"error": {"code", "message"}}.

import { UserError } from '../../model/errors.ts';
import { redactUrl } from '../../net/redact.ts';

const roleHint =
  'Give the identity the role of docs/azure-role.json, on the source and on the resource group where temporary disks are made.';

/** A refusal, with the service's own status and code. */
export class ArmError extends UserError {
  readonly status: number;
  readonly serviceCode: string;
  constructor(status: number, serviceCode: string, error: UserError) {
    super(error.code, error.message, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error.cause,
    });
    this.status = status;
    this.serviceCode = serviceCode;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function member(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name);
}

/** The service's own sentence: its first line, and no address in it with a query. */
function sentence(message: string): string {
  const line = (message.split(/[\r\n]/)[0] ?? '').slice(0, 300);
  return line.replace(/https?:\/\/[^\s'"]+/g, (url) => redactUrl(url));
}

/** Status, code and message of the SDK's RestError, or of an operation that was accepted and then failed. */
function refusalOf(error: unknown): { status: number; code: string; message: string } {
  const body = member(member(error, 'details'), 'error') ?? error;
  const status = member(error, 'statusCode');
  return {
    status: typeof status === 'number' ? status : 0,
    code: text(member(body, 'code')) || text(member(error, 'code')),
    message: text(member(body, 'message')) || text(member(error, 'message')),
  };
}

/** `what` begins the message. Our own errors pass through. */
export function armFailure(error: unknown, what: string): UserError {
  if (error instanceof UserError) return error;
  const { status, code, message } = refusalOf(error);
  const reason = [code || (status === 0 ? '' : `status ${status}`), sentence(message)]
    .filter((part) => part !== '')
    .join(': ');
  const says = `${what}: ${reason === '' ? 'Azure refused' : reason}`;
  const wrapped = (kind: UserError['code'], hint: string) =>
    new ArmError(status, code, new UserError(kind, says, { hint, cause: error }));
  if (status === 404 || code.endsWith('NotFound')) {
    return wrapped('TARGET_NOT_FOUND', 'Check the resource ID, and that the identity may read it.');
  }
  if (status === 401 || status === 403) return wrapped('TARGET_UNREADABLE', roleHint);
  if (status === 429 || status >= 500) return wrapped('NETWORK', 'Try again later.');
  return wrapped('TARGET_UNREADABLE', 'Azure says what is in the way; mend that, or scan a copy.');
}

/** A token that was not given, which the source of tokens takes for a registry's. */
export function tokenFailure(error: unknown): unknown {
  if (!(error instanceof UserError) || error.code !== 'REGISTRY_DENIED') return error;
  return new UserError('TARGET_UNREADABLE', error.message, {
    hint: 'Check the service connection or `az login`. The identity needs the role of docs/azure-role.json.',
    cause: error,
  });
}

export function isNotFound(error: unknown): boolean {
  return error instanceof UserError && error.code === 'TARGET_NOT_FOUND';
}

/** Refused as long as something else goes on with the resource: an export that was only just revoked, a creation. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof ArmError &&
    (error.status === 409 || error.serviceCode === 'OperationNotAllowed')
  );
}
