import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { default as Draft4 } from 'ajv-draft-04';
import { default as addFormats } from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import resultSchema from '../../docs/result.schema.json' with { type: 'json' };
import type { ScanResult } from '../model/result.ts';
import { targetSchemes } from '../model/target.ts';
import { reportOf } from './reports.ts';
import { broken, closed, hostile, open, templates } from './testdata/results.ts';

const folder = join(process.env['PORTCULLIS_SHARED'] ?? '../shared', 'schemas');
const hasSchemas = existsSync(folder);
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
const options = { columns: 80, colour: false };
const settings = { strict: false, allErrors: true, unicodeRegExp: false, logger: false } as const;

function schema(name: string): object {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
}

function expectValid(validate: ValidateFunction, text: string): void {
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

const nasty = [
  '<script>alert(1)</script>',
  '##vso[task.complete]',
  '\n::error::x',
  ']]>&"\'',
  '\ud800',
  '',
  ' ',
  '../..',
];
const results: [string, ScanResult][] = [
  ['a closed gate', closed],
  ['no findings', open],
  ['no targets', broken],
  ['templates', templates],
  ...nasty.map((text): [string, ScanResult] => [`hostile ${JSON.stringify(text)}`, hostile(text)]),
];

describe('the result', () => {
  const validate = addFormats
    .default(new Ajv({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true }))
    .compile(resultSchema);
  it.each(results)('fits docs/result.schema.json: %s', (_, result) => {
    expectValid(validate, reportOf('json').render(result, options));
  });

  it('names every kind of target, and no other', () => {
    expect(resultSchema.definitions.target.properties.kind.enum).toStrictEqual(targetSchemes);
  });

  it('the schema refuses a result with a member missing or of another type', () => {
    expect(validate({ ...closed, verdict: undefined })).toBe(false);
    expect(validate({ ...closed, verdict: { ...closed.verdict, exitCode: 5 } })).toBe(false);
    expect(validate({ ...closed, created: 'yesterday' })).toBe(false);
    const [target] = closed.targets;
    expect(validate({ ...closed, targets: [{ ...target, kind: 'vhd' }] })).toBe(false);
    expect(validate({ ...closed, later: 1 })).toBe(true);
  });
});

describe.skipIf(!hasSchemas)('SARIF', () => {
  const draft4 = hasSchemas ? addFormats.default(new Draft4.default(settings)) : undefined;
  const validate = draft4?.compile(schema('sarif-2.1.0.schema.json'));
  it.each(results)('fits its schema: %s', (_, result) => {
    if (validate === undefined) throw new Error('no schema');
    expectValid(validate, reportOf('sarif').render(result, options));
  });
  it('fits it whatever the scanned text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        if (validate === undefined) throw new Error('no schema');
        expectValid(validate, reportOf('sarif').render(hostile(text), options));
      }),
    );
  });
});

describe.skipIf(!hasSchemas)('CycloneDX', () => {
  const ajv = addFormats.default(new Ajv(settings));
  let validate: ValidateFunction | undefined;
  if (hasSchemas) {
    ajv.addSchema(schema('cyclonedx-spdx.schema.json'));
    ajv.addSchema(schema('cyclonedx-jsf-0.82.schema.json'));
    validate = ajv.compile(schema('cyclonedx-bom-1.6.schema.json'));
  }
  it.each(results)('fits its schema: %s', (_, result) => {
    if (validate === undefined) throw new Error('no schema');
    expectValid(validate, reportOf('cyclonedx-json').render(result, options));
  });
  it('fits it whatever the scanned text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        if (validate === undefined) throw new Error('no schema');
        expectValid(validate, reportOf('cyclonedx-json').render(hostile(text), options));
      }),
    );
  });
});

describe.skipIf(!hasSchemas || !hasXmllint)('JUnit', () => {
  const check = (text: string) => {
    const run = spawnSync(
      'xmllint',
      ['--noout', '--nonet', '--schema', join(folder, 'junit-ant.xsd'), '-'],
      {
        input: text,
        encoding: 'utf8',
      },
    );
    expect(run.stderr).toBe('- validates\n');
  };
  it.each(results)('fits its schema: %s', (_, result) => {
    check(reportOf('junit').render(result, options));
  });
  it('fits it whatever the scanned text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(text, (text) => check(reportOf('junit').render(hostile(text), options))),
      { numRuns: 20 },
    );
  });
});
