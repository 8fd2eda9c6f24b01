// For tests: a folder of files made for one scan, and templates short enough to read.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Runtime } from '../../model/runtime.ts';
import { defaultTemplatePolicy, type TemplatePolicy } from '../../model/template-policy.ts';
import type { DeploymentContext, TemplateScan } from './request.ts';
import { scanTemplates } from './scan-templates.ts';

export const today = new Date('2026-11-25T08:00:00Z');

export function testRuntime(signal: AbortSignal = new AbortController().signal): Runtime {
  const quiet = () => undefined;
  return {
    now: () => today,
    env: {},
    log: { debug: quiet, info: quiet, warn: quiet },
    temporaryFolder: tmpdir(),
    signal,
  };
}

/** Writes files by their paths; what is no text becomes JSON. Removed when the test ends. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portcullis-templates-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(full, isRaw ? content : JSON.stringify(content, undefined, 2));
  }
  return folder;
}

export interface TestScan {
  readonly context?: Partial<DeploymentContext>;
  readonly policy?: Partial<TemplatePolicy>;
  readonly overlay?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
  readonly keepsEvaluations?: boolean;
}

/** Scans targets; `*`-free paths and globs alike. */
export function scan(targets: readonly string[], options: TestScan = {}): Promise<TemplateScan> {
  const { context, policy, overlay, signal, keepsEvaluations } = options;
  return scanTemplates(
    {
      targets: targets.map((text) => ({ text, reference: `arm:${text}` })),
      context: { parameters: [], ...context },
      policy: { ...defaultTemplatePolicy, ...policy },
      now: today,
      ...(overlay === undefined ? {} : { overlay }),
      ...(keepsEvaluations === undefined ? {} : { keepsEvaluations }),
    },
    testRuntime(signal),
  );
}

const schemas = 'https://schema.management.azure.com/schemas';

export function template(
  resources: unknown,
  rest: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    $schema: `${schemas}/2019-04-01/deploymentTemplate.json#`,
    contentVersion: '1.0.0.0',
    ...rest,
    resources,
  };
}

export function parameterFile(
  values: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const parameters = Object.entries(values).map(([name, value]) => [name, { value }]);
  return {
    $schema: `${schemas}/2019-04-01/deploymentParameters.json#`,
    contentVersion: '1.0.0.0',
    ...rest,
    parameters: Object.fromEntries(parameters),
  };
}

/** A storage account that takes HTTP, as far as `https` does not say otherwise: one finding STO001. */
export function storage(name: string, https: unknown = false): Record<string, unknown> {
  return {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2023-01-01',
    name,
    location: 'westeurope',
    properties: { supportsHttpsTrafficOnly: https },
  };
}

/** A virtual machine without an agent. */
export function machine(name: string, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'Microsoft.Compute/virtualMachines',
    apiVersion: '2024-03-01',
    name,
    location: 'westeurope',
    properties: { storageProfile: { osDisk: { osType: 'Linux', createOption: 'FromImage' } } },
    ...rest,
  };
}

/** The Qualys extension of a machine. */
export function agent(machineName: string, rest: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'Microsoft.Compute/virtualMachines/extensions',
    apiVersion: '2024-03-01',
    name: machineName.startsWith('[')
      ? `[concat(${machineName.slice(1, -1)}, '/agent')]`
      : `${machineName}/agent`,
    location: 'westeurope',
    properties: { publisher: 'Qualys', type: 'QualysAgentLinux', typeHandlerVersion: '1.6' },
    ...rest,
  };
}
