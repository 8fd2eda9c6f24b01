import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonNode, memberOf } from '../arm/syntax/node.ts';
import { readJson } from '../arm/syntax/reader.ts';
import { sourceOf } from '../source.ts';
import { type Entry, maxEntry, readEntry } from './suppression.ts';
import { Suppressions, suppressionsIn } from './suppressions.ts';

const now = new Date('2026-11-25T12:00:00Z');

function entry(part: Partial<Entry>): Entry {
  return { ids: ['agt001'], reason: '', until: undefined, problem: undefined, ...part };
}

describe('readEntry', () => {
  it.each<[string, Entry]>([
    ['AGT001: moves to AKS', entry({ reason: 'moves to AKS' })],
    ['AGT001 moves to AKS', entry({ reason: 'moves to AKS' })],
    ['AGT001', entry({})],
    ['AGT001:', entry({})],
    ['AGT001: a; until 2027-01-31', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001: a, until 2027-01-31', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001 a until=2027-01-31.', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001: a (until 2027-01-31)', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001: UNTIL 2027-01-31', entry({ until: '2027-01-31' })],
    ['AGT001 until 2027-01-31', entry({ until: '2027-01-31' })],
    ['AGT001, WEB002.tls: a: b', entry({ ids: ['agt001', 'web002.tls'], reason: 'a: b' })],
    ['CKV_AZURE_50: x', entry({ ids: ['ckv_azure_50'], reason: 'x' })],
    ['AGT001: a; expires 2027-01-31', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001: a; expires on 2027-01-31', entry({ reason: 'a', until: '2027-01-31' })],
    ['AGT001: wait until migrated', entry({ reason: 'wait until migrated' })],
    ['AGT001: a\n   b', entry({ reason: 'a b' })],
    ['7b1e2f3a-1c: x', entry({ ids: ['7b1e2f3a-1c'], reason: 'x' })],
  ])('%s', (text, expected) => {
    expect(readEntry(text)).toEqual(expected);
  });

  it.each([
    ['AGT001: a; until 2027-02-30', /‹2027-02-30›.*no day/],
    ['AGT001: a; until 31.01.2027', /no day/],
    ['AGT001: a until 2027-1-31', /no day/],
    ['AGT001: a; until spring', /‹spring›/],
    ['AGT001: replaced; until May 2027', /‹May 2027› behind «until» is no day/],
    ['AGT001: replaced until May 2027', /‹May 2027›/],
    ['AGT001: a; until', /no day/],
    ['', /names no rule/],
    ['*: all', /names no rule/],
    [': a', /names no rule/],
    [`AGT001: ${'x'.repeat(maxEntry)}; until 2020-01-01`, /longer than/],
  ])('cannot hold: %s', (text, problem) => {
    expect(readEntry(text).problem).toMatch(problem);
  });

  it('reads back what is written so', () => {
    const words = fc
      .stringMatching(/^[a-z][a-z ]{0,30}[a-z]$/)
      .map((text) => text.replaceAll('until', '').replace(/ +/g, ' ').trim());
    const id = fc.stringMatching(/^[a-z]{3}[0-9]{3}(\.[a-z]{1,5})?$/);
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 3 }), words, (ids, reason) => {
        const text = `${ids.join(', ')}: ${reason}; until 2027-01-31`;
        expect(readEntry(text)).toEqual({ ids, reason, until: '2027-01-31', problem: undefined });
      }),
    );
  });

  it('never throws and never forgets an end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readEntry(`AGT001: ${text}; until 2020-01-31`).until ?? 'none').toBe('2020-01-31');
      }),
    );
  });
});

function resourcesOf(root: JsonNode | undefined): JsonNode[] {
  const list = memberOf(root, 'resources')?.value;
  if (list?.kind === 'array') return [...list.items];
  return list?.kind === 'object' ? list.members.map(({ value }) => value) : [];
}

/**
 * Asks for a finding about resource `index` that stands at `"x"` (or at the resource); gives the reason of what
 * holds, and the notices.
 */
function ask(
  text: string,
  ruleIds: readonly string[] = ['AGT001', 'CKV_AZURE_9'],
  mode: 'forbidden' | 'with-reason' | 'allowed' = 'with-reason',
  index = 0,
) {
  const document = readJson(sourceOf('t.json', text));
  expect(document.problems).toEqual([]);
  const suppressions = new Suppressions(mode, now);
  suppressions.read(document);
  const node = resourcesOf(document.root)[index];
  if (node === undefined) throw new Error('no resource');
  const { source } = document;
  const declaration = { source, start: node.start, end: node.end };
  const x = memberOf(node, 'x');
  const at = x === undefined ? declaration : { source, start: x.nameStart, end: x.nameEnd };
  const holds = suppressions.for({ ruleIds, declaration, at });
  return { reason: holds?.reason, form: holds?.form, notices: suppressions.notices(true) };
}

function metadata(value: unknown): string {
  return JSON.stringify({ resources: [{ type: 't', metadata: value, x: 1 }] });
}

