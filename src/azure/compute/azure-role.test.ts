import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  compute,
  endAzureRuns,
  example,
  freeDisk,
  startAzureRun,
} from '../../../test/fixtures/azure/azure-run.ts';
import { openAzureDisks } from './open-azure-disks.ts';

// docs/azure-role.json against the calls that scans make.

afterEach(endAzureRuns);

const file = join(import.meta.dirname, '../../../docs/azure-role.json');
const role: { Actions: string[]; DataActions: string[] } = JSON.parse(readFileSync(file, 'utf8'));

/** The operation that a call needs: its types without their names, and what is done. */
function actionOf(call: string): string {
  const [method = '', path = ''] = call.split(' ');
  const parts = path.slice(`${compute}/`.length).split('/');
  const last = parts.at(-1) ?? '';
  const isAction = method === 'POST';
  const types = (isAction ? parts.slice(0, -1) : parts).filter((_part, index) => index % 2 === 0);
  const verb = { GET: 'read', PUT: 'write', DELETE: 'delete', POST: `${last}/action` }[method];
  return `Microsoft.Compute/${types.join('/')}/${verb}`;
}

const image = 'galleries/shared/images/golden';

describe('docs/azure-role.json', () => {
  it('allows every call of a scan, and no write that none makes', async () => {
    const run = await startAzureRun({
      'disks/busy': freeDisk({ diskState: 'Attached' }),
      'snapshots/golden': example('snapshot'),
      'images/golden': example('image'),
      [image]: example('galleryImage'),
      [`${image}/versions/1.0.0`]: example('galleryVersion'),
    });
    const used = new Set<string>();
    for (const name of [
      'disks/busy',
      'snapshots/golden',
      'images/golden',
      `${image}/versions/latest`,
      `${image}/versions/1.0.0`,
    ]) {
      const opened = await openAzureDisks(`${compute}/${name}`, run.options, run.runtime);
      await opened.close();
    }
    for (const call of run.arm.log) {
      if (call.includes(`${compute}/`)) used.add(actionOf(call));
    }
    expect([...used].filter((action) => !role.Actions.includes(action))).toEqual([]);
    const writes = role.Actions.filter((action) => !action.endsWith('/read'));
    expect(writes.filter((action) => !used.has(action))).toEqual([]);
  });

  it('has what protected exports and customers’ keys ask for', () => {
    expect(role.Actions).toContain('Microsoft.Compute/diskEncryptionSets/read');
    expect(role.DataActions).toEqual(
      expect.arrayContaining([
        'Microsoft.Compute/disks/download/action',
        'Microsoft.Compute/snapshots/download/action',
      ]),
    );
  });
});
