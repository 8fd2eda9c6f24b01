import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mentionsSchema, TemplateFiles } from './template-files.ts';
import { folderOf } from './test-folder.ts';

describe('the files of a run', () => {
  it('are parsed once, and read once', () => {
    const folder = folderOf({ 'a.json': '{"a": 1}' });
    const path = join(folder, 'a.json');
    const files = new TemplateFiles();
    const document = files.document(path, 'a.json');
    rmSync(path);
    expect(files.document(path, 'a.json')).toBe(document);
    expect(files.text(path, 'a.json')).toEqual({ kind: 'text', text: '{"a": 1}' });
    expect(files.pathOf(document.source)).toBe(path);
    expect(files.documentOf(document.source)).toBe(document);
  });

  it('are forgotten when there are too many, and read again', () => {
    const long = 700 * 1024;
    const names = ['a.json', 'b.json', 'c.json'];
    const folder = folderOf(
      Object.fromEntries(names.map((name) => [name, `"${'x'.repeat(long)}"`])),
    );
    const files = new TemplateFiles();
    const [first] = names.map((name) => files.document(join(folder, name), name));
    expect(files.document(join(folder, 'a.json'), 'a.json')).not.toBe(first);
    expect(files.document(join(folder, 'a.json'), 'a.json').root).toEqual(first?.root);
  });

  it('that are not there are one error with their name', () => {
    const files = new TemplateFiles();
    expect(() => files.document('/none/a.json', 'x/a.json')).toThrow(
      expect.objectContaining({ code: 'TARGET_UNREADABLE', where: 'x/a.json' }),
    );
  });
});

describe('a file that is too long to read', () => {
  it.each([1024 * 1024 - 10, 1024 * 1024, 3_000_000])(
    'is searched for the schema of a template, here at %i',
    (offset) => {
      const folder = folderOf({});
      const path = join(folderOf({ x: '' }), 'a.json');
      const schema =
        'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
      writeFileSync(path, ' '.repeat(offset) + schema);
      expect(mentionsSchema(path)).toBe(true);
      writeFileSync(path, ' '.repeat(offset + schema.length));
      expect(mentionsSchema(path)).toBe(false);
      expect(mentionsSchema(folder)).toBe(true);
    },
  );
});
