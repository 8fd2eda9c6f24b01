import { describe, expect, it } from 'vitest';
import { misspeltVariables } from './notices.ts';
import { environmentName, optionTable } from './options.ts';

describe('misspeltVariables', () => {
  it.each([
    ['PORTCULLIS_FAILON', 'PORTCULLIS_FAIL_ON'],
    ['PORTCULLIS_TARGET', 'PORTCULLIS_TARGETS'],
    ['PORTCULLIS_REGISTRY_USER', 'PORTCULLIS_REGISTRY_USERNAME'],
    ['PORTCULLIS_FEED_ODV', 'PORTCULLIS_FEED_OSV'],
  ])('takes %s for a slip of %s', (name, meant) =>
    expect(misspeltVariables({ [name]: '1' })).toEqual([
      `${name} is no variable of portcullis: did you mean ${meant}?`,
    ]),
  );

  it("lets the variables that there are, and the user's own, alone", () => {
    const names = [
      ...optionTable.map(({ name }) => environmentName(name)),
      'PORTCULLIS_CA_FILE',
      'PORTCULLIS_SHARED',
      'PORTCULLIS_COMMIT_OF_OURS',
      'FAIL_ON',
    ];
    const environment = Object.fromEntries(names.map((name) => [name, '1']));
    expect(misspeltVariables(environment)).toEqual([]);
  });
});
