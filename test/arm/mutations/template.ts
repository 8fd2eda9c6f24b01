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

/** The value behind `[variables('x')]` or `[parameters('x')]`, with what lies below it; anything else as it is. */
function behind(template: Template, value: Json | undefined, depth = 0): Json | undefined {
  const [, kind, name = '', rest = ''] =
    /^\[(variables|parameters)\('([^']+)'\)((?:\.\w+)*)\]$/.exec(textOf(value)) ?? [];
  if (kind === undefined || depth > 5) return value;
  const declared = template[kind];
  let found = isObject(declared) ? declared[name] : undefined;
  if (kind === 'parameters') found = isObject(found) ? found['defaultValue'] : undefined;
  for (const part of rest.split('.').slice(1)) found = isObject(found) ? found[part] : undefined;
  return behind(template, found, depth + 1);
}

const below = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? value[name] : undefined;

/** By the profile, then by the publisher of the image; the text around decides where only one system is in it. */
function osOf(template: Template, machine: JsonObject): Machine['os'] {
  const own = JSON.stringify(machine);
  if (own.includes('"windowsConfiguration"')) return 'windows';
  if (own.includes('"linuxConfiguration"')) return 'linux';
  const properties = machine['properties'];
  const profile = below(properties, 'virtualMachineProfile') ?? properties;
  const image = behind(template, below(below(profile, 'storageProfile'), 'imageReference'));
  const publisher = textOf(behind(template, below(image, 'publisher')));
  const windows = /^Microsoft(?:Windows|VisualStudio|SQLServer|Dynamics|SharePoint)/i;
  if (publisher !== '' && !publisher.startsWith('[')) {
    return windows.test(publisher) ? 'windows' : 'linux';
  }
  const all = JSON.stringify(template);
  // A disk or an image of one's own names its system.
  const isWindows = /"Microsoft(?:Windows|VisualStudio|SQLServer)|"osType":"Windows"/i.test(all);
  const isLinux = /"(?:Canonical|RedHat|OpenLogic|Debian|Azul|SUSE)"|"osType":"Linux"/i.test(all);
  if (isWindows === isLinux) return 'unknown';
  return isWindows ? 'windows' : 'linux';
}

/** Images that are bought may be appliances; others may forbid extensions, or be no machine: an edit says nothing of them. */
function isSpecial(resource: JsonObject): boolean {
  const text = JSON.stringify(resource);
  const forbids = /"(?:allowExtensionOperations|provisionVMAgent)":(?!true)/.test(text);
  const isLoose =
    /"orchestrationMode":"Flexible"/i.test(text) && !text.includes('"virtualMachineProfile"');
  return 'plan' in resource || forbids || isLoose;
}

export function machinesOf(template: Template): Machine[] {
  return template.resources.flatMap((resource, index): Machine[] => {
    const type = textOf(resource['type']).toLowerCase();
    if ((!isVm(type) && !isVmss(type)) || isSpecial(resource)) return [];
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
