// What the hosts read about us before anything runs: action.yml, task.json, the extension's manifest, README's examples.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import Draft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { camelCase, optionsOf, outputs } from '../../src/gate/options.ts';
import { readTaskManifest } from './azure-host.ts';
import { readActionManifest } from './github-host.ts';

const root = join(import.meta.dirname, '..', '..');
const schemas = join(process.env['PORTCULLIS_SHARED'] ?? join(root, '..', 'shared'), 'schemas');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));

/** Texts between ```yaml and ``` after a heading in bold. */
function fenced(markdown: string, heading: string): string {
  const after = markdown.slice(markdown.indexOf(`**${heading}**`));
  return /```yaml\n([\s\S]*?)```/.exec(after)?.[1] ?? '';
}

interface Step {
  readonly uses?: string;
  readonly task?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

describe.skipIf(!existsSync(schemas))('schemas of ../shared', () => {
  const options = { strict: false, allErrors: true, unicodeRegExp: false, logger: false } as const;
  function validator(name: string, draft04 = false): ValidateFunction {
    const ajv = draft04 ? new Draft04.default(options) : new Ajv(options);
    addFormats.default(ajv);
    const schema = JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object;
    return ajv.compile(schema);
  }
  const workflows = join(root, '.github', 'workflows');
  const ownWorkflows = existsSync(workflows) ? readdirSync(workflows) : [];

  it.each<[string, string, () => unknown, boolean]>([
    ['action.yml', 'github-action.schema.json', () => parse(read('action.yml')), false],
    ['task.json', 'ado-task.schema.json', () => json('ado-task/task.json'), true],
    [
      'vss-extension.json',
      'vss-extension.schema.json',
      () => json('ado-task/vss-extension.json'),
      false,
    ],
    [
      'vss-extension.json',
      'azure-devops-extension-manifest-1.0.schema.json',
      () => json('ado-task/vss-extension.json'),
      false,
    ],
    [
      'README’s workflow',
      'github-workflow.schema.json',
      () => parse(fenced(read('README.md'), 'GitHub')),
      false,
    ],
    ...ownWorkflows.map((name): [string, string, () => unknown, boolean] => [
      name,
      'github-workflow.schema.json',
      () => parse(read(`.github/workflows/${name}`)),
      false,
    ]),
  ])('%s is valid by %s', (_, schema, document, draft04) => {
    const validate = validator(schema, draft04);
    validate(document());
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('action.yml', () => {
  const manifest = readActionManifest();

  it('has the inputs and outputs that the Action reads and sets, and no others', () => {
    expect(Object.keys(manifest.inputs)).toEqual(optionsOf('github').map(({ name }) => name));
    expect(Object.keys(manifest.outputs)).toEqual(outputs.map(({ name }) => name));
  });

  it('starts a bundle that is there, with the WebAssembly that Node 20 needs', () => {
    expect(manifest.runs.using).toBe('node24');
    expect(existsSync(join(root, manifest.runs.main))).toBe(true);
    expect(existsSync(join(root, 'action/dist/sql-wasm.wasm'))).toBe(true);
    expect(statSync(join(root, 'action/dist/THIRD_PARTY_NOTICES')).size).toBeGreaterThan(1000);
  });
});

describe('task.json', () => {
  const manifest = readTaskManifest(join(root, 'ado-task'));

  it('has the inputs and outputs that the task reads and sets, and no others', () => {
    expect(manifest.inputs.map(({ name }) => name)).toEqual(
      optionsOf('azure').map(({ name }) => camelCase(name)),
    );
    const names = outputs.map(({ name }) => camelCase(name));
    expect(manifest.outputVariables.map(({ name }) => name)).toEqual(names);
    expect(manifest.restrictions.settableVariables.allowed).toEqual(names);
  });

  it('has a handler for both Nodes of the agent', () => {
    expect(Object.keys(manifest.execution).sort()).toEqual(['Node20_1', 'Node24']);
  });
});

describe('the sources of both hosts', () => {
  it.each(['action', 'ado-task'])('%s reads no input but by the table', (folder) => {
    const files = readdirSync(join(root, folder)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    const texts = files.map((name) => read(`${folder}/${name}`));
    expect(texts.filter((text) => /[iI]nput\(\s*['"`]/.test(text))).toEqual([]);
    // These write what they return into the agent's log.
    const echoing =
      /getInput|getVariable\(|getEndpointAuthorizationParameter|getHttpProxyConfiguration/;
    const calls = texts.map((text) => text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ''));
    if (folder === 'ado-task') expect(calls.filter((text) => echoing.test(text))).toEqual([]);
  });
});

describe('README', () => {
  it('uses inputs and outputs of the Action that there are', () => {
    const text = fenced(read('README.md'), 'GitHub');
    const workflow = parse(text) as { jobs: Record<string, { steps: readonly Step[] }> };
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const own = steps.filter(({ uses }) => uses?.startsWith('OWNER/portcullis@') === true);
    expect(own).toHaveLength(1);
    const known = optionsOf('github').map(({ name }) => name as string);
    for (const name of Object.keys(own[0]?.with ?? {})) expect(known).toContain(name);
    const used = [...text.matchAll(/steps\.gate\.outputs\.([a-z-]+)/g)].map((match) => match[1]);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(outputs.map((output) => output.name as string)).toContain(name);
  });

  it.each(['README.md', 'ado-task/overview.md'])(
    '%s: uses inputs of the task that there are',
    (path) => {
      const known = optionsOf('azure').map(({ name }) => camelCase(name));
      const blocks = [...read(path).matchAll(/```yaml\n([\s\S]*?)```/g)].map(
        (match) => match[1] ?? '',
      );
      const steps = blocks.flatMap((block) => {
        const value = parse(block) as { steps?: readonly Step[] } | readonly Step[];
        return Array.isArray(value)
          ? (value as readonly Step[])
          : ((value as { steps?: readonly Step[] }).steps ?? []);
      });
      const own = steps.filter(({ task }) => task?.startsWith('Portcullis@') === true);
      expect(own.length).toBeGreaterThan(0);
      for (const step of own) {
        for (const name of Object.keys(step.inputs ?? {})) expect(known).toContain(name);
      }
    },
  );
});
