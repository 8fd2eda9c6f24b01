// A proxy on loopback that notes whom it should connect, and lets nobody through.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ClosedProxy {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `registry.example:443`, in the order of asking. */
  readonly asked: readonly string[];
  /** `Proxy-Authorization` headers. */
  readonly authorizations: readonly string[];
  stop(): Promise<void>;
}

export async function startClosedProxy(): Promise<ClosedProxy> {
  const asked: string[] = [];
  const authorizations: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization'] ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
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
        server.close(() => resolve());
      }),
  };
}
