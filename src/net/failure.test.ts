import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { isPassing, networkError } from './failure.ts';

const withCode = (code: string, cause?: unknown) =>
  Object.assign(new Error('canary', { cause }), { code });

describe('networkError', () => {
  it.each([
    ['ENOTFOUND', 'the host name is not known', false],
    ['EAI_AGAIN', 'could not be looked up', true],
    ['ECONNREFUSED', 'was refused', false],
    ['ECONNRESET', 'closed by the other side', true],
    ['UND_ERR_SOCKET', 'closed by the other side', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer came in time', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'not trusted', false],
    ['CERT_HAS_EXPIRED', 'has expired', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'for another name', false],
    ['EPROTO', 'TLS could not be agreed on', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS could not be agreed on', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS could not be agreed on', false],
    ['E_NEW', 'the request failed', true],
  ])('%s: %s', (code, message, passing) => {
    const error = networkError(withCode(code), 'https://me:canary@host/a?canary');
    expect(error).toMatchObject({ code: 'NETWORK', hint: expect.any(String) });
    expect(error.message).toContain(message);
    expect(error.message).toContain(`(${code})`);
    expect(error.message).not.toContain('canary');
    expect(isPassing(withCode(code))).toBe(passing);
  });

  it('finds the code of a cause and of several errors', () => {
    const nested = new TypeError('fetch failed', { cause: withCode('ENOTFOUND') });
    expect(networkError(nested, 'https://a/').message).toContain('ENOTFOUND');
    const several = new AggregateError([withCode('ECONNREFUSED')]);
    expect(networkError(several, 'https://a/').message).toContain('ECONNREFUSED');
    expect(networkError('text', 'https://a/').message).toBe('https://a/: the request failed');
  });

  it('says why a run ended, above all else', () => {
    const timeout = new UserError('CANCELLED', 'The run took longer than 5 s');
    const ended = AbortSignal.abort(timeout);
    expect(networkError(withCode('ECONNRESET'), 'https://a/', ended)).toBe(timeout);
    expect(networkError(new Error('x'), 'https://a/', AbortSignal.abort())).toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('leaves our own errors alone', () => {
    const own = new UserError('LIMIT_EXCEEDED', 'too large');
    expect(networkError(own, 'https://a/')).toBe(own);
  });
});
