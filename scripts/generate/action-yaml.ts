// action.yml from the tables.

import { type Option, optionsOf, outputs } from '../../src/gate/options.ts';

/** A YAML double-quoted scalar: JSON's strings are a subset of it. */
const quoted = (text: string) => JSON.stringify(text);

function describe(option: Option): string {
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  return `${option.help}${standard}`;
}

export function actionYaml(): string {
  const inputs = (optionsOf('github') as readonly Option[]).map((option) =>
    [
      `  ${option.name}:`,
      `    description: ${quoted(describe(option))}`,
      `    required: ${option.required === true}`,
      // Empty: the policy file's word holds, then the engine's default.
      ...(option.required === true ? [] : ["    default: ''"]),
    ].join('\n'),
  );
  const results = outputs.map(({ name, help }) => `  ${name}:\n    description: ${quoted(help)}`);
  return `# Made by scripts/generate.ts from src/gate/options.ts.
name: Portcullis release gate
description: Scans container images and root file systems against public advisories, decides by one policy file, explains every verdict.
author: Portcullis
branding:
  icon: shield
  color: blue
inputs:
${inputs.join('\n')}
outputs:
${results.join('\n')}
runs:
  using: node24
  main: action/dist/index.mjs
  post: action/dist/post.mjs
`;
}
