// Puts a changed text in the place of a file: same encoding, same mode, and only if nobody else changed it meanwhile.
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../model/errors.ts';
import { decodeText, encodeLike } from '../source.ts';

/** `path` is absolute, `shown` what messages call it. Throws UserError where the file is not what was read, or cannot be written. */
export async function rewrite(
  path: string,
  shown: string,
  before: string,
  after: string,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const bytes = await readFile(path);
    if (Buffer.compare(encodeLike(bytes, before), bytes) !== 0) {
      const isChanged = decodeText(bytes) !== before;
      throw new UserError(
        'OUTPUT_UNWRITABLE',
        `${shown} was not fixed: ${isChanged ? 'it changed meanwhile' : 'some of its bytes are no text'}`,
        { hint: isChanged ? 'Run the fix again.' : 'Save it as UTF-8, then run the fix again.' },
      );
    }
    const { mode } = await stat(path);
    await writeFile(temporary, encodeLike(bytes, after), { flag: 'wx', mode });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('OUTPUT_UNWRITABLE', `${shown} was not fixed: ${reason}`, {
      hint: 'Check that its folder may be written to.',
      cause,
    });
  }
}
