import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agent, folderOf, scan, template } from './test-folder.ts';

const shared = process.env['PORTCULLIS_SHARED'] ?? '../shared';

/** A definition that deploys a template with these values, as Azure's API gives it. */
function definition(inner: unknown, parameters: unknown = {}): Record<string, unknown> {
  const deployment = { properties: { mode: 'incremental', template: inner, parameters } };
  const details = { type: 'Microsoft.Compute/virtualMachines/extensions', deployment };
  const rule = `{"if": {"field": "type"}, "then": ${JSON.stringify({ effect: 'deployIfNotExists', details })}}`;
  const policyRule: unknown = JSON.parse(rule);
  return {
    name: 'deploy-agent',
    type: 'Microsoft.Authorization/policyDefinitions',
    properties: { policyRule },
  };
}

const inner = template(
  [
    agent("[parameters('vmName')]", {
      properties: {
        publisher: 'Qualys',
        type: 'QualysAgentLinux',
        typeHandlerVersion: '1.6',
        settings: { LicenseCode: "[parameters('code')]" },
      },
    }),
  ],
  { parameters: { vmName: { type: 'string' }, code: { type: 'string' } } },
);

/** What a template around it needs: expressions escaped once more. */
function escaped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"[', '"[['));
}

async function rulesIn(content: unknown): Promise<readonly string[]> {
  const { scanned } = await scan([folderOf({ 'a.json': content })]);
  expect(scanned.flatMap(({ coverage }) => coverage.filter((row) => row.incomplete))).toEqual([]);
  return scanned.flatMap(({ findings }) => findings.map(({ id }) => id));
}

describe('the template that a policy deploys', () => {
  it('is judged where the definition stands alone', async () => {
    expect(await rulesIn(definition(inner))).toEqual(expect.arrayContaining(['AGT005', 'AGT006']));
  });

  it('gets the values that are no expressions of the policy', async () => {
    const given = { code: { value: '0123456789abcdef' }, vmName: { value: "[field('name')]" } };
    const content = definition(inner, given);
    expect(await rulesIn(content)).toContain('AGT004');
    expect(JSON.stringify(await scan([folderOf({ 'a.json': content })]))).not.toContain(
      '0123456789',
    );
  });

  it('is judged inside a template, where its expressions are escaped', async () => {
    const resource = { ...definition(escaped(inner)), apiVersion: '2021-06-01' };
    const schema =
      'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';
    const content = { ...template([resource]), $schema: schema };
    expect(await rulesIn(content)).toEqual(expect.arrayContaining(['AGT005', 'AGT006']));
  });

  it('has what expressions of the template around it give', async () => {
    const handed = JSON.stringify(escaped(inner))
      .replace('"Qualys"', '"[parameters(\'publisher\')]"')
      .replace(
        "[[parameters('vmName')]",
        "[format('[concat(parameters(''vmName''), ''{0}'')]', '/q')]",
      );
    const resource = { ...definition(JSON.parse(handed)), apiVersion: '2021-06-01' };
    const parameters = { publisher: { type: 'string', defaultValue: 'Qualys' } };
    const content = template([resource], { parameters });
    expect(await rulesIn(content)).toEqual(expect.arrayContaining(['AGT005', 'AGT006']));
  });

  it.skipIf(!existsSync(shared))('is found in the collected policies', async () => {
    const { scanned, errors } = await scan([join(shared, 'arm', 'policies')]);
    expect(errors).toEqual([]);
    const [result] = scanned;
    expect(result?.coverage).toMatchObject([{ what: 'templates', reason: '59 policies' }]);
    const paths = result?.findings.map(
      ({ id, location }) => `${id} ${location?.path?.split('/').at(-1)}`,
    );
    expect(paths).toContain('AGT005 joxz__difne-linux-qualys.json');
    expect(paths).toContain('AGT005 community__deploy-qualys-agent-to-windows-vms.json');
  });
});
