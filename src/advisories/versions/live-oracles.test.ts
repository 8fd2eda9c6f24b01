import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compareDpkg } from './dpkg.ts';
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
