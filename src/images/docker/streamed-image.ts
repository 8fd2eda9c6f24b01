// The stream of `docker save` as an image source: layers come in the engine's order, and what they are is known at the
// end, when manifest.json and the configuration have passed.

import { ScanError } from '../../model/errors.ts';
import {
  describeArchived,
  parseArchiveManifest,
  promisedDigest,
} from '../archive/docker-archive.ts';
import { twofold } from '../archive/pending-names.ts';
import { type StreamedEntry, streamEntries } from '../archive/tar-stream.ts';
import type { ImageDescription, ImageSource, LayerStream } from '../image.ts';
import { configLimitBytes } from '../oci/manifest.ts';

const mostLinks = 40;
/** For the JSON files of one archive together. */
const jsonLimitBytes = 64 * 1024 * 1024;

/** One save: its bytes, and the way to end it early. */
export interface SaveStream {
  readonly bytes: AsyncIterable<Uint8Array>;
  destroy(): void;
}

/** What one pass has seen beside the layers. */
interface Pass {
  readonly json: Map<string, Uint8Array>;
  readonly links: Map<string, string>;
  readonly files: Set<string>;
  jsonBytes: number;
}

/** Layers are `…/layer.tar`, `HEX.tar`, or blobs that are no JSON. */
async function isLayer(entry: StreamedEntry): Promise<boolean> {
  if (entry.name.startsWith('blobs/')) return (await entry.peek())[0] !== 0x7b;
  return entry.name.endsWith('.tar');
}

async function keepJson(entry: StreamedEntry, pass: Pass, where: string): Promise<void> {
  // Attestations may be large JSON blobs: a configuration or manifest is not.
  if (entry.sizeBytes > configLimitBytes) return;
  pass.jsonBytes += entry.sizeBytes;
  if (pass.jsonBytes > jsonLimitBytes) {
    throw new ScanError('LIMIT_EXCEEDED', where, 'the image has too much metadata');
  }
  const parts: Uint8Array[] = [];
  // The chunks are the engine's buffers; a copy lets go of them.
  for await (const part of entry.bytes()) parts.push(part);
  pass.json.set(entry.name, Buffer.concat(parts));
}

function describePass({ json, links, files }: Pass, where: string): ImageDescription {
  const missing = (name: string) =>
    new ScanError('TARGET_DAMAGED', where, `the engine's archive does not hold ${name}`);
  const manifest = json.get('manifest.json');
  if (manifest === undefined) throw missing('manifest.json');
  const [image] = parseArchiveManifest(manifest, where);
  const config = image === undefined ? undefined : json.get(image.config);
  if (image === undefined || config === undefined) throw missing(image?.config ?? 'an image');
  const realName = (name: string) => {
    let at: string | undefined = name;
    for (let count = 0; at !== undefined && count < mostLinks; count += 1) {
      if (files.has(at)) return at;
      at = links.get(at);
    }
    throw missing(name);
  };
  const { parsed: _parsed, ...description } = describeArchived(image, config, realName, where);
  return description;
}

/** `save` is called once for every pass over the layers. */
export function streamedImage(save: () => Promise<SaveStream>, where: string): ImageSource {
  let description: ImageDescription | undefined;
  return {
    concurrent: false,
    describe: async () => {
      if (description !== undefined) return description;
      throw new Error('an engine describes an image only after its layers have passed');
    },
    async *layers(keys): AsyncGenerator<LayerStream> {
      const pass: Pass = { json: new Map(), links: new Map(), files: new Set(), jsonBytes: 0 };
      const wanted = keys === undefined ? undefined : new Set(keys);
      const stream = await save();
      try {
        for await (const entry of streamEntries(stream.bytes, where)) {
          const { name, sizeBytes } = entry;
          if (entry.type === 'link') pass.links.set(name, entry.link);
          if (entry.type !== 'file') continue;
          if (pass.files.has(name))
            throw twofold(where, `the archive holds ${name} more than once`);
          pass.files.add(name);
          if (await isLayer(entry)) {
            if (wanted !== undefined && !wanted.delete(name)) continue;
            const digest = promisedDigest(name);
            yield {
              key: name,
              sizeBytes,
              ...(digest === undefined ? {} : { digest }),
              bytes: entry.bytes(),
            };
            if (wanted?.size === 0) return;
          } else if (wanted === undefined && /(?:\.json|^blobs\/.*)$/.test(name)) {
            await keepJson(entry, pass, where);
          }
        }
        if (keys === undefined) description = describePass(pass, where);
      } finally {
        stream.destroy();
      }
    },
    close: async () => undefined,
  };
}
