// The name under which a host keeps a target's results over time: the reference without tag and digest, so that the
// next build's results replace this one's.

import type { Target } from '../model/target.ts';

const longest = 200;

/**
 * @example categoryOf({ kind: 'registry', reference: 'registry:acme.azurecr.io/shop/web:1.2@sha256:…' }) // 'registry-acme.azurecr.io-shop-web'
 */
export function categoryOf({ kind, reference }: Target): string {
  const bare = reference.startsWith(`${kind}:`) ? reference.slice(kind.length + 1) : reference;
  const isImage = kind === 'docker' || kind === 'registry';
  const named = isImage ? bare.replace(/@[^@/]*$/, '').replace(/:[^:/]*$/, '') : bare;
  const plain = `${kind}-${named}`
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return plain.slice(0, longest) || kind;
}

/** A category for each target, all different: by platform where the same image is scanned for several, else numbered. */
export function categoriesOf(targets: readonly Target[]): string[] {
  const plain = targets.map(categoryOf);
  const isShared = (name: string) => plain.filter((other) => other === name).length > 1;
  const taken = new Set<string>();
  return targets.map((target, index) => {
    const name = plain[index] ?? '';
    const { platform } = target.identity;
    const withPlatform =
      isShared(name) && platform !== undefined
        ? `${name}-${platform.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 50)}`
        : name;
    let unique = withPlatform;
    for (let number = 2; taken.has(unique); number += 1) unique = `${withPlatform}-${number}`;
    taken.add(unique);
    return unique;
  });
}
