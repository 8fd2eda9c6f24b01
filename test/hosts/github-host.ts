// A strict stand-in for GitHub's runner: starts the Action as action.yml says, reads its log and files as the runner
// does, and throws where the runner would only warn.

import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ProcessEnd, runProcess } from './process.ts';

const root = join(import.meta.dirname, '..', '..');
const summaryLimitBytes = 1024 * 1024;
const annotationLimit = 10;
const longestAnnotation = 4096;

export interface ActionManifest {
  readonly inputs: Readonly<
    Record<string, { description: string; default?: string; required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

export function readActionManifest(): ActionManifest {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionManifest;
}

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface ActionRun {
  readonly node: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** An existing folder; the runner's folders are made in it. */
  readonly home: string;
  readonly debug?: boolean;
  readonly cancelWhen?: Promise<unknown>;
}

export interface ActionEnd extends ProcessEnd {
  readonly outcome: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  readonly masks: readonly string[];
  /** Every line but the masking commands, unmasked. */
  readonly lines: readonly string[];
  readonly temp: string;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) properties[pair.slice(0, at).trim()] = unescapeProperty(pair.slice(at + 1));
  }
  return properties;
}

/** GITHUB_OUTPUT: `name=value` or `name<<MARK` … `MARK`. */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (heredoc === null) {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`the runner cannot read this output line: ${line}`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const [, name = '', mark = ''] = heredoc;
    const end = lines.indexOf(mark, at + 1);
    if (end < 0) throw new Error(`the output ${name} has no end ${mark}`);
    values[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return values;
}

class Log {
  readonly annotations: Annotation[] = [];
  readonly masks: string[] = [];
  readonly lines: string[] = [];

  read(line: string): void {
    const command = /^\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/i.exec(line);
    const legacy = /##\[([a-z-]+)[^\]]*\]/i.exec(line);
    if (legacy !== null) throw new Error(`a command of the old kind in the log: ${line}`);
    if (command === null) {
      this.lines.push(line);
      return;
    }
    const [, name = '', properties = '', data = ''] = command;
    if (name === 'add-mask') {
      if (unescapeData(data).trim() === '') throw new Error('an empty mask');
      this.masks.push(unescapeData(data));
      return;
    }
    this.lines.push(line);
    switch (name) {
      case 'debug':
      case 'group':
      case 'endgroup':
        return;
      case 'error':
      case 'warning':
      case 'notice': {
        const message = unescapeData(data);
        if (message.length > longestAnnotation) throw new Error('an annotation that would be cut');
        this.annotations.push({ kind: name, message, properties: parseProperties(properties) });
        return;
      }
      default:
        throw new Error(`a command that the Action should not send: ${line}`);
    }
  }
}

/** Runs the built Action; throws when it does what the runner does not take. */
export async function runAction(run: ActionRun): Promise<ActionEnd> {
  const manifest = readActionManifest();
  const unknown = Object.keys(run.inputs).filter((name) => !(name in manifest.inputs));
  if (unknown.length > 0) throw new Error(`unexpected inputs ${unknown.join(', ')}`);
  const folder = (name: string) => {
    const path = join(run.home, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [workspace, temp, tools] = [folder('workspace'), folder('temp'), folder('tools')];
  const commands = mkdtempSync(join(run.home, 'commands-'));
  const file = (name: string) => {
    const path = join(commands, name);
    writeFileSync(path, '');
    return path;
  };
  const files = {
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    GITHUB_STATE: file('state'),
    GITHUB_PATH: file('path'),
    GITHUB_STEP_SUMMARY: file('summary'),
  };
  const event = join(commands, 'event.json');
  writeFileSync(event, '{}');
  const inputs: Record<string, string> = {};
  for (const [name, { default: standard }] of Object.entries(manifest.inputs)) {
    inputs[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = run.inputs[name] ?? standard ?? '';
  }
  const log = new Log();
  const failures: unknown[] = [];
  const end = await runProcess({
    node: run.node,
    script: join(root, manifest.runs.main),
    cwd: workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder('user'),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: 'owner/name',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: event,
      GITHUB_ACTOR: 'someone',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'gate',
      GITHUB_ACTION: 'gate',
      GITHUB_ACTION_PATH: root,
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_SERVER_URL: 'http://127.0.0.1:9',
      GITHUB_GRAPHQL_URL: 'http://127.0.0.1:9',
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      RUNNER_TEMP: temp,
      RUNNER_TOOL_CACHE: tools,
      ...(run.debug === true ? { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } : {}),
      ...files,
      ...inputs,
      ...run.env,
    },
    onLine(line) {
      try {
        log.read(line);
      } catch (error) {
        failures.push(error);
      }
    },
    ...(run.cancelWhen === undefined ? {} : { cancelWhen: run.cancelWhen }),
  });
  if (failures.length > 0) throw failures[0];
  for (const kind of ['error', 'warning', 'notice'] as const) {
    const count = log.annotations.filter((annotation) => annotation.kind === kind).length;
    if (count > annotationLimit) throw new Error(`${count} annotations of kind ${kind}`);
  }
  for (const name of ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE'] as const) {
    if (statSync(files[name]).size > 0) throw new Error(`the Action wrote to ${name}`);
  }
  if (statSync(files.GITHUB_STEP_SUMMARY).size > summaryLimitBytes) {
    throw new Error('the runner would drop the whole summary');
  }
  const outputs = parseFileCommands(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
  const undeclared = Object.keys(outputs).filter((name) => !(name in manifest.outputs));
  if (undeclared.length > 0) throw new Error(`undeclared outputs ${undeclared.join(', ')}`);
  return {
    ...end,
    outcome: end.exitCode === 0 ? 'success' : 'failure',
    outputs,
    annotations: log.annotations,
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    masks: log.masks,
    lines: log.lines,
    temp,
  };
}
