import { describe, expect, it } from 'vitest';
import { secretParts } from './secret-parts.ts';

describe('secretParts', () => {
  it.each([
    ['plain', ['plain']],
    ['ab', ['ab']],
    [' two words ', [' two words ']],
    ['-----KEY-----\r\nabcdef\n\nxy\rabcdef\n', ['-----KEY-----', 'abcdef']],
    ['{\n  "key": "value"\n}', ['  "key": "value"']],
    ['\n\n', []],
  ])('%j', (secret, parts) => expect(secretParts(secret)).toEqual(parts));
});
