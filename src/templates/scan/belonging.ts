// Which template a parameter file is for: its `metadata.template`, else its name, as Azure's own tools pair them.
import { basename, dirname, join, resolve } from 'node:path';
import type { JsonDocument } from '../arm/syntax/document.ts';
import { memberOf } from '../arm/syntax/node.ts';

/**
 * Template names that a parameter file's name points at, likeliest first: of `X.parameters.json`,
 * `X.NAME.parameters.json` and `X.parameters.NAME.json` it is `X.json`. Empty for any other name.
 * @example templateNamesOf('main.dev.parameters.json') // ['main.dev.json', 'main.dev.jsonc', 'main.json', 'main.jsonc']
 */
export function templateNamesOf(name: string): readonly string[] {
  const [, before = '', after = ''] = /^(.+)\.parameters((?:\..+)?)\.jsonc?$/i.exec(name) ?? [];
  if (before === '') return [];
  const stems = [before];
  // `X.NAME` is the template's own name where such a file is there, else NAME is the parameter set's.
  if (after === '') {
    const segments = before.split('.');
    for (let length = segments.length - 1; length > 0; length--) {
      stems.push(segments.slice(0, length).join('.'));
    }
  }
  return stems.flatMap((stem) => [`${stem}.json`, `${stem}.jsonc`]);
}

/** The template that a parameter file's metadata names, as it is written there. */
export function namedTemplate({ root }: JsonDocument): string | undefined {
  const metadata = memberOf(root, 'metadata')?.value;
  const template = memberOf(metadata, 'template')?.value;
  return template?.kind === 'string' && template.value !== '' ? template.value : undefined;
}

/**
 * The template of the parameter file at `path`, among those that `exists` knows (absolute paths); undefined when there
 * is none. A path in its metadata counts from the file's folder, else from the repository.
 */
export function templateOf(
  path: string,
  document: JsonDocument,
  repository: string,
  exists: (path: string) => boolean,
): string | undefined {
  const named = namedTemplate(document);
  if (named !== undefined) {
    return [resolve(dirname(path), named), resolve(repository, named)].find(exists);
  }
  return templateNamesOf(basename(path))
    .map((name) => join(dirname(path), name))
    .find(exists);
}
