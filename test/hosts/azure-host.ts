// A strict stand-in for the Azure Pipelines agent: starts the unpacked task as task.json says, reads its log as the
// agent does, and throws where the agent would only warn.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type ProcessEnd, runProcess } from './process.ts';

const issueLimit = 10;

export interface TaskManifest {
  readonly inputs: readonly {
    name: string;
    type: string;
    required?: boolean;
    defaultValue?: string;
    options?: Readonly<Record<string, string>>;
  }[];
  readonly outputVariables: readonly { name: string }[];
  readonly execution: Readonly<Record<string, { target: string }>>;
  readonly postjobexecution: Readonly<Record<string, { target: string }>>;
  readonly restrictions: { readonly settableVariables: { readonly allowed: readonly string[] } };
}

export function readTaskManifest(folder: string): TaskManifest {
  return JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) as TaskManifest;
}

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

export interface TaskRun {
  readonly node: string;
  readonly handler: 'Node20_1' | 'Node24';
  /** The unpacked task. */
  readonly task: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly endpoints?: readonly Endpoint[];
  /** Secret variables of the pipeline that the agent hands to every task. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly home: string;
  readonly debug?: boolean;
  readonly cancelWhen?: Promise<unknown>;
}

export interface Issue {
  readonly type: 'error' | 'warning';
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface TaskEnd extends ProcessEnd {
  readonly result: 'Succeeded' | 'SucceededWithIssues' | 'Failed';
  readonly message: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
  readonly summaries: readonly string[];
  readonly artifacts: readonly { readonly name: string; readonly path: string }[];
  readonly testResults: readonly string[];
  readonly masks: readonly string[];
  /** Every line but the masking commands, unmasked. */
  readonly lines: readonly string[];
  readonly temp: string;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%AZP25', '%');
}

function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(';')) {
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    const value = pair
      .slice(at + 1)
      .replaceAll('%3B', ';')
      .replaceAll('%5D', ']');
    properties[pair.slice(0, at).trim()] = unescapeData(value);
  }
  return properties;
}

class Log {
  readonly outputs: Record<string, string> = {};
  readonly issues: Issue[] = [];
  readonly summaries: string[] = [];
  readonly artifacts: { name: string; path: string }[] = [];
  readonly testResults: string[] = [];
  readonly masks: string[] = [];
  readonly lines: string[] = [];
  complete: { result: string; message: string } | undefined;
  readonly settable: readonly string[];
  constructor(settable: readonly string[]) {
    this.settable = settable;
  }

  read(line: string): void {
    const command = /##vso\[([a-z]+\.[a-z]+)(?: ([^\]]*))?\](.*)$/i.exec(line);
    if (command === null) {
      if (/##vso\[/i.test(line)) throw new Error(`half a command in the log: ${line}`);
      const format = /##\[([a-z]+)\]/i.exec(line);
      if (format !== null && !/^##\[(?:warning|group|endgroup|section)\]/.test(line)) {
        throw new Error(`a formatting command inside a line: ${line}`);
      }
      this.lines.push(line);
      return;
    }
    if (!line.startsWith('##vso[')) throw new Error(`a command inside a line: ${line}`);
    const [, name = '', properties = '', data = ''] = command;
    const text = unescapeData(data);
    if (name === 'task.setsecret') {
      if (text.trim() === '') throw new Error('an empty secret');
      this.masks.push(text);
      return;
    }
    this.lines.push(line);
    if (this.complete !== undefined && name !== 'task.debug') {
      throw new Error(`a command after task.complete: ${line}`);
    }
    this.act(name, parseProperties(properties), text, line);
  }

  private act(name: string, properties: Record<string, string>, text: string, line: string): void {
    switch (name) {
      case 'task.debug':
        return;
      case 'task.setvariable': {
        const { variable = '', isOutput, issecret } = properties;
        if (!this.settable.includes(variable)) throw new Error(`${variable} is not settable`);
        if (isOutput !== 'true') throw new Error(`${variable} is no output variable`);
        if (issecret === 'true') throw new Error(`${variable} is a secret`);
        this.outputs[variable] = text;
        return;
      }
      case 'task.logissue':
      case 'task.issue': {
        const { type = '' } = properties;
        if (type !== 'error' && type !== 'warning')
          throw new Error(`an issue without type: ${line}`);
        this.issues.push({ type, message: text, properties });
        return;
      }
      case 'task.uploadsummary':
        this.mustExist(text);
        this.summaries.push(text);
        return;
      case 'artifact.upload':
        this.mustExist(text);
        if (properties['artifactname'] === undefined) throw new Error('an artifact without name');
        this.artifacts.push({ name: properties['artifactname'], path: text });
        return;
      case 'results.publish':
        if (properties['type'] !== 'JUnit') throw new Error('test results that are no JUnit');
        this.mustExist(properties['resultFiles'] ?? '');
        this.testResults.push(properties['resultFiles'] ?? '');
        return;
      case 'task.complete':
        this.complete = { result: properties['result'] ?? '', message: text };
        return;
      default:
        throw new Error(`a command that the task should not send: ${line}`);
    }
  }

  /** The agent looks for a file when its command arrives. */
  private mustExist(path: string): void {
    if (!isAbsolute(path)) throw new Error(`not an absolute path: ${path}`);
    if (!existsSync(path)) throw new Error(`announced, but not there: ${path}`);
  }
}

function endpointEnvironment(endpoints: readonly Endpoint[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { id, url, scheme, parameters, data } of endpoints) {
    env[`ENDPOINT_URL_${id}`] = url;
    env[`ENDPOINT_AUTH_${id}`] = JSON.stringify({ scheme, parameters });
    env[`ENDPOINT_AUTH_SCHEME_${id}`] = scheme;
    for (const [key, value] of Object.entries(parameters)) {
      env[`ENDPOINT_AUTH_PARAMETER_${id}_${key.toUpperCase()}`] = value;
    }
    for (const [key, value] of Object.entries(data ?? {})) {
      env[`ENDPOINT_DATA_${id}_${key.toUpperCase()}`] = value;
    }
  }
  return env;
}

function inputEnvironment(manifest: TaskManifest, run: TaskRun): Record<string, string> {
  const names = manifest.inputs.map(({ name }) => name);
  const unknown = Object.keys(run.inputs).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`unexpected inputs ${unknown.join(', ')}`);
  const env: Record<string, string> = {};
  for (const { name, type, defaultValue } of manifest.inputs) {
    const value = run.inputs[name] ?? defaultValue ?? '';
    const known = run.endpoints?.some(({ id }) => id === value) === true;
    if (type.startsWith('connectedService:') && value !== '' && !known) {
      throw new Error(`${name} names a service connection that there is not`);
    }
    env[`INPUT_${name.replace(/[ .]/g, '_').toUpperCase()}`] = value;
  }
  return env;
}

