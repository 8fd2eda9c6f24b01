import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type OwnCertificate } from '../../test/fixtures/certificate.ts';
import { client, closeLoopback, listen, serve, text } from '../../test/fixtures/loopback.ts';

afterEach(closeLoopback);

describe('proxy and certificates', () => {
  let own: OwnCertificate;
  beforeAll(() => {
    own = makeCertificate('DNS:registry.test,IP:127.0.0.1');
  });
  afterAll(() => own.remove());

  const tlsServer = () =>
    listen(
      createTlsServer({ key: own.key, cert: own.cert }, (_request, response) =>
        response.end('over TLS'),
      ),
    );

  it.each(['PORTCULLIS_CA_FILE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'trusts the authority in %s',
    async (name) => {
      const url = `https://127.0.0.1:${await tlsServer()}`;
      expect(await text(url, client({ [name]: own.caFile }))).toBe('over TLS');
    },
  );

  it('refuses an unknown authority and says how to name it', async () => {
    const url = `https://127.0.0.1:${await tlsServer()}`;
    await expect(client().get(url)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('not trusted'),
      hint: expect.stringContaining('PORTCULLIS_CA_FILE'),
    });
  });

  it('says so when the CA file cannot be read', async () => {
    const http = client({ PORTCULLIS_CA_FILE: `${own.caFile}.none` });
    await expect(http.get('https://127.0.0.1:1')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('tells plain HTTP behind an https address', async () => {
    const base = await serve((_request, response) => response.end());
    await expect(client().get(base.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'NETWORK',
      hint: expect.stringContaining('plain HTTP'),
    });
  });

  it('tunnels https through HTTPS_PROXY with its credentials', async () => {
    const target = await tlsServer();
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      asked.push(request.url, request.headers['proxy-authorization']);
      import('node:net').then(({ connect }) => {
        const upstream = connect(target, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          upstream.write(head);
          upstream.pipe(socket).pipe(upstream);
        });
        for (const end of [upstream, socket]) end.on('error', () => upstream.destroy());
      }, expect.unreachable);
    });
    const port = await listen(proxy);
    const http = client({
      HTTPS_PROXY: `http://me:pw@127.0.0.1:${port}`,
      PORTCULLIS_CA_FILE: own.caFile,
    });
    expect(await text('https://registry.test:8443/v2/', http)).toBe('over TLS');
    expect(asked).toEqual([
      'registry.test:8443',
      `Basic ${Buffer.from('me:pw').toString('base64')}`,
    ]);
  });

  it('forwards plain HTTP through HTTP_PROXY, but not to NO_PROXY and loopback', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end('from the proxy');
    });
    const base = await serve((_request, response) => response.end('direct'));
    const http = client({ http_proxy: proxy, NO_PROXY: '.invalid' });
    expect(await text('http://feeds.test/a', http)).toBe('from the proxy');
    expect(await text(base, http)).toBe('direct');
    await expect(http.get('http://feeds.invalid/')).rejects.toMatchObject({ code: 'NETWORK' });
    expect(asked).toEqual(['http://feeds.test/a']);
  });

  it('says so when the proxy closes the connection, again and again', async () => {
    let connections = 0;
    const proxy = createNetServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).once('data', () => socket.destroy());
    });
    const http = client({ HTTPS_PROXY: `127.0.0.1:${await listen(proxy)}` });
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('the proxy closed the connection'),
    });
    expect(connections).toBe(3);
  });

  it('is cancelled while the proxy says nothing', async () => {
    const proxy = createNetServer((socket) => socket.on('error', () => undefined));
    const address = `127.0.0.1:${await listen(proxy)}`;
    const controller = new AbortController();
    const http = client({ HTTPS_PROXY: address }, controller.signal);
    setTimeout(() => controller.abort(), 100);
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says so when the proxy refuses', async () => {
    const proxy = createNetServer((socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    const http = client({ HTTPS_PROXY: `127.0.0.1:${await listen(proxy)}` });
    await expect(http.get('https://registry.test/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('the proxy refused'),
    });
  });
});
