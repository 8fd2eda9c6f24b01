import { describe, expect, it } from 'vitest';
import { gzipped, layerSource, layerTar } from '../../test/fixtures/layer-source.ts';
import { testRuntime } from '../../test/fixtures/test-runtime.ts';
import { openLayeredTree } from '../images/layers/open-layered-tree.ts';
import { UserError } from '../model/errors.ts';
import type { Bytes, Entry, Extractor, FileTree } from '../model/file-tree.ts';
import type { Finding } from '../model/finding.ts';
import type { Package } from '../model/inventory.ts';
import type { Runtime } from '../model/runtime.ts';
import { type Extract, type FileRule, runPlugins } from './run-plugins.ts';

const files = { 'db/one': 'package one', 'db/two': 'package two', 'etc/conf': 'mode = loose' };

async function read(tree: FileTree, path: string): Promise<string> {
  const entry = await tree.stat(path);
  if (entry === undefined) return '';
  const bytes = await tree.open(entry);
  return Buffer.from(await bytes.read(0, bytes.size)).toString();
}

const packageOf = (name: string): Package => ({
  ecosystem: '',
  manager: 'dpkg',
  name,
  version: '1',
  purl: `pkg:deb/${name}`,
  locations: [],
});

/** Reads its files only in `run`, so that a stream needs a round. */
const late: Extractor = {
  id: 'os/late',
  version: 1,
  wants: [],
  run: async (tree) => ({
    packages: [packageOf(await read(tree, 'db/one')), packageOf(await read(tree, 'db/two'))],
  }),
};

const eager: Extractor = {
  id: 'language/eager',
  version: 1,
  wants: [
    {
      globs: ['db/*'],
      limitBytes: 99,
      parse: async (_: Entry, bytes: Bytes) =>
        Buffer.from(await bytes.read(0, bytes.size)).toString(),
    },
  ],
  run: async (_, facts) => ({ packages: facts.map(([, name]) => packageOf(String(name))) }),
};

const finding = (id: string): Finding => ({
  fingerprint: id,
  id,
  aliases: [],
  kind: 'hardening',
  severity: 'low',
  severitySource: 'test',
  severities: [],
  title: id,
  message: id,
  fixedVersions: [],
  references: [],
  sources: [],
});

const rule = (id: string, run: FileRule['run']): FileRule => ({ id, version: 1, wants: [], run });
const broken = (id: string, error: Error): Extractor => ({
  id,
  version: 1,
  wants: [],
  run: () => Promise.reject(error),
});

function run(extractors: readonly Extractor[], rules: readonly FileRule[], runtime?: Runtime) {
  const entries = Object.entries(files).map(([path, data]) => ({ path, data }));
  const made = layerSource([gzipped(layerTar(entries))]);
  const results = runPlugins({
    source: openLayeredTree(made, runtime ?? testRuntime()),
    extractors,
    rules,
    runtime: runtime ?? testRuntime(),
    assemble: (extracts: readonly Extract[]) => ({
      packages: extracts.flatMap(({ extract }) => extract.packages ?? []),
      coverage: [],
    }),
  });
  return results.then((found) => ({ ...found, passes: made.passes.length }));
}

describe('running plugins', () => {
  it('joins what extractors give, in their order', async () => {
    const { inventory, passes } = await run([late, eager], []);
    expect(inventory.packages.map(({ name }) => name)).toEqual([
      'package one',
      'package two',
      'package one',
      'package two',
    ]);
    expect(passes).toBe(2);
  });

  it('gives a rule the inventory of all extractors, and its own rounds', async () => {
    let attempts = 0;
    const { ruleResults, passes } = await run(
      [late, eager],
      [
        rule('conf', async (tree, _, context) => {
          attempts++;
          const { packages } = await context.inventory();
          const text = await read(tree, 'etc/conf');
          return [finding(`${packages.length} ${text}`)];
        }),
        rule('empty', async () => []),
      ],
    );
    expect(ruleResults.map(({ id, findings }) => [id, findings.map((one) => one.id)])).toEqual([
      ['conf', ['4 mode = loose']],
      ['empty', []],
    ]);
    // One voided with the extractor's, one for its own file.
    expect([attempts, passes]).toEqual([3, 3]);
  });

  it('voids a rule’s attempt when an extractor missed, though the rule caught that', async () => {
    const seen: string[] = [];
    const { ruleResults } = await run(
      [late],
      [
        rule('catcher', async (_, __, context) => {
          const found = await context.inventory().catch(() => undefined);
          seen.push(found === undefined ? 'none' : 'all');
          context.incomplete('x', seen.join());
          return [];
        }),
      ],
    );
    expect(seen).toEqual(['none', 'all']);
    expect(ruleResults).toHaveLength(1);
  });

  it('makes what throws Incomplete, and lets the others go on', async () => {
    const { inventory, ruleResults, coverage } = await run(
      [broken('os/broken', new Error('line 3: no')), eager],
      [
        rule('fails', () => Promise.reject(new TypeError('bug'))),
        rule('works', async (_, __, context) => {
          context.incomplete('etc/conf', 'no such mode');
          return [finding('found')];
        }),
      ],
    );
    expect(inventory.packages).toHaveLength(2);
    expect(ruleResults.map(({ id }) => id)).toEqual(['works']);
    expect(coverage).toEqual([
      {
        what: 'path:etc/conf',
        status: 'not-scanned',
        incomplete: true,
        reason: 'works: no such mode',
      },
      { what: 'plugin:fails', status: 'not-scanned', incomplete: true, reason: 'bug' },
      { what: 'plugin:os/broken', status: 'not-scanned', incomplete: true, reason: 'line 3: no' },
    ]);
  });

  it('keeps what a failing plugin had said, and each row once', async () => {
    const chatty: Extractor = {
      id: 'chatty',
      version: 1,
      wants: [],
      run: async (_, __, context) => {
        context.incomplete('a', 'same');
        context.incomplete('a', 'same');
        throw new Error('end');
      },
    };
    const { coverage } = await run([chatty], []);
    expect(coverage.map(({ what }) => what)).toEqual(['path:a', 'plugin:chatty']);
  });

  it('rejects with the reason when the run is cancelled', async () => {
    const controller = new AbortController();
    const runtime = testRuntime({ signal: controller.signal });
    const cancels: Extractor = {
      id: 'cancels',
      version: 1,
      wants: [],
      run: async () => {
        controller.abort(new UserError('CANCELLED', 'cancelled by SIGINT'));
        throw new Error('whatever');
      },
    };
    await expect(run([cancels], [], runtime)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(run([eager], [], runtime)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('runs without any plugin', async () => {
    expect(await run([], [])).toMatchObject({ ruleResults: [], coverage: [], passes: 1 });
  });
});
