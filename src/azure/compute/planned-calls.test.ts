import { afterEach, describe, expect, it } from 'vitest';
import {
  compute,
  endAzureRuns,
  freeDisk,
  withoutNames as named,
  startAzureRun,
} from '../../../test/fixtures/azure/azure-run.ts';
import { openAzureDisks, planAzureDisks } from './open-azure-disks.ts';

afterEach(endAzureRuns);

describe('planAzureDisks', () => {
  it('lists the calls and makes no write', async () => {
    const run = await startAzureRun({ 'disks/busy': freeDisk({ diskState: 'Attached' }) });
    const plan = await planAzureDisks(`${compute}/disks/busy`, run.options, run.runtime);
    expect(named(plan.calls)).toEqual([
      'GET disks/busy',
      'GET disks',
      'GET snapshots',
      'PUT snapshots/temp0',
      'POST snapshots/temp0/beginGetAccess',
      'POST snapshots/temp0/endGetAccess',
      'DELETE snapshots/temp0',
    ]);
    expect(named(run.arm.log)).toEqual(['GET disks/busy']);
    expect(run.notes()).toEqual([]);
  });

  it.each([
    [
      'disks/golden',
      ['GET disks/golden', 'POST disks/golden/beginGetAccess', 'POST disks/golden/endGetAccess'],
    ],
    ['disks/shared', ['GET disks/shared', 'POST disks/shared/beginGetAccess']],
  ])('makes nothing for %s', async (name, expected) => {
    const run = await startAzureRun({
      'disks/golden': freeDisk(),
      'disks/shared': freeDisk({ diskState: 'ActiveSAS' }),
    });
    const plan = await planAzureDisks(`${compute}/${name}`, run.options, run.runtime);
    expect(named(plan.calls)).toEqual(expected);
    expect(plan).toMatchObject({ resourceId: `${compute}/${name}`, version: 'unique-1' });
  });

  it('shows no signature of a blob', async () => {
    const run = await startAzureRun({});
    const url = 'https://account.blob.core.windows.net/vhds/golden.vhd?sv=1&sig=canary';
    const plan = await planAzureDisks(url, run.options, run.runtime);
    expect(JSON.stringify(plan)).not.toContain('canary');
    expect(plan.calls).toEqual([
      'GET https://account.blob.core.windows.net/vhds/golden.vhd (by ranges)',
    ]);
  });

  it('is what a scan then does', async () => {
    const run = await startAzureRun({ 'disks/busy': freeDisk({ diskState: 'Attached' }) });
    const plan = await planAzureDisks(`${compute}/disks/busy`, run.options, run.runtime);
    const planned = run.arm.log.splice(0).length;
    expect(planned).toBe(1);
    const opened = await openAzureDisks(`${compute}/disks/busy`, run.options, run.runtime);
    await opened.close();
    // The end of making it is looked at, not called for.
    const calls = named(run.arm.log).filter((call) => call !== 'GET snapshots/temp0');
    expect(calls).toEqual(named(plan.calls));
  });
});
