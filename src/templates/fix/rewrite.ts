// Puts changed texts in the place of files: same encoding, same mode, and only if nobody else changed one meanwhile.
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../model/errors.ts';
import { decodeText, encodeLike } from '../source.ts';

export interface Rewriting {
  /** Absolute, without links. */
  readonly path: string;
  /** What messages call it. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
}

function unfixed(shown: string, reason: string, hint: string, cause?: unknown): UserError {
  return new UserError('OUTPUT_UNWRITABLE', `${shown} was not fixed: ${reason}`, { hint, cause });
}

async function check({ path, shown, before }: Rewriting): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (Buffer.compare(encodeLike(bytes, before), bytes) === 0) return bytes;
  if (decodeText(bytes) !== before) {
    throw unfixed(shown, 'it changed meanwhile', 'Run the fix again.');
  }
  throw unfixed(
    shown,
    'some of its bytes are no text',
    'Save it as UTF-8, then run the fix again.',
  );
}

/** All other names of the file keep seeing it, at the price that a cut leaves half a text. */
async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.writeFile(bytes);
    await file.truncate(bytes.length);
  } finally {
    await file.close();
  }
}

function isDenied(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const { mode, nlink } = await stat(path);
  if (nlink > 1) return overwrite(path, bytes);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx', mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    // The file may be written where its folder may not.
    if (!isDenied(error)) throw error;
    await overwrite(path, bytes);
  }
}

/**
 * Writes all of them, or none where one is not what was read. Rejects with UserError then, and where one cannot be
 * written.
 */
export async function rewriteAll(files: readonly Rewriting[]): Promise<void> {
  const checked: (readonly [file: Rewriting, bytes: Uint8Array])[] = [];
  for (const file of files) {
    try {
      checked.push([file, encodeLike(await check(file), file.after)]);
    } catch (cause) {
      throw asUserError(file.shown, cause);
    }
  }
  for (const [{ path, shown }, bytes] of checked) {
    try {
      await replace(path, bytes);
    } catch (cause) {
      throw asUserError(shown, cause);
    }
  }
}

function asUserError(shown: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return unfixed(shown, reason, 'Check that it may be written to.', cause);
}