/** Runs the unpacked task; throws when it does what the agent does not take. */
export async function runTask(run: TaskRun): Promise<TaskEnd> {
  const manifest = readTaskManifest(run.task);
  const target = manifest.execution[run.handler]?.target;
  if (target === undefined) throw new Error(`the task has no handler ${run.handler}`);
  const folder = (name: string) => {
    const path = join(run.home, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [sources, temp] = [folder('s'), folder('temp')];
  const log = new Log(manifest.restrictions.settableVariables.allowed);
  const failures: unknown[] = [];
  const secrets = run.secrets ?? {};
  const end = await runProcess({
    node: run.node,
    script: join(run.task, target),
    cwd: sources,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder('user'),
      TF_BUILD: 'True',
      AGENT_VERSION: '4.270.0',
      AGENT_TEMPDIRECTORY: temp,
      AGENT_WORKFOLDER: folder('work'),
      AGENT_HOMEDIRECTORY: folder('agent'),
      AGENT_TOOLSDIRECTORY: folder('tools'),
      BUILD_SOURCESDIRECTORY: sources,
      BUILD_ARTIFACTSTAGINGDIRECTORY: folder('a'),
      BUILD_BUILDID: '1',
      BUILD_REPOSITORY_ID: 'repository',
      SYSTEM_DEFAULTWORKINGDIRECTORY: sources,
      SYSTEM_COLLECTIONURI: 'http://127.0.0.1:9/',
      SYSTEM_TEAMPROJECT: 'project',
      SYSTEM_TEAMPROJECTID: 'project-id',
      SYSTEM_HOSTTYPE: 'build',
      SYSTEM_CULTURE: 'en-US',
      TASK_DISPLAYNAME: 'Gate',
      ...(run.debug === true ? { SYSTEM_DEBUG: 'true' } : {}),
      ...inputEnvironment(manifest, run),
      ...endpointEnvironment([
        {
          id: 'SYSTEMVSSCONNECTION',
          url: 'http://127.0.0.1:9/',
          scheme: 'OAuth',
          parameters: { AccessToken: 'job-token-of-the-agent' },
        },
        ...(run.endpoints ?? []),
      ]),
      ...Object.fromEntries(
        Object.entries(secrets).map(([name, value]) => [
          `SECRET_${name.replace(/[ .]/g, '_').toUpperCase()}`,
          value,
        ]),
      ),
      VSTS_SECRET_VARIABLES: JSON.stringify(Object.keys(secrets)),
      VSTS_PUBLIC_VARIABLES: JSON.stringify([]),
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
  for (const type of ['error', 'warning'] as const) {
    const count = log.issues.filter((issue) => issue.type === type).length;
    if (count > issueLimit) throw new Error(`${count} issues of type ${type}`);
  }
  const said = end.exitCode === 0 ? (log.complete?.result ?? 'Succeeded') : 'Failed';
  if (said !== 'Succeeded' && said !== 'SucceededWithIssues' && said !== 'Failed') {
    throw new Error(`no result of the agent's: ${said}`);
  }
  return {
    ...end,
    result: said,
    message: log.complete?.message ?? '',
    outputs: log.outputs,
    issues: log.issues,
    summaries: log.summaries,
    artifacts: log.artifacts,
    testResults: log.testResults,
    masks: log.masks,
    lines: log.lines,
    temp,
  };
}
