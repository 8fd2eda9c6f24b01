// apk's database of installed packages: one-letter fields, stanzas apart by an empty line (apk-package(5)).

import { ScanError } from '../../../model/errors.ts';
import { ownText } from '../../read-bytes.ts';
import { mayBeAsked } from '../owned-paths.ts';

/** Alpine has 35,000 packages in all; a database beyond this is none. */
export const mostPackages = 50_000;

export interface ApkPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** The source package (`o:`); its version is the package's own. */
  readonly origin?: string;
  readonly licence?: string;
  /** Manifests and executables that it owns, without leading slash. */
  readonly files: readonly string[];
}

interface Stanza {
  P?: string;
  V?: string;
  A?: string;
  o?: string;
  L?: string;
  files: string[];
}

/**
 * Reads `lib/apk/db/installed`. Throws a ScanError with the line where the file is no such database.
 * @param where names the file in errors
 */
export function parseApkInstalled(text: string, where: string): readonly ApkPackage[] {
  const packages: ApkPackage[] = [];
  let stanza: Stanza = { files: [] };
  let isOpen = false;
  let folder = '';
  let file: string | undefined;
  let isExecutable = false;
  let number = 0;
  const damaged = (what: string): ScanError =>
    new ScanError('TARGET_DAMAGED', `${where}, line ${number}`, what, {
      hint: 'The package database is damaged: build the image again.',
    });
  const finishFile = () => {
    if (file !== undefined && mayBeAsked(file, isExecutable)) {
      stanza.files.push(ownText(folder === '' ? file : `${folder}/${file}`));
    }
    file = undefined;
    isExecutable = false;
  };
  const finish = () => {
    finishFile();
    if (isOpen) {
      const { P, V, A, o, L, files } = stanza;
      if (packages.length === mostPackages) throw damaged(`more than ${mostPackages} packages`);
      if (!P) throw damaged('a stanza without P: (name) ends here');
      if (!V) throw damaged(`the stanza of «${P}» has no V: (version)`);
      packages.push({
        name: ownText(P),
        version: ownText(V),
        ...(A ? { architecture: ownText(A) } : {}),
        ...(o ? { origin: ownText(o) } : {}),
        ...(L ? { licence: ownText(L) } : {}),
        files,
      });
    }
    stanza = { files: [] };
    isOpen = false;
    folder = '';
  };
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    number++;
    if (end === start) {
      finish();
    } else {
      if (text[start + 1] !== ':') throw damaged('no field name');
      isOpen = true;
      const letter = text[start];
      if (letter === 'P' || letter === 'V' || letter === 'A' || letter === 'o' || letter === 'L') {
        stanza[letter] = text.slice(start + 2, end);
      } else if (letter === 'F') {
        finishFile();
        folder = text.slice(start + 2, end);
      } else if (letter === 'R') {
        finishFile();
        file = text.slice(start + 2, end);
      } else if (letter === 'a') {
        // UID:GID:MODE of the file before it; a file without it is 0644.
        const mode = text.slice(text.lastIndexOf(':', end - 1) + 1, end);
        isExecutable = (Number.parseInt(mode, 8) & 0o111) !== 0;
      }
    }
    start = end + 1;
  }
  finish();
  return packages;
}
