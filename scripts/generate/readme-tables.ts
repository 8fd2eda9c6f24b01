// The README's tables of inputs and outputs, between their marks.

import {
  camelCase,
  environmentName,
  type Option,
  optionTable,
  outputs,
} from '../../src/gate/options.ts';
import { coverageNames } from '../../src/model/coverage.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');
const code = (text: string) => `\`${text}\``;

function commandLine(option: Option): string {
  if (option.name === 'targets') return 'operands';
  if (option.kind === 'secret') return code(`--${option.name}-stdin`);
  const short = option.short === undefined ? '' : `${code(`-${option.short}`)} `;
  return `${short}${code(`--${option.name}`)}`;
}

function inputTable(): string {
  const rows = (optionTable as readonly Option[]).map((option) => {
    const has = (host: 'cli' | 'github' | 'azure', text: string) =>
      option.hosts.includes(host) ? text : '–';
    return `| ${[
      has('github', code(option.name)),
      has('azure', code(camelCase(option.name))),
      has('cli', commandLine(option)),
      option.default ?? '',
      option.help,
    ]
      .map(cell)
      .join(' | ')} |`;
  });
  return [
    '| GitHub | Azure DevOps | command line | default | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Every one has an environment variable, too: ${code(environmentName('fail-on'))} for ${code('fail-on')}. What is said outright beats it, and both beat the policy file.`,
  ].join('\n');
}

function outputTable(): string {
  return [
    '| GitHub | Azure DevOps | |',
    '|---|---|---|',
    ...outputs.map(
      ({ name, help }) => `| ${code(name)} | ${code(camelCase(name))} | ${cell(help)} |`,
    ),
    '',
    'They are set whether the gate opens, closes or the scan breaks.',
  ].join('\n');
}

function coverageTable(): string {
  const rows = Object.entries(coverageNames).map(([kind, text]) => {
    const [name, what] = text.includes(' · ') ? text.split(' · ', 2) : [kind, text];
    return `| ${code(name ?? kind)} | ${cell(what ?? '')} |`;
  });
  return ['| name | what it is about |', '|---|---|', ...rows].join('\n');
}

function between(text: string, mark: string, content: string): string {
  const start = `<!-- ${mark}:start -->`;
  const end = `<!-- ${mark}:end -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks of «${mark}»`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

export function readmeText(is: string): string {
  const tables = { inputs: inputTable(), outputs: outputTable(), coverage: coverageTable() };
  return Object.entries(tables).reduce((text, [mark, table]) => between(text, mark, table), is);
}
