import { afterEach, describe, expect, it } from 'vitest';
import { client, closeLoopback, serve } from '../../test/fixtures/loopback.ts';
import { sendPipelineRequest } from './pipeline-http.ts';

afterEach(closeLoopback);

type PipelineRequest = Parameters<typeof sendPipelineRequest>[1];

/** As the SDK's pipeline hands it down. */
function requestOf(url: string, parts: Partial<PipelineRequest> = {}): PipelineRequest {
  const map = new Map([
    ['Content-Length', '999'],
    ['Authorization', 'Bearer t'],
  ]);
  const headers: PipelineRequest['headers'] = {
    get: (name) => map.get(name),
    has: (name) => map.has(name),
    set: (name, value) => void map.set(name, String(value)),
    delete: (name) => void map.delete(name),
    toJSON: () => Object.fromEntries(map),
    [Symbol.iterator]: () => map.entries(),
  };
  return {
    url,
    method: 'GET',
    headers,
    timeout: 0,
    withCredentials: false,
    requestId: '1',
    ...parts,
  };
}

describe('sendPipelineRequest', () => {
  it.each(['GET', 'POST', 'PUT', 'DELETE'] as const)(
    'sends %s and gives the answer',
    async (method) => {
      const base = await serve((request, response) => {
        response.writeHead(202, { 'Azure-AsyncOperation': 'x' });
        response.end(`${request.method} ${request.headers.authorization}`);
      });
      const body = method === 'PUT' || method === 'POST' ? { body: 'text' } : {};
      const answer = await sendPipelineRequest(client(), requestOf(base, { method, ...body }));
      expect(answer.status).toBe(202);
      expect(answer.bodyAsText).toBe(`${method} Bearer t`);
      expect(answer.headers.get('Azure-AsyncOperation')).toBe('x');
      expect(answer.headers.has('nothing')).toBe(false);
      answer.headers.set('More', 1);
      answer.headers.delete('azure-asyncoperation');
      expect(answer.headers.toJSON()).toMatchObject({ more: '1' });
      expect([...answer.headers].map(([name]) => name)).not.toContain('azure-asyncoperation');
    },
  );

  it.each([
    ['the request’s signal', { abortSignal: AbortSignal.abort() }],
    ['its time limit', { timeout: 30 }],
    ['either', { timeout: 30, abortSignal: new AbortController().signal }],
  ])('ends with %s', async (_name, parts) => {
    const base = await serve(() => undefined);
    await expect(sendPipelineRequest(client(), requestOf(base, parts))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it.each([
    ['another method', { method: 'PATCH' as const }],
    ['a body that is no text', { body: new Uint8Array(1) }],
  ])('does not know %s', async (_name, parts) => {
    const sent = sendPipelineRequest(client(), requestOf('http://127.0.0.1:9', parts));
    await expect(sent).rejects.toThrow(/not expected/);
  });
});
