// Templates as plain JSON for the mutations: finding machines, adding resources. Imports nothing that it tests.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export interface Template extends JsonObject {
  resources: JsonObject[];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isVm = (type: string): boolean => type === 'microsoft.compute/virtualmachines';
const isVmss = (type: string): boolean => type === 'microsoft.compute/virtualmachinescalesets';

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** A machine that stands in the template's own resources. */
export interface Machine {
  readonly index: number;
  readonly kind: 'vm' | 'vmss';
  /** As written: a text or an expression. */
  readonly name: string;
  readonly os: 'linux' | 'windows' | 'unknown';
}

/** A template with its resources as an array; undefined for any other JSON. */
export function templateOf(text: string): Template | undefined {
  let data: Json;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (!isObject(data)) return undefined;
  const { resources } = data;
  if (!Array.isArray(resources) || !resources.every(isObject)) return undefined;
  return { ...data, resources: resources.filter(isObject) };
}

/** What the image or the profile says in words; the text around decides nothing. */
function osOf(template: Template, machine: JsonObject): Machine['os'] {
  const own = JSON.stringify(machine);
  const all = JSON.stringify(template);
  if (/"windowsConfiguration"|"MicrosoftWindows|"MicrosoftSQLServer/i.test(own)) return 'windows';
  if (/"linuxConfiguration"|"Canonical"|"RedHat"/i.test(own)) return 'linux';
  const isWindows = /"MicrosoftWindows|"MicrosoftVisualStudio|"MicrosoftSQLServer/i.test(all);
  const isLinux = /"Canonical"|"RedHat"|"OpenLogic"|"Debian"|"Azul"|"SUSE"/i.test(all);
  if (isWindows === isLinux) return 'unknown';
  return isWindows ? 'windows' : 'linux';
}

export function machinesOf(template: Template): Machine[] {
  return template.resources.flatMap((resource, index): Machine[] => {
    const type = textOf(resource['type']).toLowerCase();
    if (!isVm(type) && !isVmss(type)) return [];
    const kind = isVm(type) ? 'vm' : 'vmss';
    return [{ index, kind, name: textOf(resource['name']), os: osOf(template, resource) }];
  });
}

/** A deep copy with one change. */
export function changed(template: Template, change: (copy: Template) => void): Template {
  const copy = structuredClone(template);
  change(copy);
  return copy;
}

/** `name` first in every machine, so that its line is the one behind the brace. */
export function textFor(template: Template): string {
  const resources = template.resources.map((resource) => {
    const { name, ...rest } = resource;
    return name === undefined ? resource : { name, ...rest };
  });
  return `${JSON.stringify({ ...template, resources }, undefined, 2)}\n`;
}

/** Lines of the names of the template's own machines, in their order; `textFor` wrote the text. */
export function nameLines(text: string, machines: readonly Machine[]): number[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^ {2}"resources": [[{]$/.test(line));
  const names: number[] = [];
  for (let index = start + 1; index < lines.length; index++) {
    // An item of the array, or a member of the object.
    if (!/^ {4}(?:"[^"]+": )?\{$/.test(lines[index] ?? '')) continue;
    names.push(index + 2);
  }
  return machines.map((machine) => names[machine.index] ?? 0);
}

/** Every parameter without a value gets one, so that names are known. */
export function withDefaults(template: Template): Template {
  return changed(template, ({ parameters }) => {
    if (!isObject(parameters)) return;
    for (const [name, parameter] of Object.entries(parameters)) {
      if (!isObject(parameter) || 'defaultValue' in parameter) continue;
      const { allowedValues } = parameter;
      const type = textOf(parameter['type']).toLowerCase();
      const first = Array.isArray(allowedValues) ? allowedValues[0] : undefined;
      if (first !== undefined) parameter['defaultValue'] = first;
      else if (type === 'int') parameter['defaultValue'] = parameter['minValue'] ?? 2;
      else if (type === 'bool') parameter['defaultValue'] = true;
      else if (type === 'array') parameter['defaultValue'] = [];
      else if (type.endsWith('object')) parameter['defaultValue'] = {};
      else if (type === 'string') parameter['defaultValue'] = `value-of-${name}`.toLowerCase();
    }
  });
}
