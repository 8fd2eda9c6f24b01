import { describe, expect, it } from 'vitest';
import { folderOf, scan } from './test-folder.ts';

// Bounds over all that is kept of a template at a time: each is one message, and no result that looks complete.

const frame = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
};
const account = {
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2023-01-01',
  name: "[concat('st', copyIndex())]",
  location: 'westeurope',
  copy: { name: 'all', count: 800 },
};
const empty = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
  contentVersion: '1.0.0.0',
  parameters: {},
};

describe('what is kept of one template', () => {
  it('is limited over all its parameter files', async () => {
    const sets = Array.from({ length: 14 }, (_, index) => [
      `main.p${index}.parameters.json`,
      empty,
    ]);
    const folder = folderOf({
      'main.json': { ...frame, resources: [account] },
      ...Object.fromEntries(sets),
    });
    const { scanned } = await scan([folder]);
    const rows = scanned.flatMap(({ coverage }) => coverage.filter((row) => row.incomplete));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.reason).toMatch(
      /main\.json:\d+:\d+: this template makes more than \d+ resources, those of all its parameter files counted/,
    );
  });

  it('says nothing of a text whose end was not read', async () => {
    const values = `[${'0,'.repeat(600_000)}0]`;
    const text = JSON.stringify({ ...frame, resources: [{ ...account, copy: undefined }] });
    const folder = folderOf({ 'main.json': `${text.slice(0, -1)},"variables":{"a":${values}}}` });
    const { scanned } = await scan([folder]);
    const [only] = scanned;
    expect(only?.findings).toEqual([]);
    const rows = (only?.coverage ?? []).filter((row) => row.incomplete);
    expect(rows.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('values in one file'),
    ]);
  });
});
