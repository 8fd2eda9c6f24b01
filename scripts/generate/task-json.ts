// task.json of the Azure DevOps task from the tables; field order as in Microsoft's own tasks.

import { camelCase, type Option, optionsOf, outputs } from '../../src/gate/options.ts';

/** Never changes: it is the task's identity. */
const taskId = '6d0f6a53-8c1e-4b57-9a3d-2f5e7c41b0d8';

function label(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(option: Option): Record<string, unknown> {
  switch (option.kind) {
    case 'lines':
      return { type: 'multiLine' };
    case 'service':
      return { type: `connectedService:${option.service ?? ''}` };
    case 'choice':
      return {
        type: 'pickList',
        options: Object.fromEntries((option.choices ?? []).map((word) => [word, word])),
      };
    case 'boolean':
      // A checkbox cannot stay open for the policy file's word.
      return { type: 'pickList', options: { true: 'true', false: 'false' } };
    default:
      return { type: 'string' };
  }
}

function input(option: Option): Record<string, unknown> {
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  return {
    name: camelCase(option.name),
    ...typeOf(option),
    label: label(option.name),
    defaultValue: '',
    required: option.required === true,
    ...(option.group === 'Target' ? {} : { groupName: option.group.toLowerCase() }),
    helpMarkDown: `${option.help}${standard}`,
    ...(option.kind === 'lines' ? { properties: { rows: '3', resizable: true } } : {}),
  };
}

/** Lists of words on one line where they fit, as the formatter has them. */
function compactLists(json: string): string {
  return json.replace(/^(.*)\[\n([^[\]{}]*)\n\s*\]/gm, (all, before: string, items: string) => {
    const line = `${before}[${items.trim().replace(/,\n\s*/g, ', ')}]`;
    return line.length < 100 ? line : all;
  });
}

export function taskJson(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.split(/[.-]/);
  const rows = optionsOf('azure') as readonly Option[];
  const groups = [...new Set(rows.map(({ group }) => group))].filter((group) => group !== 'Target');
  const task = {
    $schema:
      'https://raw.githubusercontent.com/Microsoft/azure-pipelines-task-lib/master/tasks.schema.json',
    id: taskId,
    name: 'Portcullis',
    friendlyName: 'Portcullis release gate',
    description:
      'Scans container images and root file systems against public advisories, decides by one policy file, explains every verdict.',
    helpMarkDown: 'Inputs, outputs and exit codes are described in the extension’s overview.',
    category: 'Utility',
    visibility: ['Build', 'Release'],
    runsOn: ['Agent', 'DeploymentGroup'],
    author: 'Portcullis',
    version: { Major: Number(major), Minor: Number(minor), Patch: Number(patch) },
    minimumAgentVersion: '4.265.1',
    instanceNameFormat: 'Release gate: $(targets)',
    showEnvironmentVariables: true,
    groups: groups.map((group) => ({
      name: group.toLowerCase(),
      displayName: group,
      isExpanded: group === 'Gate',
    })),
    inputs: rows.map(input),
    outputVariables: outputs.map(({ name, help }) => ({
      name: camelCase(name),
      description: help,
    })),
    execution: {
      Node20_1: { target: 'dist/index.mjs' },
      Node24: { target: 'dist/index.mjs' },
    },
    // Undoes what a killed run left in Azure.
    postjobexecution: {
      Node20_1: { target: 'dist/post.mjs' },
      Node24: { target: 'dist/post.mjs' },
    },
    restrictions: {
      settableVariables: { allowed: outputs.map(({ name }) => camelCase(name)) },
    },
  };
  return `${compactLists(JSON.stringify(task, undefined, 2))}\n`;
}
