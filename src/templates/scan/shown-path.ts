// Paths as reports show them: with slashes, from the working directory where the file lies below it.
import { isAbsolute, normalize, relative, resolve, sep } from 'node:path';

/** With `/` on every system. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** Whether `path` is `folder` or lies below it; both absolute and without links. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

/** `path` as it is shown: from the working directory where it lies below it, else as it was written. */
export function shownPath(path: string): string {
  const full = resolve(path);
  const here = resolve('.');
  if (full !== here && isWithin(full, here)) return slashed(relative(here, full));
  return slashed(normalize(path));
}
