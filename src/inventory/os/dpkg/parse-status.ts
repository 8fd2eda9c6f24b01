// dpkg's database of installed packages: stanzas of deb822 fields, dpkg-query(1) and deb-control(5).

import { ScanError } from '../../../model/errors.ts';

export interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly source: { readonly name: string; readonly version: string };
  readonly maintainer?: string;
}

/** Debian has 65,000 packages in all; a database beyond this is none. */
export const mostPackages = 50_000;

const wanted = ['Package', 'Status', 'Version', 'Architecture', 'Source', 'Maintainer'] as const;
type Field = (typeof wanted)[number];

/** The wanted field that a line begins with. Field names are case-insensitive; dpkg itself writes them so. */
function fieldAt(text: string, start: number, colon: number): Field | undefined {
  return wanted.find(
    (field) =>
      field.length === colon - start &&
      text.slice(start, colon).toLowerCase() === field.toLowerCase(),
  );
}

/**
 * Reads `var/lib/dpkg/status`, or a file of `status.d`, which has no `Status` field.
 *
 * Lists what `dpkg-query -W` lists, less what is removed but for its configuration: a package that is unpacked and not
 * configured has its files on the disk. Throws a ScanError with the line where the file is no such database.
 * @param where names the file in errors
 */
export function parseDpkgStatus(bytes: Buffer, where: string): readonly DpkgPackage[] {
  // One character a byte, so that positions in the text are positions in the bytes.
  const text = bytes.toString('latin1');
  const packages: DpkgPackage[] = [];
  let stanza = new Map<Field, string>();
  let isOpen = false;
  let number = 0;
  const finish = () => {
    if (isOpen) {
      const found = readStanza(stanza, `${where}, line ${number}`);
      if (found !== undefined) packages.push(found);
      if (packages.length > mostPackages) {
        throw new ScanError('TARGET_DAMAGED', where, `holds more than ${mostPackages} packages`);
      }
    }
    stanza = new Map();
    isOpen = false;
  };
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    number++;
    const first = text.charCodeAt(start);
    if (end === start || text.slice(start, end).trim() === '') {
      finish();
    } else if (first !== 0x20 && first !== 0x09 && first !== 0x23) {
      const colon = text.indexOf(':', start);
      if (colon === -1 || colon >= end || colon === start) {
        throw new ScanError('TARGET_DAMAGED', `${where}, line ${number}`, 'no field name', {
          hint: 'The package database is damaged: build the image again.',
        });
      }
      isOpen = true;
      const field = fieldAt(text, start, colon);
      if (field !== undefined) stanza.set(field, bytes.toString('utf8', colon + 1, end).trim());
    }
    start = end + 1;
  }
  finish();
  return packages;
}

/** Undefined for what is not on the disk. */
function readStanza(stanza: ReadonlyMap<Field, string>, where: string): DpkgPackage | undefined {
  const name = stanza.get('Package');
  if (!name) throw new ScanError('TARGET_DAMAGED', where, 'a stanza without Package ends here');
  const status = stanza.get('Status')?.split(/\s+/)[2];
  if (status === 'config-files' || status === 'not-installed') return undefined;
  const version = stanza.get('Version');
  if (!version) {
    // A first installation that broke off before unpacking has no version yet, and no file either.
    if (status === 'half-installed') return undefined;
    throw new ScanError('TARGET_DAMAGED', where, `the stanza of «${name}» has no Version`);
  }
  const architecture = stanza.get('Architecture');
  const maintainer = stanza.get('Maintainer');
  return {
    name,
    version,
    ...(architecture ? { architecture } : {}),
    source: readSource(stanza.get('Source'), name, version),
    ...(maintainer ? { maintainer } : {}),
  };
}

/** `Source: name (version)`; what is left out is the binary package's own. */
function readSource(
  field: string | undefined,
  name: string,
  version: string,
): { readonly name: string; readonly version: string } {
  const match = field ? /^([^\s(]+)(?:\s*\(([^)]*)\))?/.exec(field) : null;
  return { name: match?.[1] ?? name, version: match?.[2]?.trim() || version };
}
