import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { template } from '../../../test/templates/fix-texts.ts';
import type { Runtime } from '../../model/runtime.ts';
import { defaultTemplatePolicy } from '../../model/template-policy.ts';
import type { TemplateRequest } from '../scan/request.ts';
import { scanTemplates } from '../scan/scan-templates.ts';
import { fixStateOf } from './fix-state.ts';
import { fixTemplates } from './fix-templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-fix-'));
afterAll(() => rmSync(folder, { recursive: true }));

const runtime: Runtime = {
  now: () => new Date('2026-11-25T12:00:00Z'),
  env: {},
  log: { debug() {}, info() {}, warn() {} },
  temporaryFolder: folder,
  signal: new AbortController().signal,
};

const vm = (metadata = '') => `{
      "type": "Microsoft.Compute/virtualMachines",
      "apiVersion": "2024-07-01",
      "name": "[concat(parameters('prefix'), 'vm')]",
      "location": "westeurope",${metadata}
      "properties": { "storageProfile": { "osDisk": { "osType": "Linux" } } }
    }`;
const prefix = '"parameters": {\n    "prefix": { "type": "string" }\n  }';

function parameters(value: string): string {
  const schema =
    'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';
  return JSON.stringify({
    $schema: schema,
    contentVersion: '1.0.0.0',
    parameters: { prefix: { value } },
  });
}

async function scan(files: Readonly<Record<string, string>>) {
  const own = mkdtempSync(join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
  const request: TemplateRequest = {
    targets: [{ text: own, reference: own }],
    context: { parameters: [] },
    policy: { ...defaultTemplatePolicy, requireAgents: [{ anyOf: ['qualys'] }] },
    now: runtime.now(),
    keepsEvaluations: true,
  };
  const first = await scanTemplates(request, runtime);
  const isAgents = ({ id }: { readonly id: string }) => id === 'AGT001';
  const result = await fixTemplates(fixStateOf(first, request.policy, isAgents), async (texts) => {
    const overlay = new Map(
      [...texts].map(([shown, text]) => [first.paths.get(shown) ?? '', text] as const),
    );
    return fixStateOf(
      await scanTemplates({ ...request, overlay }, runtime),
      request.policy,
      isAgents,
    );
  });
  const findings = first.scanned.flatMap((each) => each.findings);
  return { findings, result, agents: findings.filter(isAgents) };
}

describe('a scanned template', () => {
  it('is mended once for all its parameter files, AGT005 tolerated', async () => {
    const { agents, result } = await scan({
      't.json': template(`[\n    ${vm()}\n  ]`, prefix),
      't.dev.parameters.json': parameters('d'),
      't.prod.parameters.json': parameters('p'),
    });
    expect(agents).toHaveLength(1);
    expect(agents[0]?.fix?.note).toContain('qualysLicenseCode');
    expect(JSON.parse(agents[0]?.fix?.text ?? '')).toMatchObject({
      type: 'Microsoft.Compute/virtualMachines/extensions',
      name: "[concat(concat(parameters('prefix'), 'vm'), '/QualysAgent')]",
      properties: { publisher: 'Qualys', type: 'QualysAgentLinux' },
    });
    expect(result.mended.map(({ ruleId }) => ruleId)).toEqual(['AGT001']);
    expect(result.texts.size).toBe(1);
    expect(result.left.map(({ ruleId }) => ruleId)).toContain('AGT005');
  });

  it('keeps what its author accepts', async () => {
    const metadata = '\n      "metadata": { "portcullis": ["AGT001: appliance"] },';
    const { agents, result } = await scan({
      't.json': template(`[\n    ${vm(metadata)}\n  ]`, prefix),
    });
    expect(agents[0]?.suppression?.reason).toBe('appliance');
    expect(result.texts.size).toBe(0);
  });

  it('carries no resource where none can be written', async () => {
    const open = vm().replace('"osType": "Linux"', '"x": 1');
    const { agents } = await scan({ 't.json': template(`[\n    ${open}\n  ]`, prefix) });
    expect(agents).toHaveLength(1);
    expect(agents[0]?.fix).toBeUndefined();
  });
});