describe('suppressions in metadata', () => {
  it.each([
    ['a list', { portcullis: ['NET001: other', 'AGT001: moves; until 2027-01-31'] }, 'moves'],
    ['one text', { portcullis: 'agt001: moves' }, 'moves'],
    ['an alias', { portcullis: ['ckv_azure_9: moves'] }, 'moves'],
    ['any case', { Portcullis: ['AGT001: moves'] }, 'moves'],
    ['checkov, a list', { checkov: ['CKV_AZURE_9: moves'] }, 'moves'],
    ['checkov, one text', { checkov: 'CKV_AZURE_9: moves' }, 'moves'],
    ['checkov with its prefix', { checkov: ['checkov:skip=CKV_AZURE_9:moves'] }, 'moves'],
    ['checkov, objects', { checkov: [{ id: 'CKV_AZURE_9', comment: 'moves' }] }, 'moves'],
    ['checkov, skip', { checkov: { skip: [{ id: 'CKV_AZURE_9', comment: 'moves' }] } }, 'moves'],
  ])('%s', (_name, value, reason) => {
    expect(ask(metadata(value)).reason).toBe(reason);
  });

  it.each([
    ['another rule', { portcullis: ['AGT002: x'] }, /AGT002 matches no finding/],
    ['the start of an id', { portcullis: ['AGT00: x'] }, /matches no finding/],
    ['no text', { portcullis: [1] }, /must be a text/],
    ['an expression', { portcullis: ["[concat('AGT001: ', 'x')]"] }, /no expression/],
    ['no reason', { portcullis: ['AGT001'] }, /gives no reason/],
    ['checkov without reason', { checkov: ['CKV_AZURE_9'] }, /gives no reason/],
    ['one that ended', { portcullis: ['AGT001: x; until 2026-11-24'] }, /ended on 2026-11-24/],
    ['no day', { portcullis: ['AGT001: x; until 2026-13-01'] }, /no day such as/],
  ])('does not take %s', (_name, value, notice) => {
    const { reason, notices } = ask(metadata(value));
    expect(reason).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(notice)]);
    expect(notices[0]).toMatch(/^t\.json:1:\d+: the suppression/);
  });

  it('says nothing of what checkov alone knows', () => {
    expect(ask(metadata({ checkov: ['CKV_AZURE_77: x', 'CKV_AZURE_78'] }))).toEqual({
      reason: undefined,
      form: undefined,
      notices: [],
    });
  });

  it('holds through its last day, and says that it ends', () => {
    const { reason, notices } = ask(metadata({ portcullis: ['AGT001: x; until 2026-11-25'] }));
    expect(reason).toBe('x');
    expect(notices).toEqual([expect.stringMatching(/AGT001 ends today, on 2026-11-25\.$/)]);
    expect(ask(metadata({ portcullis: ['AGT001: x; until 2026-12-20'] })).notices).toEqual([]);
  });

  it('takes the one that holds longest', () => {
    const value = {
      portcullis: ['AGT001: a; until 2027-01-01', 'AGT001: b', 'AGT001: c; until 2028-01-01'],
    };
    expect(ask(metadata(value)).reason).toBe('b');
  });

  it('is for its own resource alone, not for one inside or beside it', () => {
    const inner = { type: 'u', x: 1 };
    const text = JSON.stringify({
      resources: [inner, { metadata: { portcullis: ['AGT001: x'] }, resources: [inner] }],
    });
    expect(ask(text, ['AGT001'], 'allowed', 0).reason).toBeUndefined();
    expect(ask(text, ['AGT001'], 'allowed', 1).reason).toBe('x');
  });
});

describe('a finding without a resource', () => {
  const text = `{ "metadata": { "portcullis": ["SEC002: all"] }, "contentVersion": "1", "parameters": {
    "a": { "metadata": { "portcullis": ["SEC001: test only"] } }, "b": {} } }`;
  it.each([
    ['"a"', 'SEC001', 'test only'],
    ['"b"', 'SEC001', undefined],
    ['"a"', 'SEC002', undefined],
  ])('at %s of %s', (word, ruleId, reason) => {
    const document = readJson(sourceOf('t.json', text));
    const suppressions = new Suppressions('allowed', now);
    suppressions.read(document);
    const start = text.indexOf(word);
    const at = { source: document.source, start, end: start + word.length };
    expect(suppressions.for({ ruleIds: [ruleId], declaration: undefined, at })?.reason).toBe(
      reason,
    );
    expect(suppressions.notices(false)).toEqual([
      't.json:1:32: the suppression of SEC002 is not applied: it stands on a template: put it on the resource that it is for.',
    ]);
  });
});

describe('row and check', () => {
  const text = metadata({ portcullis: ['WEB002: x'] });
  it('a row covers its checks, a check neither its row nor another', () => {
    expect(ask(text, ['WEB002.tls']).reason).toBe('x');
    expect(ask(text, ['WEB0021']).reason).toBeUndefined();
    expect(
      ask(metadata({ portcullis: ['WEB002.ftps: x'] }), ['WEB002.tls']).reason,
    ).toBeUndefined();
    expect(ask(metadata({ portcullis: ['WEB002.tls: x'] }), ['WEB002']).reason).toBeUndefined();
  });
});

