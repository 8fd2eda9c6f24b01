import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsIn, credentialsInTemplate } from './patterns.ts';

// Made up for this test, in parts so that no search for credentials takes them for finds.
const key64 = `${'Ab1/'.repeat(21)}Zz==`;
const key32 = `${'Ab1+'.repeat(10)}Zz9=`;
const begin = 'PRIVATE';
const part = 'AbCdEfGhIjKl';
const cases: readonly [string, string, string][] = [
  ['a storage key', `AccountName=x;AccountKey=${key64};`, 'a storage or database account key'],
  [
    'a storage key with escaped slashes',
    `AccountKey=${key64.replaceAll('/', '\\/')}`,
    'a storage or database account key',
  ],
  [
    'a bus key',
    `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=${key32}`,
    'a shared access key',
  ],
  [
    'a signature',
    `https://x.blob.core.windows.net/c?sv=2022-11-02&sig=${'aB3'.repeat(14)}xy%3D`,
    'a shared access signature',
  ],
  ['a private key', `-----BEGIN RSA ${begin} KEY-----\\nMIIEpAIBAAKCAQEA7bqXyZ`, 'a private key'],
  ['a web token', `Bearer eyJ${part}.eyJ${part}.${part}${part}`, 'a web token'],
  ['a client secret', `abc8Q~${'xY1_'.repeat(8)}`, 'a client secret of Microsoft Entra'],
  [
    'a connection string',
    'Server=tcp:x,1433;User ID=sa;Password=Winter-26;Encrypt=true',
    'the password of a connection string',
  ],
  [
    'a connection string the other way round',
    'Pwd=Winter-26;Database=x;Uid=sa',
    'the password of a connection string',
  ],
  ['an address', 'amqp://guest:s3cr3tpw@host/vh', 'the password of an address'],
  ['a GitHub token', `ghp_${'aB3d'.repeat(9)}`, 'a token of GitHub'],
];

describe('credentials', () => {
  it.each(cases)('finds %s', (_, text, what) => {
    const found = credentialsIn(`{ "x": "${text}" }`);
    expect(found.map((each) => each.what)).toStrictEqual([what]);
  });

  it.each([
    ['AccountKey=<your key>'],
    ['AccountKey=[listKeys(x)]'],
    [`AccountKey=${'A'.repeat(86)}==`],
    ['User ID=sa;Password={0};'],
    ['User ID=sa;Password=<password>;'],
    ["User ID=sa;Password=', parameters('p'), ';"],
    ['https://learn.microsoft.com:443/azure@x'],
    ['?sig=short'],
    ['-----BEGIN CERTIFICATE-----\\nMIIEpAIBAAKCAQEA7bqMIIEpAIBAAKCAQEA'],
    ['-----BEGIN PRIVATE KEY-----'],
    [
      'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
    ],
  ])('finds none in %s', (text) => {
    expect(credentialsIn(text)).toStrictEqual([]);
  });

  it('finds each in a text around it, at its place, in order and without overlap', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(...cases.map(([, text]) => text)), fc.string({ maxLength: 20 })),
    );
    fc.assert(
      fc.property(pieces, (texts) => {
        const text = texts.join('"\n"');
        let last = 0;
        for (const { start, end } of credentialsIn(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
        expect(credentialsIn(text).length).toBeGreaterThanOrEqual(
          texts.some((each) => cases.some(([, known]) => known === each)) ? 1 : 0,
        );
      }),
    );
  });

  it.each([
    ['eyJ-'],
    ['://a:'],
    ['User=a;'],
    ['Password=abcd;'],
    ['&sig='],
    ['abc8Q~'],
    ['-----BEGIN PRIVATE KEY-----'],
    ['AccountKey=aaaaaaaaaaaa'],
    ['\\n'],
  ])('takes time linear in a megabyte of %s', (piece) => {
    const text = `-----BEGIN PRIVATE KEY----- ${piece.repeat(1_000_000 / piece.length)}`;
    const start = performance.now();
    credentialsIn(text);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('the text of a template', () => {
  const shown = (text: string) =>
    credentialsInTemplate(text).map(({ start, end }) => text.slice(start, end));
  const signature = `${'aB3'.repeat(14)}xy%3D`;

  it.each([
    ['escaped ampersands', `"c?sv=2022-11-02\\u0026ss=b\\u0026sig=${signature}"`, signature],
    ['an escaped equals sign', `"AccountKey\\u003d${key64}"`, key64],
    [
      'an escaped plus',
      `"AccountKey=${key64.replaceAll('/', '\\u002B')}"`,
      key64.replaceAll('/', '\\u002B'),
    ],
    ['joined literals', `"[concat('AccountKey=', '${key64}')]"`, key64],
    ['a password of Redis', `"host:6380,password=${key32},ssl=True"`, key32],
  ])('finds credentials with %s', (_, text, expected) => {
    expect(shown(text)).toStrictEqual([expected]);
    expect(shown(`{"\\u0041": ${text}, "b": ${text}}`)).toStrictEqual([expected, expected]);
  });

  it('finds what stands there as it is, and throws for no text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before} AccountKey=${key64} ${after}`;
        expect(credentialsInTemplate(text).map(({ start }) => start)).toContain(
          before.length + ' AccountKey='.length,
        );
      }),
    );
  });
});
