// A disk whose parts lie here and there: what containers and logical volumes have in common.

import { type ByteSource, clampRead, damaged, placeOf, truncated } from './byte-source.ts';

/** Where the bytes from some offset on lie; `length` of them lie as said. */
export type Run =
  | { readonly kind: 'zeros'; readonly length: number }
  | {
      readonly kind: 'stored';
      readonly length: number;
      readonly source: ByteSource;
      readonly offset: number;
    }
  | {
      /** Bytes that have to be made, as an inflated cluster; `skip` of them come before. */
      readonly kind: 'made';
      readonly length: number;
      readonly skip: number;
      readonly make: () => Promise<Uint8Array>;
    };

type StoredRun = Extract<Run, { kind: 'stored' }>;

export interface Mapping {
  readonly name: string;
  readonly size: number;
  /** The run that starts at `offset`, of at least one byte; more than `atMost` are not needed. */
  locate(offset: number, atMost: number): Promise<Run>;
  close(): Promise<void>;
}

async function readStored(run: StoredRun): Promise<Uint8Array> {
  const bytes = await run.source.read(run.offset, run.length);
  if (bytes.length < run.length) {
    throw truncated(run.source, run.source.size, run.offset + run.length);
  }
  return bytes;
}

function follows(left: Run, right: Run): left is StoredRun {
  return (
    left.kind === 'stored' &&
    right.kind === 'stored' &&
    left.source === right.source &&
    left.offset + left.length === right.offset
  );
}

/** The runs of a range; neighbours that lie one behind the other are one. */
async function runsOf(mapping: Mapping, offset: number, wanted: number): Promise<Run[]> {
  const runs: Run[] = [];
  for (let done = 0; done < wanted; ) {
    const left = wanted - done;
    const found = await mapping.locate(offset + done, left);
    if (found.length <= 0) throw damaged(placeOf(mapping, offset + done), 'leads nowhere');
    const run = found.length > left ? { ...found, length: left } : found;
    const last = runs.at(-1);
    if (last !== undefined && follows(last, run)) {
      runs[runs.length - 1] = { ...last, length: last.length + run.length };
    } else {
      runs.push(run);
    }
    done += run.length;
  }
  return runs;
}

/** The mapping as a source. */
export function mappedSource(mapping: Mapping): ByteSource {
  const source: ByteSource = {
    name: mapping.name,
    size: mapping.size,
    async read(offset, length) {
      const wanted = clampRead(source, offset, length);
      const runs = await runsOf(mapping, offset, wanted);
      const [only] = runs;
      if (runs.length === 1 && only?.kind === 'stored') return readStored(only);
      const output = new Uint8Array(wanted);
      let at = 0;
      await Promise.all(
        runs.map(async (run) => {
          const start = at;
          at += run.length;
          if (run.kind === 'zeros') return;
          const bytes =
            run.kind === 'stored'
              ? await readStored(run)
              : (await run.make()).subarray(run.skip, run.skip + run.length);
          if (bytes.length < run.length) {
            throw damaged(placeOf(mapping, offset + start), 'holds fewer bytes than it should');
          }
          output.set(bytes, start);
        }),
      );
      return output;
    },
    close: () => mapping.close(),
  };
  return source;
}
