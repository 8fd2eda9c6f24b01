// The text of --help, made from the table of options.

import { environmentName, type Option, type OptionGroup, optionsOf } from '../gate/options.ts';

const groups: readonly OptionGroup[] = [
  'Target',
  'Gate',
  'Templates',
  'Reports',
  'Advisories',
  'Registry',
  'Run',
];
const indent = ' '.repeat(8);

function wrap(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each) => `${indent}${each}`).join('\n');
}

function spelling(option: Option): string {
  switch (option.kind) {
    case 'boolean':
      return `--${option.name}, --no-${option.name}`;
    case 'secret':
      return `--${option.name}-stdin`;
    case 'choice':
      return `--${option.name} ${option.choices?.join('|') ?? ''}`;
    default:
      return `${option.short === undefined ? '' : `-${option.short}, `}--${option.name} ${option.value ?? ''}`;
  }
}

function describe(option: Option, columns: number): string {
  const more = option.kind === 'lines' ? ' Repeatable.' : '';
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  const help = option.help.replace(/, one per line/, '');
  const environment = ` [${environmentName(option.name)}]`;
  return `    ${spelling(option)}\n${wrap(`${help}${more}${standard}${environment}`, columns)}`;
}

/** The whole help, lines of at most `columns`. */
export function helpText(columns: number): string {
  const rows = optionsOf('cli').filter(({ name }) => name !== 'targets') as readonly Option[];
  const targets = optionsOf('cli').find(({ name }) => name === 'targets');
  const width = Math.max(40, Math.min(columns, 100));
  const sections = groups.map((group) => {
    const own = rows.filter((option) => option.group === group);
    return `${group}:\n${own.map((option) => describe(option, width)).join('\n')}`;
  });
  return `portcullis: the release gate for Azure images and templates. Scans, decides by one policy, explains the verdict.

Usage:
    portcullis scan TARGET… [options]
    portcullis inspect TARGET [--list [--hash] | --cat PATH | --hive PATH [KEY]] [--output]
    portcullis db update [ECOSYSTEM…] [--db] [--feeds] [--output] [--timeout]
    portcullis db status [--db] [--output]
    portcullis rules [ID…] [--output]
    portcullis --version

TARGET:
${wrap(`${(targets?.help ?? '').replace('What to scan, one per line: ', '')} [PORTCULLIS_TARGETS]`, width)}

${sections.join('\n\n')}

Inspect:
    --list
${wrap('One line of JSON for each file, directory and link, sorted by path: type, mode, owner, size, link, extended attributes. Images and folders too.', width)}
    --hash
${wrap("With --list: also the files' SHA-256.", width)}
    --cat PATH
${wrap("The file's bytes, alone on stdout. Links are followed inside the root.", width)}
    --hive PATH
${wrap('Values and subkeys of a key (KEY, from below the root) of a Windows registry hive, a line of JSON each.', width)}

Other:
    -h, --help
    -V, --version
    --debug
${wrap('Say on stderr what is done, with the stack of an error. [PORTCULLIS_DEBUG]', width)}

Exit codes:
    0  gate open
    1  gate closed by findings
    2  wrong usage or policy file
    3  a target could not be scanned, or not wholly; timeout; cancelled
    4  no advisory database, or one older than the policy allows
`;
}
