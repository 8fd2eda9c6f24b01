// What a target's text says by itself: its scheme, and the scheme that was meant.

import { UserError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { type TargetKind, targetKinds, targetSchemes } from '../model/target.ts';
import { redactUrl } from '../net/redact.ts';

export interface TargetText {
  /** Absent: a path to be recognised by content, or an image's name. */
  readonly scheme?: TargetKind;
  readonly rest: string;
}

/** Splits `SCHEME:REST`; throws `USAGE` where nothing follows, or an address where a path should. `debian:12` has no scheme. */
export function parseTarget(text: string): TargetText {
  const trimmed = text.trim();
  const scheme = targetSchemes.find((name) => trimmed.startsWith(`${name}:`));
  const rest = scheme === undefined ? trimmed : trimmed.slice(scheme.length + 1);
  if (rest === '') {
    throw new UserError(
      'USAGE',
      scheme === undefined ? 'a target is empty' : `${scheme}: names nothing`,
      {
        hint: `Write it as SCHEME:WHAT with one of ${targetSchemes.join(', ')}, as a path, or as an image's name.`,
      },
    );
  }
  if (
    scheme !== undefined &&
    targetKinds[scheme] === 'path' &&
    /^[a-z][a-z0-9+.-]*:\/\//i.test(rest)
  ) {
    throw new UserError('USAGE', `${scheme}:${redactUrl(rest)} is an address, and no path`, {
      hint: `${scheme}: takes a file or folder of this machine; write registry:HOST/NAME:TAG for an image in a registry.`,
    });
  }
  return scheme === undefined ? { rest } : { scheme, rest };
}

/**
 * The target that was probably meant where `text` starts with what is nearly a scheme.
 * @example meantTarget('docker-arch:x.tar') // 'docker-archive:x.tar'
 */
export function meantTarget(text: string): string | undefined {
  const [, word, rest] = /^([a-z_-]+):(.+)$/is.exec(text.trim()) ?? [];
  const scheme = word === undefined ? undefined : nearest(word, targetSchemes);
  return scheme === undefined || scheme === word ? undefined : `${scheme}:${rest}`;
}