describe('modes', () => {
  it.each([
    ['allowed', ['AGT001'], '', []],
    ['with-reason', ['AGT001: x'], 'x', []],
    ['forbidden', ['AGT001: x'], undefined, [/the policy forbids it/]],
    ['forbidden', ['AGT009: x'], undefined, [/the policy forbids it/]],
  ] as const)('%s of %s', (mode, portcullis, reason, notices) => {
    const answer = ask(metadata({ portcullis }), ['AGT001'], mode);
    expect(answer.reason).toBe(reason);
    expect(answer.notices).toEqual(notices.map((each) => expect.stringMatching(each)));
  });
});

describe('suppressions in comments', () => {
  const ignore = 'portcullis:ignore AGT001 moves';
  it.each([
    ['above the resource', `{"resources": [\n// ${ignore}\n{\n"x": 1}]}`],
    ['a block above it', `{"resources": [\n/* ${ignore} */\n{\n"x": 1}]}`],
    ['a block before it', `{"resources": [\n/* ${ignore} */ {\n"x": 1}]}`],
    ['a line of a block', `{"resources": [\n/*\n * why\n * ${ignore}\n */\n{\n"x": 1}]}`],
    ['above others and blanks', `{"resources": [\n// ${ignore}\n\n// note\n/* a */ {\n"x": 1}]}`],
    ['two above one', `{"resources": [\n// ${ignore}\n// portcullis:ignore VMH001 b\n{\n"x": 1}]}`],
    ['at the end of its first line', `{"resources": [\n{ // ${ignore}\n"x": 1}]}`],
    ['above the line', `{"resources": [\n{"type": "t",\n// ${ignore}\n"x": 1}]}`],
    ['at the end of the line', `{"resources": [\n{"type": "t",\n"x": 1 // ${ignore}\n}]}`],
    ['above the first member', `{"resources": [\n{\n// ${ignore}\n"y": 1,\n"x": 1}]}`],
    ['with a blank', `{"resources": [\n// portcullis: ignore AGT001 moves\n{\n"x": 1}]}`],
    ['above a symbolic name', `{"resources": {\n// ${ignore}\n"vm": {\n"x": 1}}}`],
    ['with CRLF', `{"resources": [\r\n// ${ignore}\r\n{\r\n"x": 1}]}`],
    [
      'in capitals, with colons',
      `{"resources": [\n//Portcullis:Ignore: agt001: moves\n{\n"x": 1}]}`,
    ],
  ])('%s', (_name, text) => {
    const { reason, form, notices } = ask(text);
    expect([reason, form]).toEqual(['moves', 'comment']);
    expect(notices.filter((each) => each.includes('AGT001'))).toEqual([]);
  });

  it.each([
    ['below the line', `{"resources": [\n{\n"x": 1\n// ${ignore}\n}]}`],
    ['at the end of the line above', `{"resources": [\n{\n"y": 1, // ${ignore}\n"x": 1}]}`],
    ['above another member', `{"resources": [\n{"y": 1,\n// ${ignore}\n"z": 1,\n"x": 1}]}`],
    ['in a string', `{"resources": [\n{"y": "\n// ${ignore}\n", "x": 1}]}`],
    ['behind other words', `{"resources": [\n// see ${ignore}\n{\n"x": 1}]}`],
    ['with another word', `{"resources": [\n// portcullis:ignored AGT001 x\n{\n"x": 1}]}`],
  ])('not %s', (_name, text) => {
    expect(ask(text).reason).toBeUndefined();
  });

  it('wants a reason unless the policy does not', () => {
    const text = '{"resources": [\n// portcullis:ignore AGT001\n{}]}';
    expect(ask(text).notices).toEqual([
      't.json:2:1: the suppression of AGT001 is not applied: it gives no reason, and the policy wants one.',
    ]);
    expect(ask(text, ['AGT001'], 'allowed').reason).toBe('');
  });
});

describe('bounds', () => {
  it.each([
    ['comments', `${'// portcullis:ignore A b\n'.repeat(20_000)}{}`],
    [
      'blank lines in a comment',
      `/*${'\n'.repeat(1_000_000)}portcullis:ignore A${' '.repeat(1_000_000)}*/ {}`,
    ],
    ['slashes', `{} ${'/'.repeat(1_000_000)}portcullis:ignore`],
    [
      'metadata',
      JSON.stringify(Array.from({ length: 9000 }, () => ({ metadata: { portcullis: 'A' } }))),
    ],
    ['ends', JSON.stringify({ metadata: { portcullis: `A: ${'until '.repeat(200_000)}` } })],
  ])('many %s cost little', (_name, text) => {
    const document = readJson(sourceOf('t.json', text));
    const start = performance.now();
    expect(suppressionsIn(document).length).toBeLessThanOrEqual(5000);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
