import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import type { GateRequest } from './request.ts';
import { runGate } from './run-gate.ts';

// The way of templates through the gate: no database, one verdict, fixes in place.

const example = join(import.meta.dirname, '../../examples/templates');
let folder: string;
const file = () => join(folder, 'main.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-templates-'));
  cpSync(example, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(change: Partial<GateRequest> = {}) {
  const request: GateRequest = {
    targets: [`arm:${folder}`],
    outputs: [],
    // A database that cannot be had: templates need none.
    feeds: join(folder, 'none'),
    db: join(folder, 'db'),
    offline: true,
    skipPaths: [],
    templates: { parameters: [] },
    diskScope: 'usual',
    credentials: [],
    columns: 80,
    colour: false,
    ...change,
  };
  return runGate(request, testRuntime());
}

/** Line of the text that stands once in the example. */
function lineOf(text: string): number {
  const lines = readFileSync(file(), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('templates in the gate', () => {
  it('closes on the one machine without the agent, at the line of its name', async () => {
    const { result, exitCode } = await run();
    expect(exitCode).toBe(1);
    const [target] = result.targets;
    const failing = target?.findings.filter(({ state }) => state === 'failing');
    expect(failing).toHaveLength(1);
    expect(failing?.[0]).toMatchObject({
      id: 'AGT001',
      kind: 'agent',
      severity: 'high',
      location: { path: file(), line: lineOf('"name": "jump",') },
    });
    expect(target?.identity).toEqual({ templates: 1, parameterFiles: 0 });
    expect(target?.machines?.map(({ name, count }) => [name, count])).toEqual([
      ['web-0', 2],
      ['jump', 1],
    ]);
    expect(result.database).toEqual({ feeds: [], digest: '' });
    expect(result.errors).toEqual([]);
  });

  it('tells a template without scheme by its name', async () => {
    const { result, exitCode } = await run({ targets: [file()] });
    expect(exitCode).toBe(1);
    expect(result.targets[0]).toMatchObject({ kind: 'arm', reference: file() });
  });

  it('judges by the agents of the command line', async () => {
    const ama = await run({ templates: { parameters: [], requireAgents: [{ anyOf: ['ama'] }] } });
    const [target] = ama.result.targets;
    expect(target?.findings.filter(({ id }) => id === 'AGT011')).toHaveLength(2);
    const none = await run({ templates: { parameters: [], requireAgents: [] } });
    expect(none.exitCode).toBe(0);
  });

  it('excepts a finding by the policy, for one machine', async () => {
    const policy = join(folder, 'policy.yml');
    const exception = (resource: string) =>
      `exceptions: [{ id: AGT001, resource: '${resource}', reason: r, owner: o, expires: '2099-01-01' }]`;
    writeFileSync(policy, exception('*jump'));
    expect((await run({ policy })).exitCode).toBe(0);
    writeFileSync(policy, exception('*web'));
    expect((await run({ policy })).exitCode).toBe(1);
  });

  it('ends with 3 where nothing is found, and keeps the order of the targets', async () => {
    writeFileSync(join(folder, 'data.json'), '{}');
    const targets = [`arm:${join(folder, '*.yaml')}`, `arm:${folder}`, `arm:${folder}/data.json`];
    const { result } = await run({ targets });
    expect(result.errors.map(({ code, target }) => [code, target])).toEqual([
      ['TARGET_NOT_FOUND', targets[0]],
      ['TARGET_UNSUPPORTED', targets[2]],
    ]);
    expect(result.targets.map(({ reference }) => reference)).toEqual([targets[1]]);
    expect((await run({ targets: targets.slice(0, 1) })).exitCode).toBe(3);
  });

  it('mends in place, once, by additions only', async () => {
    const before = readFileSync(file(), 'utf8').split('\n');
    const { exitCode, fixes } = await run({ templates: { parameters: [], fix: 'write' } });
    expect(exitCode).toBe(0);
    expect(fixes).toMatchObject({ mode: 'write', mended: 1 });
    const after = readFileSync(file(), 'utf8').split('\n');
    let at = 0;
    for (const line of after) if (line === before[at]) at++;
    expect(at).toBe(before.length);
    expect(after.length).toBeGreaterThan(before.length);
    const again = await run({ templates: { parameters: [], fix: 'write' } });
    expect(again.fixes).toMatchObject({ diff: '', files: [], mended: 0 });
    expect(readFileSync(file(), 'utf8')).toBe(after.join('\n'));
  });

  it('prints the difference and writes nothing', async () => {
    const before = readFileSync(file(), 'utf8');
    const { exitCode, fixes } = await run({ templates: { parameters: [], fix: 'print' } });
    expect(exitCode).toBe(1);
    expect(readFileSync(file(), 'utf8')).toBe(before);
    expect(fixes?.diff.split('\n').filter((line) => /^-(?!--)/.test(line))).toEqual([]);
    expect(fixes?.diff).toContain('+        "type": "QualysAgentLinux",');
  });

  it('keeps the encoding of what it mends', async () => {
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), Buffer.from(`\ufeff${text}`, 'utf16le'));
    const { exitCode } = await run({ templates: { parameters: [], fix: 'write' } });
    expect(exitCode).toBe(0);
    const written = readFileSync(file());
    expect([...written.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(written.toString('utf16le')).toContain('"name": "jump/');
  });

  it('is the same from a relative path', async () => {
    const { result } = await run({ targets: [`arm:${relative('.', folder)}`] });
    expect(result.targets[0]?.findings.map(({ id }) => id)).toContain('AGT001');
  });
});
