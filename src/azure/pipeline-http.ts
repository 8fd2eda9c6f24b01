// The transport of the Azure SDK's clients over our own client, so that they have our proxy, authorities and limits.

import type { TokenCredentialOptions } from '@azure/identity';
import { readBytes } from '../net/body.ts';
import type { HttpClient } from '../net/http.ts';

type PipelineHttp = NonNullable<TokenCredentialOptions['httpClient']>;
type PipelineRequest = Parameters<PipelineHttp['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<PipelineHttp['sendRequest']>>;
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

function methodOf({ method }: PipelineRequest): 'GET' | 'POST' | 'PUT' | 'DELETE' {
  if (method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE') {
    return method;
  }
  throw new Error(`${method} is not expected here`);
}

/** Ends with the request's own signal or time limit; undefined where it has neither. */
function signalOf({ abortSignal, timeout }: PipelineRequest): AbortSignal | undefined {
  const signals: AbortSignal[] = [];
  if (abortSignal instanceof AbortSignal) signals.push(abortSignal);
  if (timeout > 0) signals.push(AbortSignal.timeout(timeout));
  return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
}

/** Sends one request of an SDK's pipeline. Throws as `http.request` does, and `LIMIT_EXCEEDED` above 4 MiB. */
export async function sendPipelineRequest(
  http: HttpClient,
  request: PipelineRequest,
): Promise<PipelineResponse> {
  const { url, body } = request;
  const method = methodOf(request);
  if (body !== undefined && body !== null && typeof body !== 'string') {
    throw new Error('a body that is no text is not expected here');
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
  // undici counts the body itself.
  delete headers['content-length'];
  const signal = signalOf(request);
  const response = await http.request(url, {
    method,
    headers,
    ...(typeof body === 'string' ? { body } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  const bytes = await readBytes(response, answerLimitBytes);
  return {
    request,
    status: response.status,
    headers: headersOf(response.headers),
    bodyAsText: Buffer.from(bytes).toString('utf8'),
  };
}
