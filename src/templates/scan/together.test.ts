import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TemplateScan } from './request.ts';
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

function linked(link: Readonly<Record<string, unknown>>, parameters: unknown = {}) {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'linked',
    properties: { mode: 'Incremental', templateLink: link, parameters },
  };
}

const vmName = { vmName: { type: 'string' } };
const agentTemplate = template([agent("[parameters('vmName')]")], { parameters: vmName });
const toVm = { vmName: { value: 'vm1' } };

async function scanIn(
  files: Readonly<Record<string, unknown>>,
  targets: readonly string[] = [''],
  options: TestScan = { policy: qualys },
): Promise<TemplateScan> {
  const folder = folderOf(files);
  return scan(
    targets.map((target) => join(folder, target)),
    options,
  );
}

function outcomes({ scanned }: TemplateScan): string[] {
  return scanned.flatMap(({ machines }) =>
    machines.map(({ name, cells, path, evaluation = '' }) =>
      [
        path.split('/').at(-1),
        name,
        evaluation.split('/').at(-1),
        ...cells.map((cell) => cell.outcome),
      ]
        .filter(Boolean)
        .join(' '),
    ),
  );
}

const gaps = ({ scanned }: TemplateScan) =>
  scanned.flatMap(({ coverage }) =>
    coverage.filter(({ what }) => what.startsWith('template-link:')),
  );

describe('a linked template', () => {
  const main = template([machine('vm1'), linked({ relativePath: 'agents/agent.json' }, toVm)]);

  it('is part of the one that links it, and not evaluated alone', async () => {
    const result = await scanIn({ 'main.json': main, 'agents/agent.json': agentTemplate });
    expect(outcomes(result)).toEqual(['main.json vm1 pass']);
    expect(gaps(result)).toEqual([]);
    const [row] = result.scanned[0]?.coverage ?? [];
    expect(row).toMatchObject({ what: 'templates', reason: '1 template, 1 linked template' });
  });

  it.each([
    ['a.json', 'z.json'],
    ['z.json', 'a.json'],
  ])('%s → %s is judged once in any order', async (from, to) => {
    const result = await scanIn({
      [from]: template([linked({ relativePath: to })]),
      [to]: template([machine('vm1')]),
    });
    expect(outcomes(result)).toEqual([`${to} vm1 fail`]);
    expect(result.scanned[0]?.findings.filter(({ id }) => id === 'AGT001')).toHaveLength(1);
  });

  it('through several files is judged in the first', async () => {
    const files = {
      'a.json': template([machine('vm1')]),
      'b.json': template([linked({ relativePath: 'a.json' })]),
      'c.json': template([linked({ relativePath: 'b.json' })]),
    };
    const result = await scanIn(files);
    expect(outcomes(result)).toEqual(['a.json vm1 fail']);
    expect(result.scanned[0]?.findings[0]?.location?.resource).toMatch(/^linked \/ linked \/ /);
  });

  it('that links back is a fault of the first of both', async () => {
    const files = {
      'a.json': template([machine('vm1'), linked({ relativePath: 'b.json' })]),
      'b.json': template([machine('vm2'), linked({ relativePath: 'a.json' })]),
    };
    const result = await scanIn(files);
    const faults = result.scanned[0]?.coverage.filter(({ incomplete }) => incomplete) ?? [];
    expect(faults.map(({ what }) => what.split('/').at(-1))).toEqual(['a.json']);
    expect(result.errors).toEqual([]);
  });

  it('of two targets belongs to the first that links it', async () => {
    const files = { 'main.json': main, 'agents/agent.json': agentTemplate };
    const result = await scanIn(files, ['agents/agent.json', 'main.json']);
    expect(result.errors).toEqual([]);
    expect(outcomes(result)).toEqual(['main.json vm1 pass']);
  });

  it('that two templates deploy has its findings once, with both instances', async () => {
    const account = template([storage("[parameters('name')]")], {
      parameters: { name: { type: 'string' } },
    });
    const root = (name: string) =>
      template([linked({ relativePath: 'account.json' }, { name: { value: name } })]);
    const result = await scanIn({
      'account.json': account,
      'm.json': root('m'),
      'n.json': root('n'),
    });
    const found = result.scanned[0]?.findings.filter(({ id }) => id === 'STO001') ?? [];
    expect(found.map(({ location }) => location?.instances)).toEqual([['m', 'n']]);
  });

  it.each([
    [{ relativePath: 'none.json' }, 'none.json'],
    [{ relativePath: '../../outside.json' }, 'outside the repository'],
    [{ uri: 'https://example.com/t/agent.json?sig=secret' }, 'remote'],
    [
      {
        id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/templateSpecs/t/versions/1',
      },
      'template spec',
    ],
    [{ uri: "[concat(parameters('base'), 'agent.json')]" }, 'not known'],
  ])('%j that is not there leaves the machine undecided', async (link, says) => {
    const files = {
      'main.json': template([machine('vm1'), linked(link)], {
        parameters: { base: { type: 'string' } },
      }),
    };
    const result = await scanIn(files);
    expect(outcomes(result)).toEqual(['main.json vm1 undecided']);
    expect(gaps(result)).toMatchObject([{ status: 'not-scanned', incomplete: true }]);
    expect(gaps(result)[0]?.reason).toContain(says);
    expect(gaps(result)[0]?.reason).toMatch(/main\.json:\d+:\d+: /);
    expect(JSON.stringify(result.scanned)).not.toContain('sig=');
    const [finding] = result.scanned[0]?.findings.filter(({ id }) => id === 'AGT001') ?? [];
    expect(finding).toMatchObject({ outcome: 'undecided', severity: 'high' });
  });

  it.each([
    ["[uri(deployment().properties.templateLink.uri, 'agents/agent.json')]"],
    ["[uri(parameters('_artifactsLocation'), concat('agents/agent.json', parameters('token')))]"],
    ["[concat(parameters('raw'), 'agents/agent.json', parameters('token'))]"],
  ])('by the address %s of its own repository is found', async (uri) => {
    const folder = folderOf({
      'vm/main.json': template([machine('vm1'), linked({ uri, contentVersion: '1.0.0.0' }, toVm)], {
        parameters: {
          _artifactsLocation: {
            type: 'string',
            defaultValue: '[deployment().properties.templateLink.uri]',
          },
          raw: {
            type: 'string',
            defaultValue: 'https://raw.githubusercontent.com/Azure/templates/master/vm/',
          },
          token: { type: 'securestring', defaultValue: '' },
        },
      }),
      'vm/agents/agent.json': agentTemplate,
      '.git/config': '[remote "origin"]\n\turl = https://github.com/Azure/templates.git\n',
    });
    const result = await scan([join(folder, 'vm', 'main.json')], { policy: qualys });
    expect(gaps(result)).toEqual([]);
    expect(outcomes(result)).toEqual(['main.json vm1 pass']);
  });

  it('has a fault of its own place', async () => {
    const result = await scanIn({ 'main.json': main, 'agents/agent.json': '{ "resources": [ }' });
    const [row] = result.scanned[0]?.coverage.filter(({ what }) => what.startsWith('path:')) ?? [];
    expect(row?.reason).toMatch(/agent\.json:1:\d+: /);
    expect(row).toMatchObject({ incomplete: true });
  });
});

