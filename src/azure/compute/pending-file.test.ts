import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../model/errors.ts';
import {
  newPendingFile,
  type PendingResource,
  pendingFilesIn,
  readPendingFile,
  writePendingFile,
} from './pending-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-pending-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,60}$/);
const resource: fc.Arbitrary<PendingResource> = fc
  .record({ subscription: name, group: name, last: name, isDisk: fc.boolean(), made: fc.boolean() })
  .map(({ subscription, group, last, isDisk, made }) => ({
    id: {
      kind: isDisk ? 'disk' : 'snapshot',
      subscription,
      group,
      name: made ? `portcullis-${last}` : last,
    },
    made,
  }));

describe('a note', () => {
  it('is read as it was written', () => {
    const path = newPendingFile(folder);
    fc.assert(
      fc.property(
        fc.array(resource, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('public' as const, 'government' as const, 'china' as const),
        (resources, cloud) => {
          writePendingFile(path, { cloud, resources });
          expect(readPendingFile(path)).toEqual({ cloud, resources });
        },
      ),
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writePendingFile(path, { cloud: 'public', resources: [] });
    expect(readPendingFile(path)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('with anything else in it is refused, whatever that is', () => {
    const path = newPendingFile(folder);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc
            .record({
              version: fc.constant(1),
              cloud: fc.constantFrom('public', 'moon'),
              resources: fc.array(fc.jsonValue()),
            })
            .map((value) => JSON.stringify(value)),
        ),
        (text) => {
          writeFileSync(path, text);
          try {
            expect(readPendingFile(path)?.resources ?? []).toEqual([]);
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
            expect(error).toMatchObject({ code: 'TARGET_DAMAGED' });
          }
        },
      ),
    );
    rmSync(path);
  });
});

describe('notes in a folder', () => {
  it('are those of runs, in order', () => {
    const paths = [newPendingFile(folder), newPendingFile(folder)].sort();
    for (const path of [...paths, join(folder, 'portcullis-azure-x.json'), `${paths[0]}.new`]) {
      writeFileSync(path, '');
    }
    expect(pendingFilesIn(folder)).toEqual(paths);
  });

  it('are none where there is no folder', () => {
    expect(pendingFilesIn(join(folder, 'none'))).toEqual([]);
  });
});
