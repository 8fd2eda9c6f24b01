// The files that name a distribution: os-release(5), lsb-release, and the one-line files from before them.

/** What one of these files says; `versionId` and the like are absent where it says nothing. */
export interface ReleaseFields {
  readonly id: string;
  readonly versionId?: string;
  readonly idLike: readonly string[];
  readonly codename?: string;
  readonly prettyName?: string;
}

/** `KEY=value` lines in shell quoting, as os-release(5) and lsb-release write them; the last of a key wins. */
function readAssignments(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim());
    if (match?.[1] !== undefined) values.set(match[1], unquote(match[2] ?? ''));
  }
  return values;
}

function unquote(raw: string): string {
  if (raw.startsWith("'")) return raw.replace(/^'([^']*)'?.*$/, '$1');
  if (raw.startsWith('"')) {
    const inner = /^"((?:[^"\\]|\\.)*)"?/.exec(raw)?.[1] ?? '';
    return inner.replace(/\\(["$`\\])/g, '$1');
  }
  return raw.replace(/\\(.)/g, '$1');
}

/** Leaves out what is undefined or empty. */
function fields(
  id: string,
  idLike: string | undefined,
  more: {
    versionId?: string | undefined;
    codename?: string | undefined;
    prettyName?: string | undefined;
  },
): ReleaseFields {
  return {
    id: id.toLowerCase(),
    idLike: (idLike ?? '').split(/\s+/).filter((word) => word !== ''),
    ...(more.versionId ? { versionId: more.versionId } : {}),
    ...(more.codename ? { codename: more.codename } : {}),
    ...(more.prettyName ? { prettyName: more.prettyName } : {}),
  };
}

/**
 * Reads os-release; a file without ID is `linux`, as os-release(5) has it.
 * @example parseOsRelease('ID=debian\nVERSION_ID="12"\n').versionId // '12'
 */
export function parseOsRelease(text: string): ReleaseFields {
  const values = readAssignments(text);
  return fields(values.get('ID') || 'linux', values.get('ID_LIKE'), {
    versionId: values.get('VERSION_ID'),
    codename: values.get('VERSION_CODENAME'),
    prettyName: values.get('PRETTY_NAME'),
  });
}

/** Reads etc/lsb-release; undefined where it names no distribution (old Red Hat ones hold LSB_VERSION only). */
export function parseLsbRelease(text: string): ReleaseFields | undefined {
  const values = readAssignments(text);
  const id = values.get('DISTRIB_ID');
  if (!id) return undefined;
  return fields(id, undefined, {
    versionId: values.get('DISTRIB_RELEASE'),
    codename: values.get('DISTRIB_CODENAME'),
    prettyName: values.get('DISTRIB_DESCRIPTION'),
  });
}

/** etc/debian_version: `9.13`, or `trixie/sid` where there is no release yet. */
export function parseDebianVersion(text: string): ReleaseFields | undefined {
  const line = text.trim();
  if (line === '') return undefined;
  const versionId = /^(\d+)(?:\.\d+)*$/.exec(line)?.[1];
  return fields('debian', undefined, {
    versionId,
    codename: versionId === undefined ? line : undefined,
    prettyName: `Debian ${line}`,
  });
}

/** etc/alpine-release: `3.20.3`. */
export function parseAlpineRelease(text: string): ReleaseFields | undefined {
  const line = text.trim();
  return line === ''
    ? undefined
    : fields('alpine', undefined, { versionId: line, prettyName: `Alpine Linux ${line}` });
}

/** Distribution names of one-line release files → os-release IDs. */
const redHatFamily: readonly (readonly [RegExp, string])[] = [
  [/^AlmaLinux/i, 'almalinux'],
  [/^Rocky Linux/i, 'rocky'],
  [/^Red Hat Enterprise Linux/i, 'rhel'],
  [/^CentOS/i, 'centos'],
  [/^Fedora/i, 'fedora'],
  [/^Oracle Linux/i, 'ol'],
  [/^Amazon Linux/i, 'amzn'],
  [/^(?:CBL-)?Mariner/i, 'mariner'],
  [/^(?:Microsoft )?Azure Linux/i, 'azurelinux'],
];

/** `AlmaLinux release 8.4 (Electric Cheetah)`, `CBL-Mariner 2.0.20220226`. */
export function parseRedHatRelease(text: string): ReleaseFields | undefined {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  if (line === '') return undefined;
  const known = redHatFamily.find(([pattern]) => pattern.test(line))?.[1];
  return fields(known ?? line.split(/\s/, 1)[0] ?? '', undefined, {
    versionId: /\d+(?:\.\d+)*/.exec(line)?.[0],
    codename: /\(([^()]+)\)/.exec(line)?.[1],
    prettyName: line,
  });
}
