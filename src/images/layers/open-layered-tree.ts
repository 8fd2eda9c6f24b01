// PLACEHOLDER until the layered tree lands: overwrite this file.
import type { Runtime } from '../../model/runtime.ts';
import type { TreeSource } from '../../trees/tree-source.ts';
import type { ImageSource } from '../image.ts';

export function openLayeredTree(_source: ImageSource, _runtime: Runtime): TreeSource {
  throw new Error('not there yet');
}
