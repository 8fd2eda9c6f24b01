import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compareDpkg } from './dpkg.ts';
import { comparePep440, isPep440 } from './pep440.ts';
import { compareRpm } from './rpm.ts';

// Random versions, held against the tools themselves where the machine has them.

const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** The same texts in every run. */
function* texts(alphabet: string, count: number): Generator<string> {
  let state = 12_345;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let index = 0; index < count; index++) {
    let text = String(next(10));
    for (let length = next(9); length > 0; length--) text += alphabet[next(alphabet.length)];
    yield text;
  }
}

describe.skipIf(!has('dpkg'))('dpkg --compare-versions', () => {
  it('agrees', () => {
    // A revision must not be empty: dpkg warns of it.
    const all = [...texts('0019a~+.b', 240)].map(
      (text, index) => `${index % 3 === 0 ? '1:' : ''}${text}-${index % 4}~a`,
    );
    const pairs = all.slice(1).map((right, index) => [all[index] ?? '', right] as const);
    const script = pairs
      .map(
        ([a, b]) =>
          `if dpkg --compare-versions '${a}' lt '${b}'; then echo -1; elif dpkg --compare-versions '${a}' eq '${b}'; then echo 0; else echo 1; fi`,
      )
      .join('\n');
    const answers = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    expect(pairs.map(([a, b]) => Math.sign(compareDpkg(a, b)))).toEqual(answers.map(Number));
  });
});

describe.skipIf(!has('rpm'))('rpm.vercmp', () => {
  it('agrees', () => {
    const all = [...texts('0019a~^.b_', 600)];
    const pairs = all.slice(1).map((right, index) => [all[index] ?? '', right] as const);
    const script = pairs.map(([a, b]) => `print(rpm.vercmp('${a}','${b}'))`).join(' ');
    const output = execFileSync('rpm', ['--eval', `%{lua:${script}}`], { encoding: 'utf8' });
    const answers = output.match(/-?\d/g) ?? [];
    expect(pairs.map(([a, b]) => Math.sign(compareRpm(a, b)))).toEqual(answers.map(Number));
  });
});

const hasPackaging = spawnSync('python3', ['-c', 'import packaging.version']).status === 0;

describe.skipIf(!hasPackaging)('packaging.version of Python', () => {
  it('agrees on what is a version, and on the order', () => {
    const suffixes = ['', 'rc1', '-1', '.post2', '_dev', '+acme.1', '-acme', '_r', 'b-3', '-1u1'];
    const all = [...texts('0019.-_abrcv!+', 600)].map(
      (text, index) => `${index % 2 === 0 ? '1.0' : text}${suffixes[index % suffixes.length]}`,
    );
    const script = `import json,sys
from packaging.version import Version, InvalidVersion
def read(text):
  try: return Version(text)
  except InvalidVersion: return None
all = [read(text) for text in json.load(sys.stdin)]
print(json.dumps([[a is not None, (a > b) - (a < b) if a and b else None] for a, b in zip(all, all[1:])]))`;
    const output = execFileSync('python3', ['-c', script], {
      input: JSON.stringify(all),
      encoding: 'utf8',
    });
    const mine = all.slice(1).map((right, index) => {
      const left = all[index] ?? '';
      const isPair = isPep440(left) && isPep440(right);
      return [isPep440(left), isPair ? Math.sign(comparePep440(left, right)) : null];
    });
    expect(mine).toEqual(JSON.parse(output));
  });
});
