import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type AzureRun,
  compute,
  endAzureRuns,
  example,
  freeDisk,
  startAzureRun,
} from '../../../test/fixtures/azure/azure-run.ts';
import { UserError } from '../../model/errors.ts';
import { openAzureDisks } from './open-azure-disks.ts';
import { newPendingFile } from './pending-file.ts';
import { finishCleanup, type Undone } from './sweep.ts';

afterEach(endAzureRuns);

const image = 'galleries/shared/images/golden';
const gallery = {
  [image]: example('galleryImage'),
  [`${image}/versions/1.0.0`]: example('galleryVersion'),
};
const open = (run: AzureRun, options = {}) =>
  openAzureDisks(`${compute}/${image}`, { ...run.options, ...options }, run.runtime);

const cancel = (run: AzureRun) =>
  run.abort.abort(new UserError('CANCELLED', 'cancelled by SIGINT'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const caught = (work: Promise<unknown>) => work.catch((error: unknown) => error);

/** What the step after the job does. */
async function finished(run: AzureRun): Promise<Undone> {
  const { accessToken, cloud } = run.options;
  const runtime = { ...run.runtime, signal: new AbortController().signal };
  const all: Undone[] = [];
  for (const file of run.notes()) {
    const others = { runtime, pollMs: 3, ...(cloud === undefined ? {} : { cloud }) };
    all.push(await finishCleanup(file, { accessToken, ...others }));
  }
  return { done: all.flatMap(({ done }) => done), left: all.flatMap(({ left }) => left) };
}

/** For every resource that was deleted: whether its access had been revoked before. */
function revokedFirst(run: AzureRun): boolean[] {
  const calls = run.writes();
  return calls
    .filter((call) => call.startsWith('DELETE'))
    .map((call) => {
      const revoke = `POST ${call.slice('DELETE '.length)}/endGetAccess`;
      return calls.indexOf(revoke) >= 0 && calls.indexOf(revoke) < calls.indexOf(call);
    });
}

describe('after a run', () => {
  it('revokes, then deletes, once for each disk', async () => {
    const run = await startAzureRun(gallery);
    const opened = await open(run);
    await Promise.all([opened.close(), opened.close()]);
    expect(revokedFirst(run)).toEqual([true, true]);
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('whose accesses had ended, leaves nothing', async () => {
    const run = await startAzureRun(gallery);
    const opened = await open(run);
    run.arm.expireExports();
    expect(await opened.close()).toEqual({ left: [] });
    expect(run.arm.leftovers()).toEqual([]);
  });

  it.each([
    [
      'one disk cannot be made',
      (method: string, path: string, lun: string) => method === 'PUT' && path.endsWith(lun),
    ],
    [
      'no access is given',
      (method: string, path: string) => method === 'POST' && path.endsWith('/beginGetAccess'),
    ],
  ])('that failed because %s, leaves nothing', async (_name, isRefused) => {
    const run = await startAzureRun(gallery);
    let first = '';
    run.arm.refuse = (method, path) => {
      if (method === 'PUT') first ||= path;
      return isRefused(method, path, first) ? { status: 400, code: 'QuotaExceeded' } : undefined;
    };
    expect(await caught(open(run))).toMatchObject({
      code: 'TARGET_UNREADABLE',
      message: expect.stringContaining('QuotaExceeded'),
    });
    expect(run.arm.leftovers()).toEqual([]);
    expect(run.notes()).toEqual([]);
  });

  it('waits for an export that ends late', async () => {
    const run = await startAzureRun(gallery, { settleMs: 30 });
    const opened = await open(run);
    let refusals = 0;
    run.arm.refuse = (method) => {
      if (method !== 'DELETE' || refusals > 3) return undefined;
      refusals += 1;
      return { status: 409, code: 'OperationNotAllowed' };
    };
    expect(await opened.close()).toEqual({ left: [] });
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('says what it could not delete, and notes it', async () => {
    const run = await startAzureRun(gallery);
    const opened = await open(run);
    run.arm.refuse = (method) =>
      method === 'DELETE' ? { status: 403, code: 'Locked' } : undefined;
    const { left } = await opened.close();
    expect(left).toHaveLength(2);
    expect(run.said.filter((line) => line.includes('may be left behind'))).toHaveLength(2);
    run.arm.refuse = () => undefined;
    const undone = await finished(run);
    expect([...undone.done].sort()).toEqual([...left].sort());
    expect(run.arm.leftovers()).toEqual([]);
    expect(run.notes()).toEqual([]);
  });

  it('makes nothing where nothing can be noted', async () => {
    const run = await startAzureRun(gallery);
    const cleanupFolder = '/dev/null/none';
    expect(await caught(open(run, { cleanupFolder }))).toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    expect(run.writes()).toEqual([]);
  });
});

describe('a signal', () => {
  it('while disks are read starts both calls at once, without close', async () => {
    const run = await startAzureRun(gallery);
    await open(run);
    cancel(run);
    await expect.poll(() => run.arm.leftovers(), { timeout: 3000 }).toEqual([]);
    expect(revokedFirst(run).every(Boolean)).toBe(true);
    // What is only started may still fail: the step after the job looks again.
    expect(run.notes()).toHaveLength(1);
  });

  it.each([0, 2, 5, 9, 14, 20, 30, 45])(
    '%i ms after the start leaves nothing that the step after it does not remove',
    async (ms) => {
      const run = await startAzureRun(gallery, { settleMs: 8 });
      const opening = caught(open(run));
      await pause(ms);
      cancel(run);
      const result = await opening;
      if (result instanceof Error) expect(result).toMatchObject({ code: 'CANCELLED' });
      else await (result as Awaited<ReturnType<typeof open>>).close();
      await pause(30);
      await finished(run);
      await pause(30);
      expect(run.arm.leftovers()).toEqual([]);
      expect(run.notes()).toEqual([]);
    },
  );

  it('during the clean-up does not wait for its end', async () => {
    const run = await startAzureRun(gallery, { settleMs: 60_000 });
    const opening = open(run);
    await expect.poll(() => run.writes().length).toBe(2);
    cancel(run);
    const started = performance.now();
    expect(await caught(opening)).toMatchObject({ code: 'CANCELLED' });
    expect(performance.now() - started).toBeLessThan(4500);
    expect(run.writes().filter((call) => call.startsWith('DELETE'))).toHaveLength(2);
  });

  it('needs no new token', async () => {
    const run = await startAzureRun(gallery);
    const accessToken = async (scope: string) => {
      if (run.abort.signal.aborted) throw new UserError('CANCELLED', 'aborted');
      return run.options.accessToken(scope);
    };
    await open(run, { accessToken });
    cancel(run);
    await expect.poll(() => run.arm.leftovers(), { timeout: 3000 }).toEqual([]);
  });
});

describe('a killed run', () => {
  it('is finished from its file', async () => {
    const run = await startAzureRun({ ...gallery, 'disks/own': freeDisk() });
    await open(run);
    const text = readFileSync(run.notes()[0] ?? '', 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: 1, cloud: 'public' });
    expect(text).not.toContain('sig');
    const undone = await finished(run);
    expect(undone.done).toHaveLength(2);
    expect(undone.left).toEqual([]);
    expect(revokedFirst(run)).toEqual([true, true]);
    expect(run.arm.leftovers()).toEqual([]);
  });

  it('without a file has nothing to be finished', async () => {
    const run = await startAzureRun({});
    const { accessToken } = run.options;
    const undone = await finishCleanup(newPendingFile(run.cleanupFolder), {
      accessToken,
      runtime: run.runtime,
    });
    expect(undone).toEqual({ done: [], left: [] });
    expect(run.arm.log).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', '{"version":2,"cloud":"public","resources":[]}'],
    ['no list', '{"version":1,"cloud":"public"}'],
    [
      'a disk that no scan made',
      `{"version":1,"cloud":"public","resources":[{"id":"${compute}/disks/production","made":true}]}`,
    ],
    [
      'something that is no disk',
      `{"version":1,"cloud":"public","resources":[{"id":"${compute}/images/x","made":false}]}`,
    ],
    [
      'no word on who made it',
      `{"version":1,"cloud":"public","resources":[{"id":"${compute}/disks/x"}]}`,
    ],
  ])('whose file holds %s deletes nothing', async (_name, text) => {
    const run = await startAzureRun({ 'disks/production': freeDisk() });
    const file = newPendingFile(run.cleanupFolder);
    writeFileSync(file, text);
    const { accessToken } = run.options;
    await expect(finishCleanup(file, { accessToken, runtime: run.runtime })).rejects.toMatchObject({
      code: 'TARGET_DAMAGED',
      hint: expect.stringContaining('created-by'),
    });
    expect(run.arm.log).toEqual([]);
  });
});

describe('two runs at once', () => {
  it('note in files of their own, and each undoes what is its own', async () => {
    const run = await startAzureRun(gallery);
    const [one, two] = await Promise.all([open(run), open(run)]);
    expect(run.notes()).toHaveLength(2);
    await one.close();
    expect(run.notes()).toHaveLength(1);
    expect(run.arm.leftovers()).toHaveLength(4);
    await two.close();
    expect(run.arm.leftovers()).toEqual([]);
  });
});

describe('the next start', () => {
  const tags = { 'created-by': 'portcullis', 'expires-at': '2026-11-24T00:00:00Z' };

  it('removes what a run left behind, and nothing else', async () => {
    const run = await startAzureRun({
      ...gallery,
      'disks/portcullis-old': { ...freeDisk(), tags },
      'snapshots/portcullis-old': { ...example('snapshot'), tags },
      'disks/portcullis-running': {
        ...freeDisk(),
        tags: { ...tags, 'expires-at': '2026-11-25T01:00:00Z' },
      },
      'disks/portcullis-untagged': freeDisk(),
      'disks/mine': { ...freeDisk(), tags },
      'disks/portcullis-odd': { ...freeDisk(), tags: { ...tags, 'expires-at': 'some time' } },
    });
    const opened = await open(run);
    await opened.close();
    const there = ['old', 'running', 'untagged', 'odd'].filter(
      (name) => run.arm.get(`${compute}/disks/portcullis-${name}`) !== undefined,
    );
    expect(there).toEqual(['running', 'untagged', 'odd']);
    expect(run.arm.get(`${compute}/disks/mine`)).toBeDefined();
    expect(run.arm.get(`${compute}/snapshots/portcullis-old`)).toBeUndefined();
  });

  it('scans all the same when it may not look', async () => {
    const run = await startAzureRun(gallery);
    run.arm.refuse = (method, path) =>
      method === 'GET' && path.endsWith('/disks')
        ? { status: 403, code: 'AuthorizationFailed' }
        : undefined;
    const opened = await open(run);
    expect(opened.disks).toHaveLength(2);
    expect(run.said.join()).toContain('cannot be looked for');
    await opened.close();
  });
});
