// Which registry a plain user name and password are for: they name none, so the targets must agree on one.

import { UserError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { parseTarget } from './target-text.ts';

/**
 * The one registry host that `targets` (as given, one per line) name; undefined where none is named.
 * @throws UserError (USAGE) when there are several: a password must reach no registry but its own
 */
export async function registryOfTargets(targets: string | undefined): Promise<string | undefined> {
  const [{ recognise }, { parseReference }] = await Promise.all([
    import('../images/recognise.ts'),
    import('../images/reference.ts'),
  ]);
  const hosts = new Set<string>();
  for (const line of (targets ?? '').split(/[\r\n]+/)) {
    if (line.trim() === '') continue;
    const { scheme, rest } = parseTarget(line);
    const isImageName =
      scheme === 'registry' || (scheme === undefined && (await recognise(rest)) === undefined);
    if (isImageName) hosts.add(parseReference(rest).host);
  }
  if (hosts.size > 1) {
    throw new UserError(
      'USAGE',
      `one user name and password, but targets at several registries: ${printable([...hosts].sort().join(', '))}`,
      {
        hint: 'Log in to them with docker login, whose configuration is read, or scan in several runs.',
      },
    );
  }
  return [...hosts][0];
}
