// Names of evaluations and resources as findings give them.
import type { Plain } from '../arm/language/plain.ts';
import type { Value } from '../arm/language/value.ts';
import type { Deployment, Evaluation, Resource } from '../resource.ts';

const longestName = 120;

function clip(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text;
}

function triedText(value: Plain): string {
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
}

/** Values that were tried: `installAgent=false, os=Linux`; empty when none were. */
export function triedLabel({ tried }: Pick<Evaluation, 'tried'>): string {
  return Object.entries(tried)
    .map(([name, value]) => `${name}=${clip(triedText(value))}`)
    .join(', ');
}

/** What tells an evaluation from the others of its template: parameter file, values tried. May be empty. */
export function evaluationLabel(evaluation: Pick<Evaluation, 'parameterFile' | 'tried'>): string {
  const tried = triedLabel(evaluation);
  const { parameterFile = '' } = evaluation;
  if (parameterFile === '' || tried === '') return parameterFile + tried;
  return `${parameterFile} with ${tried}`;
}

/** The name of a resource or deployment; what is not known of it stands in braces. */
export function nameText(name: Value): string {
  if (name.kind === 'string') return clip(name.value);
  if (name.kind !== 'unknown') return '?';
  const parts = name.parts ?? [{ form: name.form }];
  return clip(parts.map((part) => (typeof part === 'string' ? part : `{${part.form}}`)).join(''));
}

/** Deployments from the file's own, which is not named, to this one: `network / agents`. */
function deploymentNames(deployment: Deployment): string[] {
  const names: string[] = [];
  for (
    let each: Deployment | undefined = deployment;
    each?.parent !== undefined;
    each = each.parent
  ) {
    names.unshift(nameText(each.name));
  }
  return names;
}

/** `agents / Microsoft.Compute/virtualMachines vm-2 (vmLoop[1])`: through deployments and loops. */
export function resourcePath({ type, name, deployment, loops }: Resource): string {
  const own = `${type} ${nameText(name)}`;
  const loop = loops
    .map(({ name: label, index, count }) => {
      return `${label === '' ? 'copy' : label}[${typeof count === 'number' ? index : '*'}]`;
    })
    .toReversed();
  const inLoops = loop.length === 0 ? own : `${own} (${loop.join(', ')})`;
  return [...deploymentNames(deployment), inLoops].join(' / ');
}

/** What a finding about a template, not about a resource in it, is about; undefined for the file's own template. */
export function deploymentPath(deployment: Deployment): string | undefined {
  const names = deploymentNames(deployment);
  return names.length === 0 ? undefined : `deployment ${names.join(' / ')}`;
}

function withoutFolder(label: string): string {
  const [file = '', ...rest] = label.split(' with ');
  if (!/\.jsonc?$/i.test(file)) return label;
  return [file.slice(file.lastIndexOf('/') + 1), ...rest].join(' with ');
}

/** Evaluations by the names of their parameter files alone, where those tell them apart. */
export function shortLabels(labels: Iterable<string>): (label: string) => string {
  const all = new Set(labels);
  const isEnough = new Set([...all].map(withoutFolder)).size === all.size;
  return isEnough ? withoutFolder : (label) => label;
}
