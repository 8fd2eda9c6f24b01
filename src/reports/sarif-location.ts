// Where a SARIF result points: one file of the checkout with all four region numbers, as GitHub demands; the place
// inside the image stands beside it as logical locations.

import type { Location, LogicalLocation } from 'sarif';
import type { Finding } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import { shortened } from './lines.ts';
import { originText } from './wording.ts';

const defaultFile = 'Dockerfile';
const longestName = 500;

function plain(text: string): string {
  return shortened(printable(text), longestName);
}

/** Half of a surrogate pair is no character that a URI could hold. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A path with slashes as a relative URI reference: no `..`, no drive, no leading slash; every other character stands
 * for itself, percent-encoded.
 * @example repositoryUri('a:b.json') // 'a%3Ab.json'
 */
export function repositoryUri(path: string): string {
  const parts = path
    .replaceAll(loneSurrogate, '\ufffd')
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  const uri = parts.map((part) => encodeURIComponent(part)).join('/');
  return uri === '' ? defaultFile : uri;
}

function logicalLocations(finding: Finding): LogicalLocation[] {
  const { package: about, location } = finding;
  const places: LogicalLocation[] = [];
  if (about !== undefined) {
    places.push({
      name: plain(about.name),
      fullyQualifiedName: plain(about.purl),
      kind: 'package',
    });
    const [path] = about.locations;
    if (path !== undefined && path !== '')
      places.push({ fullyQualifiedName: plain(path), kind: 'file' });
    const origin = originText(about.origin);
    if (origin !== '') places.push({ fullyQualifiedName: plain(origin), kind: 'layer' });
  }
  if (about === undefined && location?.path !== undefined && location.path !== '') {
    places.push({ fullyQualifiedName: plain(location.path), kind: 'file' });
  }
  if (location?.resource !== undefined && location.resource !== '') {
    places.push({ fullyQualifiedName: plain(location.resource), kind: 'resource' });
  }
  return places.filter(({ fullyQualifiedName }) => fullyQualifiedName !== '');
}

/**
 * The one location of a result. A finding with a line is about a file of the checkout; all others lie inside the
 * scanned thing and point at line 1 of the file that makes it.
 */
export function locationOf(finding: Finding, dockerfile: string | undefined): Location {
  const { location } = finding;
  const isInCheckout = location?.path !== undefined && location.line !== undefined;
  const startLine = (isInCheckout ? location.line : undefined) ?? 1;
  const startColumn = (isInCheckout ? location.column : undefined) ?? 1;
  const endLine = (isInCheckout ? location.endLine : undefined) ?? startLine;
  const logical = logicalLocations(finding);
  return {
    physicalLocation: {
      artifactLocation: {
        uri: repositoryUri(
          isInCheckout ? (location.path ?? '') : (dockerfile ?? defaultFile).replaceAll('\\', '/'),
        ),
        uriBaseId: '%SRCROOT%',
      },
      region: {
        startLine,
        startColumn,
        endLine,
        endColumn: (isInCheckout ? location.endColumn : undefined) ?? startColumn,
      },
    },
    ...(logical.length === 0 ? {} : { logicalLocations: logical }),
  };
}
