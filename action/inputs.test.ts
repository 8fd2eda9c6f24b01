import { describe, expect, it } from 'vitest';
import { secretParts } from './inputs.ts';

describe('secretParts', () => {
  it.each([
    ['plain', ['plain']],
    [
      '-----KEY-----\r\nabcdef\n\nxy\n',
      ['-----KEY-----\r\nabcdef\n\nxy\n', '-----KEY-----', 'abcdef'],
    ],
    ['ab', ['ab']],
  ])('%j', (secret, parts) => expect(secretParts(secret)).toEqual(parts));
});
