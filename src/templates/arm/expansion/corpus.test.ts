import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../resource.ts';
import { decodeText, type Source, sourceOf } from '../../source.ts';
import { jsonText } from '../language/plain.ts';
import { unknownIn } from '../language/unknown.ts';
import { memberOf } from '../syntax/node.ts';
import { readJson } from '../syntax/reader.ts';
import { type LinkedFile, nothingGiven } from './context.ts';
import { messagesOf } from './expand-alone.ts';
import { expandTemplate } from './expand-template.ts';
import { readParameterFile } from './parameter-file.ts';
import { kindOfType } from './parameter-type.ts';

const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'arm');
const isHere = existsSync(folder);

function documentOf(path: string) {
  return readJson(sourceOf(path, decodeText(readFileSync(path))));
}

function readLinked(from: Source, link: string): LinkedFile {
  if (/^https?:/.test(link)) return { kind: 'remote', message: 'remote' };
  const path = resolve(dirname(from.path), link);
  if (!existsSync(path)) return { kind: 'missing', message: 'missing' };
  return { kind: 'file', path, document: documentOf(path) };
}

function expand(path: string, parameterFile?: string): readonly Evaluation[] {
  const given =
    parameterFile === undefined ? nothingGiven : readParameterFile(documentOf(parameterFile));
  return expandTemplate(documentOf(path), given, {
    readLinked,
  });
}

function jsonIn(name: string): string[] {
  const files = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.json')).map((file) => join(folder, name, file));
}

function isTemplate(path: string): boolean {
  const schema = memberOf(documentOf(path).root, '$schema')?.value;
  return schema?.kind === 'string' && /deploymentTemplate\.json/i.test(schema.value);
}

describe.skipIf(!isHere)(`templates of ${folder}`, () => {
  it('are all expanded: whole, in bounded time, faults with their places', () => {
    const files = readdirSync(folder).flatMap((name) => (name.includes('.') ? [] : jsonIn(name)));
    const templates = files.filter(isTemplate);
    expect(templates.length).toBeGreaterThan(800);
    const odd: string[] = [];
    for (const path of templates) {
      const start = performance.now();
      const evaluations = expand(path);
      if (evaluations.length === 0 || evaluations.length > 16) odd.push(`${path}: trials`);
      for (const { where, code } of evaluations.flatMap(({ faults }) => faults)) {
        if (!/:\d+:\d+$/.test(where)) odd.push(`${path}: ${where}`);
        if (code === 'LIMIT_EXCEEDED') odd.push(`${path}: limit`);
      }
      if (performance.now() - start > 5000) odd.push(`${path}: slow`);
    }
    expect(odd).toEqual([]);
  }, 60_000);

  // What Azure itself, PSRule's authors and Microsoft's module authors deploy has no fault in it.
  it.each(['quickstarts', 'psrule-templates', 'symbolic-names', 'avm-machines', 'docs-functions'])(
    '%s: no fault but what is meant to be one',
    (name) => {
      const meant = [
        // A parameter file is needed: the default is of another type than declared.
        "the parameter 'names' is declared as string",
        'the template gives up: This is a test failure message.',
      ];
      const faults = jsonIn(name)
        .filter(isTemplate)
        .flatMap((path) => expand(path).flatMap(messagesOf))
        .filter((message) => !meant.some((each) => message.includes(each)));
      expect(faults).toEqual([]);
    },
  );

  it('with their parameter files have no fault, and no more unknowns than without', () => {
    const pairs = jsonIn('quickstarts')
      .filter((path) => path.endsWith('azuredeploy.json'))
      .map((path) => [path, path.replace(/\.json$/, '.parameters.json')] as const)
      .filter(([, parameters]) => existsSync(parameters));
    expect(pairs.length).toBeGreaterThan(20);
    const odd: unknown[] = [];
    const open = (all: readonly Evaluation[]) =>
      all[0]?.root.parameters.filter(({ value }) => unknownIn(value) !== undefined).length ?? 0;
    for (const [path, parameters] of pairs) {
      const given = expand(path, parameters);
      odd.push(...given.flatMap(messagesOf).filter((message) => !message.includes('GEN-')));
      if (open(given) > open(expand(path))) odd.push(path);
    }
    expect(odd).toEqual([]);
  });
});

describe.skipIf(!isHere)('samples of the documentation, one for each function', () => {
  /** Outputs of functions that ask Azure. */
  const runtime = [
    'date__utcnow-tag.json utcShortOutput',
    'deployment__deployment.json deploymentOutput',
    'resource__reference.json ExistingStorage',
    'resource__referencewithstorage.json fullReferenceOutput',
    'resource__referencewithstorage.json referenceOutput',
    'resource__resourcegroup.json resourceGroupOutput',
    'string__newguid-storageaccount.json nameOutput',
    'string__newguid.json guidOutput',
  ];

  it('have known outputs of their declared types', () => {
    const unknown: string[] = [];
    const misfits: string[] = [];
    let known = 0;
    for (const path of jsonIn('docs-functions')) {
      for (const { root } of expand(path)) {
        for (const { name, type, value } of root.outputs) {
          const wanted = kindOfType(type);
          if (unknownIn(value) !== undefined)
            unknown.push(`${relative(join(folder, 'docs-functions'), path)} ${name}`);
          else known++;
          const kind = value.kind === 'unknown' ? value.type : value.kind;
          // null() has no type of its own.
          if (kind !== 'any' && kind !== 'null' && kind !== wanted) misfits.push(`${path} ${name}`);
        }
      }
    }
    expect(unknown.sort()).toEqual(runtime);
    expect(misfits).toEqual([]);
    expect(known).toBeGreaterThan(60);
  });
});

describe.skipIf(!isHere)('one Bicep file compiled to an array and to symbolic names', () => {
  // Members that only one of the forms has, or writes as symbols.
  const formal = ['dependson', 'copy', 'scope', 'name', 'condition'];

  function shown({ resources }: Evaluation): string[] {
    return resources
      .filter(({ isExisting }) => !isExisting)
      .map(({ key, type, apiVersion, conditions, loops, body }) => {
        const properties = [...body.properties].filter(([name]) => !formal.includes(name));
        const text = jsonText({ ...body, properties: new Map(properties) }, 1_000_000);
        const turns = loops.map(({ index }) => index).join();
        return `${key} ${type} ${apiVersion} ${conditions.length} ${turns} ${withoutSerials(text)}`;
      })
      .sort();
  }

  /** Unknowns that are like no other are numbered as they come. */
  function withoutSerials(text: string): string {
    return text.replaceAll(/[a-z]+@\d+/g, '@').replaceAll(/parameters#\d+/g, 'parameters');
  }

  const names = isHere ? readdirSync(join(folder, 'symbolic-pairs')) : [];
  // reference() of an instance whose index is not known: by identifier in one form, by symbol in the other.
  const others = new Set(['baselines__Loops_LF', 'baselines__LoopsIndexed_LF']);

  it.each(names)('%s gives the same resources', (name) => {
    const of = (file: string) => expand(join(folder, 'symbolic-pairs', name, file));
    const [array, symbolic] = [of('main.json'), of('main.symbolicnames.json')];
    expect(symbolic.map(({ tried }) => tried)).toEqual(array.map(({ tried }) => tried));
    for (const [index, evaluation] of array.entries()) {
      const other = symbolic[index];
      if (other === undefined) continue;
      const [left, right] = [shown(evaluation), shown(other)];
      if (!others.has(name)) expect(right).toEqual(left);
      expect(right.map((each) => each.split(' ', 5))).toEqual(
        left.map((each) => each.split(' ', 5)),
      );
    }
  });
});
