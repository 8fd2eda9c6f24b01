// CycloneDX components: the packages of a target, each with a reference that is unique in the document.

import type { OperatingSystem, Package } from '../model/inventory.ts';
import type { TargetResult } from '../model/result.ts';

export interface Property {
  readonly name: string;
  readonly value: string;
}

export interface Component {
  readonly 'bom-ref': string;
  readonly type: 'library' | 'operating-system' | 'container' | 'file' | 'application';
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses?: readonly { readonly license: { readonly name: string } }[];
  readonly properties?: readonly Property[];
  readonly evidence?: { readonly occurrences: readonly { readonly location: string }[] };
  readonly components?: readonly Component[];
}

/** Hands out references that occur once: the wish, or the wish with the next free number. */
export class References {
  readonly #next = new Map<string, number>();
  take(wish: string): string {
    const plain = wish === '' ? 'component' : wish;
    let number = this.#next.get(plain) ?? 1;
    let name = number === 1 ? plain : `${plain}#${number}`;
    while (number > 1 && this.#next.has(name)) {
      number += 1;
      name = `${plain}#${number}`;
    }
    this.#next.set(plain, number + 1);
    if (name !== plain) this.#next.set(name, 2);
    return name;
  }
}

/** Properties with a value, in the order given, named in our own space. */
export function propertiesOf(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): Property[] {
  const properties: Property[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') {
      properties.push({ name: `portcullis:${name}`, value: String(value) });
    }
  }
  return properties;
}

function packageComponent(one: Package, references: References, prefix: string): Component {
  const scoped = one.ecosystem === 'npm' ? /^(@[^/]+)\/(.+)$/s.exec(one.name) : null;
  const layer = one.origin?.kind === 'layer' ? one.origin : undefined;
  const properties = propertiesOf({
    ecosystem: one.ecosystem,
    manager: one.manager,
    architecture: one.architecture,
    sourceName: one.source?.name,
    sourceVersion: one.source?.version,
    layerIndex: layer?.index,
    layerDiffId: layer?.diffId,
    layerCreatedBy: layer?.createdBy,
    volume: one.origin?.kind === 'volume' ? one.origin.volume : undefined,
    fromBaseImage: one.fromBaseImage,
    ownedBy: one.ownedBy,
    modularityLabel: one.modularityLabel,
  });
  const licences = (one.licences ?? []).filter((licence) => licence !== '');
  const locations = [...new Set(one.locations)].filter((location) => location !== '').sort();
  return {
    'bom-ref': references.take(prefix + one.purl),
    type: 'library',
    ...(scoped === null ? {} : { group: scoped[1] ?? '' }),
    name: scoped?.[2] ?? one.name,
    version: one.version,
    ...(one.purl === '' ? {} : { purl: one.purl }),
    ...(licences.length === 0 ? {} : { licenses: licences.map((name) => ({ license: { name } })) }),
    ...(properties.length === 0 ? {} : { properties }),
    ...(locations.length === 0
      ? {}
      : { evidence: { occurrences: locations.map((location) => ({ location })) } }),
  };
}

function systemComponent(os: OperatingSystem, references: References, prefix: string): Component {
  const properties = propertiesOf({ prettyName: os.prettyName, codename: os.codename });
  return {
    'bom-ref': references.take(`${prefix}os:${os.id}@${os.versionId ?? ''}`),
    type: 'operating-system',
    name: os.id,
    ...(os.versionId === undefined ? {} : { version: os.versionId }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

/** The target itself, without what it holds. */
export function targetComponent(
  target: TargetResult,
  references: References,
  name: string,
): Component {
  const { identity } = target;
  const properties = propertiesOf({
    reference: target.reference,
    platform: identity.platform,
    manifestDigest: identity.manifestDigest,
    configDigest: identity.configDigest,
    tags: identity.tags?.join(' '),
  });
  return {
    'bom-ref': references.take(`target:${name}`),
    type: target.kind === 'dir' ? 'file' : 'container',
    name: target.reference,
    ...(identity.manifestDigest === undefined ? {} : { version: identity.manifestDigest }),
    properties,
  };
}

/** What a target holds, sorted by reference, and which component stands for which package. */
export function componentsOf(
  target: TargetResult,
  references: References,
  prefix: string,
): { components: Component[]; of: ReadonlyMap<Package, string> } {
  const of = new Map<Package, string>();
  const components: Component[] = [];
  if (target.os !== undefined) components.push(systemComponent(target.os, references, prefix));
  const order = (one: Package) => `${one.purl}\0${one.locations.join('\0')}`;
  const keyed = target.packages.map((one) => ({ one, key: order(one) }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  for (const { one } of keyed) {
    const component = packageComponent(one, references, prefix);
    of.set(one, component['bom-ref']);
    components.push(component);
  }
  return { components, of };
}
