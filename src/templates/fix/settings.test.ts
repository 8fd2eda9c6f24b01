import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixTexts, template } from '../../../test/templates/fix-texts.ts';
import type { ResourceRule } from '../rules/rule.ts';
import { expectSetting, isBool, isText } from '../rules/setting.ts';

function rule(id: string, path: string, literal: string | boolean): ResourceRule {
  const text = { rationale: '', remedy: '', references: [], aliases: [], controls: [] };
  return {
    ...text,
    id,
    kind: 'template',
    severity: 'medium',
    title: id,
    example: { passing: {}, failing: {} },
    on: 'resource',
    types: ['test/things'],
    check: (resource) =>
      expectSetting(resource, path, {
        what: id,
        wanted: String(literal),
        holds: typeof literal === 'boolean' ? isBool(literal) : isText(literal),
        absent: 'fail',
        fix: literal,
      }),
  };
}

const https = rule('T1', 'properties.httpsOnly', true);
const tls = rule('T2', 'properties.site.minTls', '1.2');
const ftps = rule('T3', 'properties.site.ftps', 'Disabled');

function thing(properties: string): string {
  return template(
    `[\n    {\n      "type": "Test/things",\n      "apiVersion": "2024-01-01",\n      "name": "a"${properties}\n    }\n  ]`,
    '"variables": { "v": { "minTls": "1.0" } }',
  );
}

async function fix(text: string, ...rules: readonly ResourceRule[]) {
  return fixTexts({ 't.json': text }, { requireAgents: [] }, rules);
}

describe('a setting', () => {
  it.each([
    ['is replaced', '"httpsOnly": false', '"httpsOnly": true'],
    ['is replaced where it is null', '"httpsOnly": null', '"httpsOnly": true'],
    [
      'is replaced, comment kept',
      '"httpsOnly": /* so */ false // why',
      '"httpsOnly": /* so */ true // why',
    ],
    ['is replaced whatever its case', '"HttpsOnly": "False"', '"HttpsOnly": true'],
  ])('%s', async (_name, before, after) => {
    const fixed = await fix(thing(`,\n      "properties": {\n        ${before}\n      }`), https);
    expect(fixed.before).toHaveLength(1);
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toBe(thing(`,\n      "properties": {\n        ${after}\n      }`));
  });

  it.each([
    [
      'into its object',
      ',\n      "properties": {\n        "site": {\n          "x": 1\n        }\n      }',
    ],
    ['with the object around it', ',\n      "properties": {\n        "x": 1\n      }'],
    ['into an empty object', ',\n      "properties": {}'],
    ['into a resource without properties', ''],
  ])('is added %s', async (_name, properties) => {
    const fixed = await fix(thing(properties), tls);
    expect(fixed.after).toEqual([]);
    expect(fixed.text).toContain('"minTls": "1.2"');
    if (properties.includes('"x"')) expect(fixed.removed).toEqual([]);
  });

  it('is added with others that need the same object', async () => {
    const fixed = await fix(thing(''), https, tls, ftps);
    expect(fixed.before).toHaveLength(3);
    expect(fixed.after).toEqual([]);
    expect(fixed.left).toEqual([]);
    expect(fixed.text.match(/"properties"|"site"/g)).toHaveLength(2);
  });

  it.each([
    [
      'an expression',
      ',\n      "properties": { "site": { "minTls": "[variables(\'v\').minTls]" } }',
      'the value comes from an expression',
    ],
    [
      'an object from one',
      ',\n      "properties": { "site": "[variables(\'v\')]" }',
      'the value comes from an expression',
    ],
    [
      'an object',
      ',\n      "properties": { "site": { "minTls": {} } }',
      'an object or array stands where one literal would have to',
    ],
    [
      'a text in place of an object',
      ',\n      "properties": { "site": "x" }',
      'there is no object for minTls to be added to',
    ],
  ])('is left where it is %s', async (_name, properties, reason) => {
    const text = thing(properties);
    const fixed = await fix(text, tls);
    expect(fixed.text).toBe(text);
    expect(fixed.left).toEqual([reason]);
  });
});

