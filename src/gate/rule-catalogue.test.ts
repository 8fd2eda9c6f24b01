import { describe, expect, it } from 'vitest';
import { type RuleText, rulesNamed, ruleTexts } from './rule-catalogue.ts';

const rule = (id: string, ...aliases: string[]): RuleText => ({
  id,
  severity: 'high',
  title: id,
  rationale: '',
  remedy: '',
  aliases,
  controls: [],
  references: [],
});
const rules = [rule('STO001', 'CKV_AZURE_3'), rule('WEB002.tls'), rule('WEB002.ftps')];

describe('rulesNamed', () => {
  it.each([
    ['STO001', ['STO001']],
    ['sto001', ['STO001']],
    ['ckv_azure_3', ['STO001']],
    ['WEB002', ['WEB002.tls', 'WEB002.ftps']],
    ['web002.TLS', ['WEB002.tls']],
  ])('%s', (word, ids) => {
    expect(rulesNamed(word, rules).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['STO01', /no rule STO01/, /Did you mean STO001/],
    ['WEB00', /no rule WEB00/, /rules|WEB002/],
    ['##vso[task.complete]\n', /no rule #\\#vso/, /See portcullis rules/],
  ])('refuses %j', (word, message, hint) => {
    expect(() => rulesNamed(word, rules)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringMatching(message) as string,
        hint: expect.stringMatching(hint) as string,
      }),
    );
  });
});

describe('the catalogue', () => {
  it('has the rules of agents and of templates, each id once', async () => {
    const ids = (await ruleTexts()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rows = new Set(ids.map((id) => id.split('.')[0]));
    for (const row of ['AGT001', 'VMH005', 'NET001', 'STO001', 'SEC001'])
      expect(rows).toContain(row);
  });
});
