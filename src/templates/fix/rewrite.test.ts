import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeText } from '../source.ts';
import { rewriteAll } from './rewrite.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-rewrite-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 't.json');

const text = '{ "a": "ä\u{1f600}" }\r\n';
const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

const rewrite = (path: string, shown: string, before: string, after: string) =>
  rewriteAll([{ path, shown, before, after }]);

describe('rewrite', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', swapped],
  ])('keeps %s and the mode', async (_name, bytes) => {
    writeFileSync(file, bytes);
    chmodSync(file, 0o640);
    await rewrite(file, 't.json', decodeText(bytes), `${text}// x`);
    const after = readFileSync(file);
    expect(after.subarray(0, bytes.length)).toEqual(bytes);
    expect(decodeText(after)).toBe(`${text}// x`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['t.json']);
  });

  it('leaves a file that changed meanwhile', async () => {
    writeFileSync(file, 'other');
    await expect(rewrite(file, 't.json', 'text', 'new')).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('changed meanwhile'),
    });
    expect(readFileSync(file, 'utf8')).toBe('other');
  });

  it('leaves a file of which bytes would be lost', async () => {
    const bytes = Buffer.concat([Buffer.from('{ // '), Buffer.from([0xe4]), Buffer.from('\n}')]);
    writeFileSync(file, bytes);
    await expect(rewrite(file, 't.json', decodeText(bytes), 'new')).rejects.toMatchObject({
      hint: expect.stringContaining('UTF-8'),
    });
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('says that a file is gone', async () => {
    await expect(rewrite(join(folder, 'none.json'), 'none.json', 'a', 'b')).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('writes a file with another name in place', async () => {
    const [one, other] = [join(folder, 'one.json'), join(folder, 'other.json')];
    writeFileSync(one, 'a long text');
    linkSync(one, other);
    await rewrite(one, 'one.json', 'a long text', 'short');
    expect(readFileSync(other, 'utf8')).toBe('short');
    expect(statSync(one).nlink).toBe(2);
  });

  it('writes none of several where one changed', async () => {
    const paths = ['x.json', 'y.json'].map((name) => join(folder, name));
    for (const path of paths) writeFileSync(path, 'old');
    const files = paths.map((path, index) => ({
      path,
      shown: path,
      before: index === 0 ? 'old' : 'other',
      after: 'new',
    }));
    await expect(rewriteAll(files)).rejects.toThrow('changed meanwhile');
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['old', 'old']);
  });
});
