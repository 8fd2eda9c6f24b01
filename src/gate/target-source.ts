// From a target as the user wrote it to trees that can be scanned; one text may name several (platform `all`).

import { stat } from 'node:fs/promises';
import type { CoverageRow } from '../model/coverage.ts';
import { UserError } from '../model/errors.ts';
import type { AzureAccess, RegistryCredential } from '../model/ports.ts';
import type { Runtime } from '../model/runtime.ts';
import type { ImageKind, Target } from '../model/target.ts';
import { redactTarget } from '../net/redact.ts';
import type { TreeSource } from '../trees/tree-source.ts';
import type { DiskLayout } from './disk-layout.ts';
import type { DiskScope } from './request.ts';
import { meantTarget, parseTarget, type TargetText } from './target-text.ts';

export interface SourceOptions {
  readonly platform?: string | undefined;
  readonly credentials: readonly RegistryCredential[];
  /** An image's name without a scheme is then asked of the daemon only. */
  readonly offline: boolean;
  readonly diskScope: DiskScope;
  readonly azure?: AzureAccess;
  readonly scratchGroup?: string;
  readonly timeoutMs?: number;
}

export interface OpenedTarget {
  readonly target: Target;
  /** Closing it closes everything below it. Undefined where nothing of the target can be read as files. */
  readonly source: TreeSource | undefined;
  /** What opening it left unread. */
  readonly coverage?: readonly CoverageRow[];
  /** Of disks. */
  readonly layout?: DiskLayout;
}

async function openImageTarget(
  scheme: ImageKind,
  reference: string,
  options: SourceOptions,
  runtime: Runtime,
): Promise<readonly OpenedTarget[]> {
  const [{ openImage }, { openLayeredTree }] = await Promise.all([
    import('../images/open.ts'),
    import('../images/layers/open-layered-tree.ts'),
  ]);
  const { platform, credentials } = options;
  const images = await openImage({ scheme, reference, platform, credentials }, runtime);
  return images.map(({ target, source }) => ({ target, source: openLayeredTree(source, runtime) }));
}

async function openFolderTarget(
  path: string,
  { platform = '' }: SourceOptions,
  runtime: Runtime,
): Promise<readonly OpenedTarget[]> {
  if (platform !== '') {
    runtime.log.warn(
      `${path}: a folder is of no platform, so that ${platform} chooses nothing there`,
    );
  }
  const { openFolder } = await import('../filesystems/host/open-folder.ts');
  const source = await openFolder(path, runtime);
  return [{ target: { kind: 'dir', reference: path, identity: {} }, source }];
}

/** Whether the daemon has nothing to say, so that the registry is asked. */
function isAbsentAtDaemon(error: unknown): error is UserError {
  return (
    error instanceof UserError &&
    (error.code === 'ENGINE_UNREACHABLE' || error.code === 'TARGET_NOT_FOUND')
  );
}

/** An image's name without a scheme: the daemon first, then the registry. */
async function openNamedImage(
  reference: string,
  options: SourceOptions,
  runtime: Runtime,
): Promise<readonly OpenedTarget[]> {
  const shown = redactTarget(reference);
  let daemonSays: string;
  try {
    return await openImageTarget('docker', reference, options, runtime);
  } catch (error) {
    if (!isAbsentAtDaemon(error)) throw error;
    if (options.offline) {
      throw new UserError('TARGET_NOT_FOUND', `${shown} is no path here, and ${error.message}`, {
        hint: 'Offline only the daemon is asked for an image without a scheme: write registry:REF to ask a registry.',
        cause: error,
      });
    }
    daemonSays =
      error.code === 'TARGET_NOT_FOUND' ? ' and no image of the daemon' : `, ${error.message}`;
    runtime.log.debug(`${shown}: ${error.message}; asking the registry`);
  }
  try {
    return await openImageTarget('registry', reference, options, runtime);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'PLATFORM_MISSING') throw error;
    throw new UserError(error.code, `${shown} is no path here${daemonSays}, and ${error.message}`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** What only its content tells: a path, or else an image's name. */
async function openBare(
  text: string,
  options: SourceOptions,
  runtime: Runtime,
): Promise<readonly OpenedTarget[]> {
  const { recognise } = await import('../images/recognise.ts');
  const kind = await recognise(text);
  if (kind === 'dir') return openFolderTarget(text, options, runtime);
  if (kind !== undefined) return openImageTarget(kind, text, options, runtime);
  return openNamedImage(text, options, runtime);
}

/** A file that templates are written in: its name says so, as nothing else that is scanned is named. */
const templateFile = /\.(?:json|jsonc|bicep|bicepparam)$/i;
/** A file that disks are kept in. */
const diskFile = /\.(?:vhd|vhdx|vmdk|qcow2|raw|img)$/i;

/**
 * A target's text as what is to be scanned. Without a scheme a file of JSON or Bicep is `arm`, one named as disks are
 * `disk`; all else keeps none, and
 * `openTarget` tells it by its content. Throws `USAGE` as `parseTarget`.
 */
export async function readTarget(text: string): Promise<TargetText> {
  const parsed = parseTarget(text);
  const scheme = templateFile.test(parsed.rest)
    ? 'arm'
    : diskFile.test(parsed.rest)
      ? 'disk'
      : undefined;
  if (parsed.scheme !== undefined || scheme === undefined) return parsed;
  const isFile = await stat(parsed.rest).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? { scheme, rest: parsed.rest } : parsed;
}

/**
 * Opens the image or folder that a text names. Close every source at the end.
 * Throws UserError or ScanError: no such thing, unreadable, unsupported, denied, unreachable.
 */
export async function openTarget(
  { scheme, rest }: TargetText,
  options: SourceOptions,
  runtime: Runtime,
): Promise<readonly OpenedTarget[]> {
  if (scheme === 'dir') return openFolderTarget(rest, options, runtime);
  if (scheme === 'disk') {
    const { openDisks } = await import('./open-disks.ts');
    return [await openDisks(rest, options.diskScope, runtime)];
  }
  if (scheme === 'azure') {
    const { openAzureMachine } = await import('./open-disks.ts');
    const { scratchGroup, timeoutMs } = options;
    const request = {
      reference: rest,
      ...(scratchGroup === undefined ? {} : { resourceGroup: scratchGroup }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
    return [await openAzureMachine(request, options.azure, options.diskScope, runtime)];
  }
  if (scheme === 'arm') throw new Error('templates are no tree of files');
  if (scheme !== undefined) return openImageTarget(scheme, rest, options, runtime);
  try {
    return await openBare(rest, options, runtime);
  } catch (error) {
    const meant = meantTarget(rest);
    if (meant === undefined || !(error instanceof UserError)) throw error;
    const hint = `Did you mean ${redactTarget(meant)}?`;
    throw new UserError(error.code, error.message, {
      hint: error.hint === undefined ? hint : `${hint} ${error.hint}`,
      cause: error,
    });
  }
}
