// The extension as a customer gets it: out/portcullis.vsix, unpacked.

import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';

const root = join(import.meta.dirname, '..', '..');
export const vsixPath = join(root, 'out', 'portcullis.vsix');

const openZip = promisify<string, { lazyEntries: boolean }, ZipFile>(
  open as (
    path: string,
    options: { lazyEntries: boolean },
    done: (error: Error | null, zip: ZipFile) => void,
  ) => void,
);

/** Unpacks the extension into `folder` and gives the task's folder. */
export async function unpackTask(folder: string): Promise<string> {
  if (!existsSync(vsixPath)) {
    throw new Error('out/portcullis.vsix is missing: npm run build && npm run pack:ado');
  }
  const zip = await openZip(vsixPath, { lazyEntries: true });
  await new Promise<void>((resolve, reject) => {
    const extract = async (entry: Entry) => {
      const path = join(folder, entry.fileName);
      if (entry.fileName.endsWith('/')) {
        mkdirSync(path, { recursive: true });
        return;
      }
      mkdirSync(dirname(path), { recursive: true });
      const stream = await promisify(
        zip.openReadStream.bind(zip) as (
          entry: Entry,
          done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
        ) => void,
      )(entry);
      await pipeline(stream, createWriteStream(path));
    };
    zip.on('entry', (entry: Entry) => {
      extract(entry).then(() => zip.readEntry(), reject);
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  const manifest = JSON.parse(readFileSync(join(folder, 'extension.vsomanifest'), 'utf8')) as {
    contributions: readonly { type: string; properties: { name: string } }[];
  };
  const task = manifest.contributions.find(({ type }) => type === 'ms.vss-distributed-task.task');
  return join(folder, task?.properties.name ?? '');
}