describe('files that are deployed together', () => {
  const files = {
    'a.json': template([machine('vm1')]),
    'b.json': template([agent('vm1')]),
    'c.json': template([machine('vm1')]),
  };

  it('count for one another only where the policy lists them', async () => {
    expect(outcomes(await scanIn(files))).toEqual(['a.json vm1 fail', 'c.json vm1 fail']);
    const folder = folderOf(files);
    const policy = { ...qualys, deployments: [['a.json', 'b.json']], folder };
    expect(outcomes(await scan([folder], { policy }))).toEqual([
      'a.json vm1 pass',
      'c.json vm1 fail',
    ]);
  });

  it('may be listed as the run names them', async () => {
    const folder = folderOf(files);
    const named = ['a.json', 'b.json'].map((name) => relative('.', join(folder, name)));
    const policy = { ...qualys, deployments: [named], folder: '/none' };
    expect(outcomes(await scan([join(folder, 'a.json')], { policy }))).toEqual(['a.json vm1 pass']);
  });

  it('are read though the run names one of them', async () => {
    const folder = folderOf(files);
    const policy = { ...qualys, deployments: [['a.json', 'b.json']], folder };
    expect(outcomes(await scan([join(folder, 'a.json')], { policy }))).toEqual(['a.json vm1 pass']);
    expect(outcomes(await scan([join(folder, 'c.json')], { policy }))).toEqual(['c.json vm1 fail']);
  });

  it('are told where one is not there', async () => {
    const folder = folderOf(files);
    const policy = { ...qualys, deployments: [['a.json', 'gone.json']], folder };
    const result = await scan([folder], { policy });
    const rows = result.scanned[0]?.coverage.filter(({ what }) => what === 'path:gone.json');
    expect(rows).toMatchObject([{ status: 'not-scanned', incomplete: true }]);
  });

  it.each([
    ['a name of the deployment', "[concat('v', uniqueString(deployment().name))]", {}],
    [
      'a name of the time',
      "[parameters('t')]",
      { t: { type: 'string', defaultValue: "[utcNow('yyyyMMdd')]" } },
    ],
  ])('do not share %s', async (_, name, parameters) => {
    const folder = folderOf({
      'a.json': template([machine(name)], { parameters }),
      'b.json': template([agent(`[concat(${name.slice(1, -1)}, '')]`)], { parameters }),
    });
    const policy = { ...qualys, deployments: [['a.json', 'b.json']], folder };
    const [outcome] = outcomes(await scan([folder], { policy }));
    expect(outcome).not.toMatch(/pass$/);
  });

  it('pair their parameter sets by name', async () => {
    const parameters = { on: { type: 'bool', defaultValue: false } };
    const folder = folderOf({
      'main.json': template([machine('vm1')], { parameters }),
      'main.dev.parameters.json': parameterFile({ on: true }),
      'main.prod.parameters.json': parameterFile({ on: true }),
      'agents.json': template([agent('vm1', { condition: "[parameters('on')]" })], { parameters }),
      'agents.dev.parameters.json': parameterFile({ on: true }),
      'agents.prod.parameters.json': parameterFile({ on: false }),
    });
    const policy = { ...qualys, deployments: [['main.json', 'agents.json']], folder };
    expect(outcomes(await scan([folder], { policy }))).toEqual([
      'main.json vm1 main.dev.parameters.json pass',
      'main.json vm1 main.prod.parameters.json fail',
    ]);
  });
});
