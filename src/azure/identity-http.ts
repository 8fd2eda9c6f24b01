// The transport of @azure/identity over our own client, so that it has our proxy, authorities and cancellation.

import type { TokenCredentialOptions } from '@azure/identity';
import type { Runtime } from '../model/runtime.ts';
import { readBytes } from '../net/body.ts';
import { createHttp } from '../net/http.ts';

type IdentityHttp = NonNullable<TokenCredentialOptions['httpClient']>;
type PipelineRequest = Parameters<IdentityHttp['sendRequest']>[0];
type PipelineHeaders = PipelineRequest['headers'];

const answerLimitBytes = 4 * 1024 * 1024;

function headersOf(values: Readonly<Record<string, string>>): PipelineHeaders {
  const map = new Map(Object.entries(values));
  return {
    get: (name) => map.get(name.toLowerCase()),
    has: (name) => map.has(name.toLowerCase()),
    set: (name, value) => void map.set(name.toLowerCase(), String(value)),
    delete: (name) => void map.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(map),
    [Symbol.iterator]: () => map.entries(),
  };
}

/** Sends what the library's own pipeline hands down; that pipeline retries, so this does not. */
export function createIdentityHttp(runtime: Runtime): IdentityHttp {
  return {
    async sendRequest(request) {
      const { url, method, body, timeout } = request;
      if (method !== 'GET' && method !== 'POST') throw new Error(`${method} is not expected here`);
      if (body !== undefined && body !== null && typeof body !== 'string') {
        throw new Error('a body that is no text is not expected here');
      }
      const http = createHttp(runtime, { attempts: 1 });
      try {
        const headers: Record<string, string> = {};
        for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
        // undici counts the body itself.
        delete headers['content-length'];
        const response = await http.request(url, {
          method,
          headers,
          ...(typeof body === 'string' ? { body } : {}),
          ...(timeout > 0 ? { signal: AbortSignal.timeout(timeout) } : {}),
        });
        const bytes = await readBytes(response, answerLimitBytes);
        return {
          request,
          status: response.status,
          headers: headersOf(response.headers),
          bodyAsText: Buffer.from(bytes).toString('utf8'),
        };
      } finally {
        await http.close();
      }
    },
  };
}
