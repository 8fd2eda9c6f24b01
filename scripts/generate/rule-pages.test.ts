import { describe, expect, it } from 'vitest';
import { templateRules } from '../../src/templates/rules/list.ts';
import { resultsOf } from '../../src/templates/rules/testdata/outcomes.ts';
import { rulePages, wholeTemplate } from './rule-pages.ts';

const pages = new Map(rulePages().map(([path, make]) => [path, make()]));

// As their pages say.
const policy = {
  approvedImages: ['Canonical:ubuntu-24_04-lts:*'],
  approvedPublishers: ['Microsoft.Azure.Monitor'],
};

describe('the pages of the rules', () => {
  it.each(templateRules.map((rule) => [rule.id, rule] as const))(
    '%s has all of its rule',
    (_, rule) => {
      const page = pages.get(`docs/rules/${rule.id}.md`) ?? '';
      for (const heading of ['Why', 'What to do', 'Passes', 'Fails', 'Read more']) {
        expect(page).toContain(`\n## ${heading}\n`);
      }
      for (const text of [...rule.aliases, ...rule.references]) expect(page).toContain(text);
      const blocks = [...page.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
        ([, text = '']) => JSON.parse(text) as unknown,
      );
      const { passing, failing } = rule.example;
      expect(blocks).toStrictEqual([wholeTemplate(passing), wholeTemplate(failing)]);
      expect(page).not.toMatch(/`microsoft\./);
      const kinds = [passing, failing].map((example) =>
        resultsOf(JSON.stringify(wholeTemplate(example)), [rule], policy).map(
          ({ outcome }) => outcome.kind,
        ),
      );
      expect(kinds[0]).toContain('pass');
      expect(kinds[0]).not.toContain('fail');
      expect(kinds[1]).toContain('fail');
      expect(page).not.toMatch(/undefined|\[object/);
    },
  );

  it('are all named by the table of rules, each once', () => {
    const index = pages.get('docs/rules/README.md') ?? '';
    const named = [...index.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)].map(
      ([, id = '', file = '']) => {
        expect(file).toBe(`${id}.md`);
        return id;
      },
    );
    expect(named.toSorted()).toStrictEqual(templateRules.map(({ id }) => id).toSorted());
  });

  it('write settings as code and keep stars as they are', () => {
    const page = pages.get('docs/rules/VMH004.md') ?? '';
    expect(page).toContain('set `securityProfile.encryptionAtHost` to true');
    expect(
      [...pages.values()].filter((text) => /``[a-z]/.test(text) && !text.includes('```')),
    ).toStrictEqual([]);
  });
});
