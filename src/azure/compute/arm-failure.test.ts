import { describe, expect, it } from 'vitest';
import { UserError } from '../../model/errors.ts';
import { armFailure, isBusy, isNotFound, tokenFailure } from './arm-failure.ts';

const rest = (statusCode: number, code: string, message = '') =>
  Object.assign(new Error(`status ${statusCode}`), {
    name: 'RestError',
    statusCode,
    details: { error: { code, message } },
  });

describe('armFailure', () => {
  it.each([
    [404, 'ResourceNotFound', 'TARGET_NOT_FOUND'],
    [403, 'AuthorizationFailed', 'TARGET_UNREADABLE'],
    [401, 'InvalidAuthenticationToken', 'TARGET_UNREADABLE'],
    [409, 'OperationNotAllowed', 'TARGET_UNREADABLE'],
    [400, 'InvalidParameter', 'TARGET_UNREADABLE'],
    [429, 'TooManyRequests', 'NETWORK'],
    [503, 'ServerBusy', 'NETWORK'],
  ])('%i %s is %s, with what mends it', (status, code, expected) => {
    const error = armFailure(rest(status, code, 'Says why.'), 'making x');
    expect(error).toMatchObject({ code: expected, hint: expect.any(String) });
    expect(error.message).toBe(`making x: ${code}: Says why.`);
  });

  it('of an operation that failed after it was accepted, says its reason', () => {
    const failed = Object.assign(new Error('SkuNotAvailable: not here'), {
      code: 'SkuNotAvailable',
    });
    expect(armFailure(failed, 'making x').message).toContain('SkuNotAvailable');
  });

  it('keeps one line, and no query of an address in it', () => {
    const says = "See 'https://md-x.blob.storage.azure.net/a/abcd?sv=1&sig=canary'.\nTrace: 1";
    const { message } = armFailure(rest(400, 'Bad', says), 'x');
    expect(message).toBe("x: Bad: See 'https://md-x.blob.storage.azure.net/a/abcd'.");
  });

  it.each([new Error(''), 'text', undefined, { statusCode: 'x' }])('reads %o', (error) => {
    expect(armFailure(error, 'x')).toBeInstanceOf(UserError);
  });

  it('lets our own errors through', () => {
    const own = new UserError('NETWORK', 'no way there');
    expect(armFailure(own, 'x')).toBe(own);
  });
});

describe('what a failure means for the clean-up', () => {
  it.each([
    [rest(404, 'ResourceNotFound'), true, false],
    [rest(409, 'Conflict'), false, true],
    [rest(400, 'OperationNotAllowed'), false, true],
    [rest(403, 'AuthorizationFailed'), false, false],
  ])('%o: gone %s, busy %s', (error, gone, busy) => {
    const failure = armFailure(error, 'x');
    expect([isNotFound(failure), isBusy(failure)]).toEqual([gone, busy]);
  });
});

describe('tokenFailure', () => {
  it('names the role of disks, not of registries', () => {
    const error = tokenFailure(new UserError('REGISTRY_DENIED', 'no token', { hint: 'AcrPull' }));
    expect(error).toMatchObject({
      code: 'TARGET_UNREADABLE',
      message: 'no token',
      hint: expect.stringContaining('docs/azure-role.json'),
    });
  });

  it('lets other errors through', () => {
    const error = new Error('x');
    expect(tokenFailure(error)).toBe(error);
  });
});
