// Which root a boot loader starts: GRUB's configuration, and entries of the Boot Loader Specification.

import type { FileTree } from '../../model/file-tree.ts';
import { readText } from './read-text.ts';

const configurations = [
  'boot/grub2/grub.cfg',
  'grub2/grub.cfg',
  'boot/grub/grub.cfg',
  'grub/grub.cfg',
  'boot/grub2/grubenv',
  'grub2/grubenv',
];
const entryFolders = ['boot/loader/entries', 'loader/entries'];
const mostEntries = 50;

/** `root=UUID=…` of a kernel's command line. */
function rootIn(text: string): string | undefined {
  return /(?:^|\s)root=((?:UUID|LABEL|PARTUUID|PARTLABEL)=[^\s"']+|\/dev\/[^\s"']+)/m.exec(
    text,
  )?.[1];
}

/** The device that the first boot loader found names as root, as written there; undefined where none does. */
export async function bootRootOf(trees: readonly FileTree[]): Promise<string | undefined> {
  for (const tree of trees) {
    for (const path of configurations) {
      const device = rootIn((await readText(tree, path)) ?? '');
      if (device !== undefined) return device;
    }
    for (const folder of entryFolders) {
      if ((await tree.stat(folder)) === undefined) continue;
      for (const { path } of (await tree.list(folder)).slice(0, mostEntries)) {
        const device = rootIn((await readText(tree, path)) ?? '');
        if (device !== undefined) return device;
      }
    }
  }
  return undefined;
}
