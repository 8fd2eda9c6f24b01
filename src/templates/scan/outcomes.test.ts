import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import {
  agent,
  folderOf,
  machine,
  parameterFile,
  scan,
  storage,
  type TestScan,
  template,
} from './test-folder.ts';

const qualys = { requireAgents: [{ anyOf: ['qualys'] }] } as const;

async function findingsOf(
  files: Readonly<Record<string, unknown>>,
  rule: string,
  options: TestScan = { policy: qualys },
): Promise<readonly Finding[]> {
  const { scanned } = await scan([folderOf(files)], options);
  return scanned.flatMap(({ findings }) => findings).filter(({ id }) => id === rule);
}

/** The text that a finding stands at. */
function textAt(content: unknown, { location = {} }: Finding): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
  const lines = text.split('\n');
  const { line = 0, column = 0, endLine = 0, endColumn = 0 } = location;
  if (line === endLine) return lines[line - 1]?.slice(column - 1, endColumn - 1) ?? '';
  return [
    lines[line - 1]?.slice(column - 1),
    ...lines.slice(line, endLine - 1),
    lines[endLine - 1]?.slice(0, endColumn - 1),
  ].join('\n');
}

describe('a finding stands', () => {
  it('at the wrong value', async () => {
    const content = template([storage('a')]);
    const [finding] = await findingsOf({ 'a.json': content }, 'STO001');
    expect(finding && textAt(content, finding)).toBe('false');
  });

  it('at the key of the innermost object that exists, where the value is absent', async () => {
    const content = template([{ ...storage('a'), properties: { networkAcls: {} } }]);
    const [finding] = await findingsOf({ 'a.json': content }, 'STO002');
    expect(finding && textAt(content, finding)).toBe('"properties"');
  });

  it('at the expression that builds the value', async () => {
    const properties = "[createObject('supportsHttpsTrafficOnly', false())]";
    const content = template([{ ...storage('a'), properties }]);
    const [finding] = await findingsOf({ 'a.json': content }, 'STO001');
    expect(finding && textAt(content, finding)).toBe('false()');
  });

  it("at the machine's name, where its agent is missing", async () => {
    const content = template([machine('vm1')]);
    const [finding] = await findingsOf({ 'a.json': content }, 'AGT001');
    expect(finding && textAt(content, finding)).toBe('"vm1"');
    expect(finding).toMatchObject({ kind: 'agent', severity: 'high', sources: ['portcullis'] });
  });
});

describe('a finding carries', () => {
  it('type, evaluated name and the path through loops and deployments', async () => {
    const account = {
      ...storage("[concat('sa', copyIndex())]"),
      copy: { name: 'accounts', count: 1 },
    };
    const nested = {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: "[concat('net', 'work')]",
      properties: { mode: 'Incremental', template: template([account]) },
    };
    const [finding] = await findingsOf({ 'a.json': template([nested]) }, 'STO001');
    expect(finding?.location?.resource).toBe(
      'network / Microsoft.Storage/storageAccounts sa0 (accounts[0])',
    );
  });

  it('what was found and what is wanted', async () => {
    const [finding] = await findingsOf({ 'a.json': template([storage('a')]) }, 'STO001');
    expect(finding?.message).toMatch(/false.*true/);
    expect(finding?.remedy).not.toBe('');
    expect(finding?.references.length).toBeGreaterThan(0);
  });

  it('the expression that could not be known, where it is undecided', async () => {
    const resources = [storage('a', "[parameters('https')]")];
    const parameters = { https: { type: 'object' } };
    const [finding] = await findingsOf({ 'a.json': template(resources, { parameters }) }, 'STO001');
    expect(finding).toMatchObject({ outcome: 'undecided' });
    expect(finding?.message).toContain("parameters('https')");
  });
});

