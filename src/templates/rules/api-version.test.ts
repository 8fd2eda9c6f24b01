import { expect, it } from 'vitest';
import { isSince } from './setting.ts';
import { evaluationsOf, templateText } from './testdata/outcomes.ts';

function resourceWith(apiVersion: string | undefined) {
  const text = templateText({
    parameters: { version: { type: 'string' } },
    resources: [{ type: 'Microsoft.Storage/storageAccounts', name: 'st', apiVersion }],
  });
  const [resource] = evaluationsOf(text)[0]?.resources ?? [];
  if (resource === undefined) throw new Error('the template gives no resource');
  return resource;
}

it.each([
  ['2019-04-01', true],
  ['2019-04-01-preview', true],
  ['2024-01-01', true],
  ['2019-03-31', false],
  ['2016-01-01', false],
  ["[concat('2024', '-01-01')]", true],
  [undefined, false],
])('%s is of 2019-04-01 or later: %s', (apiVersion, expected) => {
  expect(isSince(resourceWith(apiVersion), '2019-04-01')).toBe(expected);
});

it('says that it is not known', () => {
  expect(isSince(resourceWith("[parameters('version')]"), '2019-04-01')).toMatchObject({
    kind: 'unknown',
  });
});
