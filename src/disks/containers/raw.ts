// A raw disk: the file is the disk. Recognised by being nothing else.

import type { ContainerFormat } from './container.ts';

export const raw: ContainerFormat = {
  id: 'raw',
  recognise: () => true,
  async open(file) {
    return { format: 'raw', disk: file, notes: [] };
  },
};