describe('instances of one declaration', () => {
  const loop = { copy: { name: 'vms', count: 3 } };

  it('with one outcome are one finding that names them', async () => {
    const vms = machine("[concat('vm-', copyIndex(1))]", loop);
    const [finding, ...more] = await findingsOf({ 'a.json': template([vms]) }, 'AGT001');
    expect(more).toEqual([]);
    expect(finding?.location?.instances).toEqual(['vm-1', 'vm-2', 'vm-3']);
  });

  it('with different outcomes name those that it is of', async () => {
    const files = {
      'a.json': template([
        machine("[concat('vm-', copyIndex(1))]", loop),
        agent("[concat('vm-', copyIndex())]", { copy: { name: 'agents', count: 3 } }),
      ]),
    };
    const [finding, ...more] = await findingsOf(files, 'AGT001');
    expect(more).toEqual([]);
    expect(finding?.location?.instances).toEqual(['vm-3']);
    expect(finding?.message).toContain('(1 of 3 instances: vm-3)');
  });

  it('that fail and that cannot be known are two findings', async () => {
    const https = "[if(equals(copyIndex(), 0), false(), parameters('https'))]";
    const accounts = {
      ...storage("[concat('sa', copyIndex())]", https),
      copy: { name: 'c', count: 2 },
    };
    const parameters = { https: { type: 'object' } };
    const found = await findingsOf({ 'a.json': template([accounts], { parameters }) }, 'STO001');
    expect(found.map(({ outcome, location }) => [outcome, location?.instances])).toEqual([
      [undefined, ['sa0']],
      ['undecided', ['sa1']],
    ]);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('of 800 are one finding that counts them', async () => {
    const accounts = { ...storage("[concat('sa', copyIndex())]"), copy: { name: 'c', count: 800 } };
    const [finding, ...more] = await findingsOf({ 'a.json': template([accounts]) }, 'STO001');
    expect(more).toEqual([]);
    expect(finding?.location?.instances?.at(-1)).toBe('and 750 more');
  });
});

describe('values that are tried', () => {
  const parameters = { on: { type: 'bool' } };

  it('give the worst outcome, and are named', async () => {
    const files = {
      'a.json': template([machine('vm1'), agent('vm1', { condition: "[parameters('on')]" })], {
        parameters,
      }),
    };
    const [finding, ...more] = await findingsOf(files, 'AGT001');
    expect(more).toEqual([]);
    expect(finding?.outcome).toBeUndefined();
    expect(finding?.location?.instances).toEqual(['on=false']);
    expect(finding?.message).toContain('(with on=false)');
  });

  it('leave nothing undecided beside a failure', async () => {
    const https = "[if(parameters('on'), parameters('other'), false())]";
    const content = template([storage('a', https)], {
      parameters: { ...parameters, other: { type: 'object' } },
    });
    const found = await findingsOf({ 'a.json': content }, 'STO001');
    expect(found.map(({ outcome }) => outcome)).toContain(undefined);
  });
});

describe('a fingerprint', () => {
  const fingerprints = async (content: unknown) =>
    (await findingsOf({ 'a.json': content }, 'STO001')).map(({ fingerprint }) => fingerprint);

  it('stays when lines move and resources come and go', async () => {
    const folder = folderOf({ 'a.json': template([storage('two')]) });
    const path = join(folder, 'a.json');
    const read = async (content: unknown, indent: number) => {
      const overlay = new Map([[path, JSON.stringify(content, undefined, indent)]]);
      const { scanned } = await scan([folder], { overlay });
      const found = scanned.flatMap(({ findings }) => findings);
      return found
        .filter(
          ({ id, location }) => id === 'STO001' && location?.resource?.endsWith('two') === true,
        )
        .map(({ fingerprint }) => fingerprint);
    };
    const before = await read(template([storage('two')]), 2);
    expect(before).toHaveLength(1);
    expect(await read(template([storage('one'), storage('two'), storage('x')]), 0)).toEqual(before);
  });

  it('is another for each place', async () => {
    const all = await fingerprints(template([storage('one'), storage('two'), storage('two')]));
    expect(new Set(all).size).toBe(3);
    for (const each of all) expect(each).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what a template excuses', () => {
  const excused = {
    ...storage('a'),
    metadata: { portcullis: ['STO001: read by an old camera; until 2027-01-31'] },
  };

  it('stands at the finding', async () => {
    const [finding] = await findingsOf({ 'a.json': template([excused]) }, 'STO001');
    expect(finding?.suppression).toMatchObject({
      reason: 'read by an old camera',
      until: '2027-01-31',
      form: 'metadata',
    });
    expect(finding?.suppression?.path).toBe(finding?.location?.path);
  });

  it('does not count where the policy forbids it, and is told', async () => {
    const { scanned, notices } = await scan([folderOf({ 'a.json': template([excused]) })], {
      policy: { inlineSuppressions: 'forbidden' },
    });
    const [finding] = scanned
      .flatMap(({ findings }) => findings)
      .filter(({ id }) => id === 'STO001');
    expect(finding?.suppression).toBeUndefined();
    expect(notices).toHaveLength(1);
  });
});

describe('the coverage of machines', () => {
  it('has a cell for each requirement, with what satisfies it', async () => {
    const folder = folderOf({ 'a.json': template([machine('vm1'), agent('vm1'), machine('vm2')]) });
    const policy = { requireAgents: [{ anyOf: ['qualys', 'mdvm'] }, { anyOf: ['mde'] }] } as const;
    const { scanned } = await scan([folder], { policy });
    const machines = scanned.flatMap((each) => each.machines);
    expect(
      machines.map(({ name, cells }) => [
        name,
        ...cells.map((cell) => `${cell.agent} ${cell.outcome}`),
      ]),
    ).toEqual([
      ['vm1', 'qualys or mdvm pass', 'mde fail'],
      ['vm2', 'qualys or mdvm fail', 'mde fail'],
    ]);
    expect(machines[0]?.cells[0]?.by).toMatchObject([{ what: 'Qualys / QualysAgentLinux' }]);
    expect(machines[0]?.cells[0]?.by[0]?.line).toBeGreaterThan(1);
  });

  it('names parameter files where there are several, and joins instances with equal cells', async () => {
    const vms = machine("[concat('vm', copyIndex())]", {
      copy: { name: 'c', count: "[parameters('n')]" },
    });
    const parameters = { n: { type: 'int' } };
    const folder = folderOf({
      'a.json': template([vms], { parameters }),
      'a.dev.parameters.json': parameterFile({ n: 2 }),
      'a.prod.parameters.json': parameterFile({ n: 60 }),
    });
    const { scanned } = await scan([folder], { policy: qualys });
    const machines = scanned.flatMap((each) => each.machines);
    expect(
      machines.map(({ evaluation, count, names }) => [
        evaluation?.split('/').at(-1),
        count,
        names?.length,
      ]),
    ).toEqual([
      ['a.dev.parameters.json', 2, 2],
      ['a.prod.parameters.json', 60, 50],
    ]);
  });
});
