// Registries on loopback that do not give an image: one keeps its caller waiting, one refuses every password.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Settles with the first request. */
  readonly asked: Promise<void>;
  /** `Authorization` headers, as they came. */
  readonly authorizations: readonly string[];
  stop(): Promise<void>;
}

async function start(
  answer: (
    request: IncomingMessage,
    server: Server,
  ) => { status: number; headers: Record<string, string> } | undefined,
): Promise<LoopbackRegistry> {
  const authorizations: string[] = [];
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createServer((request, response) => {
    tell();
    const { authorization } = request.headers;
    if (authorization !== undefined) authorizations.push(authorization);
    const known = answer(request, server);
    if (known === undefined) return;
    response.writeHead(known.status, known.headers);
    response.end('{"errors":[]}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    asked,
    authorizations,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Takes every request and never answers. */
export const startSilentRegistry = () => start(() => undefined);

/** Asks for basic credentials and takes none. */
export const startRefusingRegistry = () =>
  start(() => ({ status: 401, headers: { 'WWW-Authenticate': 'Basic realm="closed"' } }));
