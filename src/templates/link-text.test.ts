import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './link-text.ts';

describe('withoutSecrets', () => {
  it.each([
    ['https://a.example/t.json', 'https://a.example/t.json'],
    ['https://a.example/t.json?sv=1&sig=x#y', 'https://a.example/t.json'],
    ['https://me:pw@a.example/t.json', 'https://a.example/t.json'],
    ['https://me:p@w@a.example/t.json', 'https://a.example/t.json'],
    ['https://a.example/x.json&sv=2022-11-02&sig=abc', 'https://a.example/x.json'],
    ['nested/a&b.json', 'nested/a&b.json'],
    ['../user@home/t.json', '../user@home/t.json'],
  ])('%s', (link, shown) => {
    expect(withoutSecrets(link)).toBe(shown);
  });
});
