// CycloneDX 1.6 JSON: what is installed and what is known of it. Written by hand: the format's own library takes longer
// to load than a whole small report takes. Same result, same document: the serial number is made from the content.

import { createHash } from 'node:crypto';
import type { ScanResult } from '../model/result.ts';
import { categoriesOf } from './category.ts';
import {
  type Component,
  componentsOf,
  propertiesOf,
  References,
  targetComponent,
} from './cyclonedx-components.ts';
import { type Vulnerability, vulnerabilitiesOf } from './cyclonedx-vulnerabilities.ts';
import type { Report } from './report.ts';
import { safeJson } from './safe-json.ts';

const blankNumber = 'urn:uuid:00000000-0000-8000-8000-000000000000';

/** A UUID of version 8 (RFC 9562, made by our own rule): the first bits of a SHA-256. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

/** One target is the document's subject; several are components that hold their packages. */
function contentOf(result: ScanResult) {
  const references = new References();
  const categories = categoriesOf(result.targets);
  const subjects: Component[] = [];
  const components: Component[] = [];
  const vulnerabilities: Vulnerability[] = [];
  const incomplete: string[] = [];
  const isOne = result.targets.length === 1;
  for (const [index, target] of result.targets.entries()) {
    const name = categories[index] ?? '';
    const subject = targetComponent(target, references, name);
    const ref = subject['bom-ref'];
    const inside = componentsOf(target, references, isOne ? '' : `${name}/`);
    if (isOne) {
      subjects.push(subject);
      components.push(...inside.components);
    } else {
      const held = inside.components.length === 0 ? {} : { components: inside.components };
      components.push({ ...subject, ...held });
    }
    vulnerabilities.push(
      ...vulnerabilitiesOf(target, inside.of, ref, (wish) => references.take(wish)),
    );
    if (target.coverage.some((row) => row.status !== 'scanned')) incomplete.push(ref);
  }
  return { subject: subjects[0], components, vulnerabilities, incomplete };
}

export const cyclonedx: Report = {
  format: 'cyclonedx-json',
  extension: '.cdx.json',
  render(result) {
    const { subject, components, vulnerabilities, incomplete } = contentOf(result);
    const { verdict, tool } = result;
    const body = {
      version: 1,
      metadata: {
        timestamp: result.created,
        tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
        ...(subject === undefined ? {} : { component: subject }),
        properties: propertiesOf({
          verdict: verdict.status,
          exitCode: verdict.exitCode,
          databaseDigest: result.database.digest,
        }),
      },
      components,
      vulnerabilities,
      ...(incomplete.length === 0
        ? {}
        : { compositions: [{ aggregate: 'incomplete', assemblies: incomplete }] }),
    };
    // Written once with a blank number, which stands before everything else; the number is made from that text.
    const text = safeJson({
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: blankNumber,
      ...body,
    });
    return text.replace(blankNumber, serialNumber(text));
  },
};
