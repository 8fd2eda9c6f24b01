// Every rule's two examples, evaluated as whole templates.
import { describe, expect, it } from 'vitest';
import { templateRules } from './list.ts';
import { outcomeText, resultsOf, templateText } from './testdata/outcomes.ts';

// VMH011 and AGT020 need their lists; with these both examples can be judged.
const policy = {
  approvedImages: ['canonical:ubuntu-24_04-lts:*'],
  approvedPublishers: ['Microsoft.Azure.Monitor'],
};

describe.each(templateRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const kinds = (example: typeof rule.example.passing) =>
    resultsOf(templateText(example), [rule], policy).map(({ outcome }) => outcome.kind);

  it('passes its passing example', () => {
    const found = kinds(rule.example.passing);
    expect(found).toContain('pass');
    expect(found).not.toContain('fail');
    expect(found).not.toContain('error');
  });

  it('fails its failing example', () => {
    expect(kinds(rule.example.failing)).toContain('fail');
  });

  it('stands in the text of its failing example and says what is wanted', () => {
    for (const result of resultsOf(templateText(rule.example.failing), [rule], policy)) {
      if (result.outcome.kind !== 'fail') continue;
      expect(outcomeText(result)).toMatch(/^fail [1-9]\d*: \S/);
      expect(result.outcome.wanted).not.toBe('');
      expect(result.outcome.found).not.toBe('');
    }
  });
});

describe('the list', () => {
  it('has no id twice', () => {
    const ids = templateRules.map((rule) => rule.id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toStrictEqual([]);
  });

  it('names ids, aliases and controls in the agreed forms', () => {
    const wrong = templateRules.flatMap((rule) => [
      ...[rule.id].filter(
        (id) =>
          !/^(?:AGT|POL|VMH|NET|STO|KVT|ACR|AKS|SQL|WEB|SEC)\d{3}(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?$/.test(
            id,
          ),
      ),
      ...rule.aliases.filter(
        (alias) =>
          !/^(?:CKV2?_AZURE_\d+|AZR-\d{6}|TA-\d{6}|AZU-\d{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(
            alias,
          ),
      ),
      ...rule.controls.filter(
        (control) => !/^(?:MCSB:[A-Z]{2}-\d+|CIS:\d+(?:\.\d+)+)$/.test(control),
      ),
    ]);
    expect(wrong).toStrictEqual([]);
  });

  it('is written in types of lower case with references of Azure', () => {
    for (const rule of templateRules) {
      if (rule.on === 'resource') {
        expect(rule.types.map((type) => type.toLowerCase())).toStrictEqual(rule.types);
      }
      expect(rule.references.length).toBeGreaterThan(0);
      expect(rule.references.filter((each) => !each.startsWith('https://'))).toStrictEqual([]);
    }
  });
});