describe('an edit', () => {
  /** Fails as soon as the setting of the other rule is right. */
  const jealous: ResourceRule = {
    ...rule('T9', 'properties.y', true),
    check: (resource) => {
      const outcome = expectSetting(resource, 'properties.httpsOnly', {
        what: 'T9',
        wanted: 'false',
        holds: isBool(false),
        absent: 'pass',
      });
      return outcome;
    },
  };

  it('that brings another finding is not written, those beside it are', async () => {
    const text = thing(
      ',\n      "properties": { "httpsOnly": false, "site": { "minTls": "1.0" } }',
    );
    const fixed = await fix(text, https, tls, jealous);
    expect(fixed.text).toBe(text.replace('"1.0" } }\n', '"1.2" } }\n'));
    expect(fixed.left).toEqual(['the edit that was tried brings a finding of T9']);
  });

  it('that does not mend is not written', async () => {
    const stubborn: ResourceRule = {
      ...https,
      id: 'T8',
      check: (resource) => ({
        kind: 'fail',
        at: resource.declaration.nameSpan,
        message: 'no',
        found: '',
        wanted: '',
        fix: { path: 'properties.z', literal: true },
      }),
    };
    const text = thing(',\n      "properties": {}');
    const fixed = await fix(text, stubborn);
    expect(fixed.text).toBe(text);
    expect(fixed.left).toEqual(['the edit that was tried does not mend it']);
  });

  it('of many is found when it is the faulty one', async () => {
    const bad = new Set([3, 11]);
    const resources = Array.from({ length: 16 }, (_, index) => {
      const extra = bad.has(index) ? ', "guard": true' : '';
      return `    { "type": "Test/things", "apiVersion": "1", "name": "n${index}", "properties": { "httpsOnly": false${extra} } }`;
    });
    const guarded: ResourceRule = {
      ...jealous,
      check: (resource, context) => {
        const isGuarded = expectSetting(resource, 'properties.guard', {
          what: '',
          wanted: '',
          holds: () => true,
          absent: 'fail',
        });
        const outcome = jealous.check(resource, context);
        return isGuarded.kind === 'pass' ? outcome : { kind: 'pass' };
      },
    };
    const text = template(`[\n${resources.join(',\n')}\n  ]`);
    const fixed = await fix(text, https, guarded);
    expect(fixed.text.match(/"httpsOnly": true/g)).toHaveLength(14);
    expect(fixed.left).toEqual(Array(2).fill('the edit that was tried brings a finding of T9'));
  });

  it('changes nothing but the values and what it inserts', async () => {
    const value = fc.constantFrom(
      '',
      '"httpsOnly": false',
      '"httpsOnly": true',
      '"x": [1, 2 ] // c\n',
      '"site": { }',
      '"site": { "minTls": "1.0" }',
    );
    const resources = fc.array(value, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(resources, fc.constantFrom('\n', '\r\n'), async (all, lineBreak) => {
        const list = all.map(
          (each, index) =>
            `{ "type": "Test/things", "apiVersion": "1", "name": "n${index}", "properties": {\n ${each} } }`,
        );
        const text = template(`[\n    ${list.join(',\n    ')}\n  ]`).replaceAll('\n', lineBreak);
        const fixed = await fix(text, https, tls, ftps);
        expect(fixed.after).toEqual([]);
        expect(fixed.text.replaceAll('\r\n', '').includes('\n')).toBe(lineBreak === '\n');
        // What was there is there still, in its order, values of the three settings apart.
        const words = (each: string) => each.match(/[^\s,{}]+/g) ?? [];
        const wanted = words(text.replaceAll(/"httpsOnly": false|"minTls": "1.0"/g, ''));
        let at = 0;
        for (const word of words(fixed.text)) if (word === wanted[at]) at++;
        expect(at).toBe(wanted.length);
      }),
      { numRuns: 60 },
    );
  });
});
