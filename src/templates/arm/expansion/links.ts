// Templates that stand in files of their own: finds the file that a `templateLink` means, or says why there is none.

import { withoutSecrets } from '../../link-text.ts';
import type { Gap, Resource } from '../../resource.ts';
import type { Source, Span } from '../../source.ts';
import { propertyOf, type Value, valueAt } from '../language/value.ts';
import type { JsonDocument } from '../syntax/document.ts';
import type { LinkedFile } from './context.ts';
import type { Run } from './run.ts';
import { besideSelf } from './target.ts';

/** A link as text; of one of which only the end is unknown (a token behind the address) what is before it. */
function linkText(value: Value | undefined): string | undefined {
  if (value?.kind === 'string') return value.value;
  if (value?.kind !== 'unknown') return undefined;
  const [first] = value.parts ?? [];
  return typeof first === 'string' && /\.json\??$/i.test(first) ? first : undefined;
}

const gapKinds = {
  missing: 'missing-link',
  outside: 'outside-link',
  remote: 'remote-link',
  damaged: 'damaged-link',
} as const satisfies Readonly<Record<Exclude<LinkedFile['kind'], 'file'>, Gap['kind']>>;

/** Reads what a link leads to; a gap is kept when it cannot be. */
function read(
  run: Run,
  from: Source,
  link: string,
  span: Span,
  resource: Resource,
): JsonDocument | undefined {
  const plain = withoutSecrets(link);
  const beside = besideSelf(from.path, plain);
  const file = run.context.readLinked(from, beside ?? plain);
  if (file.kind === 'file') {
    run.linkedFiles.add(file.path);
    return file.document;
  }
  run.gaps.push({
    kind: gapKinds[file.kind],
    link: beside ?? plain,
    message: file.message,
    span,
    resource,
  });
  return undefined;
}

function openLink(run: Run, value: Value, span: Span, resource: Resource): undefined {
  const isKnown = value.kind !== 'unknown';
  const message = isKnown
    ? 'the address of the template is no text'
    : `the address of the template is not known: ${value.reason.message}`;
  const written = span.source.text.slice(span.start, Math.min(span.end, span.start + 200));
  const link = withoutSecrets(written);
  run.gaps.push({ kind: 'remote-link', link, message, span, resource });
  return undefined;
}

/** The document that a deployment's `templateLink` means; undefined, with a gap kept, when there is none to be had. */
export function linkedTemplate(run: Run, resource: Resource): JsonDocument | undefined {
  const { source } = resource.deployment;
  const link = valueAt(resource.body, 'properties', 'templateLink');
  const span = link?.span ?? resource.declaration.span;
  const id = valueAt(link, 'id');
  if (id !== undefined && id.kind !== 'null' && link?.kind === 'object') {
    const text = id.kind === 'string' ? id.value : 'a template spec';
    const message = 'a template spec is kept in Azure: what it deploys is not known';
    run.gaps.push({ kind: 'template-spec', link: text, message, span: id.span ?? span, resource });
    return undefined;
  }
  if (link?.kind === 'unknown') return openLink(run, link, span, resource);
  const property = propertyOf(link, 'relativePath') ?? propertyOf(link, 'uri');
  const address = property?.value;
  const at = property?.at ?? span;
  if (address === undefined) {
    const message = 'this deployment has neither a template nor a link to one';
    run.gaps.push({
      kind: 'missing-link',
      link: '',
      message,
      span: resource.declaration.span,
      resource,
    });
    return undefined;
  }
  const text = linkText(address);
  if (text === undefined) return openLink(run, address, at, resource);
  return read(run, source, text, at, resource);
}

/** The document of a deployment's `parametersLink`; undefined without one. */
export function linkedParameters(
  run: Run,
  resource: Resource,
): JsonDocument | 'unknown' | undefined {
  const link = valueAt(resource.body, 'properties', 'parametersLink');
  if (link === undefined || link.kind === 'null') return undefined;
  const address = valueAt(link, 'relativePath') ?? valueAt(link, 'uri');
  const text = linkText(address);
  if (address === undefined || text === undefined) return 'unknown';
  const { source } = resource.deployment;
  const plain = withoutSecrets(text);
  const file = run.context.readLinked(source, besideSelf(source.path, plain) ?? plain);
  return file.kind === 'file' ? file.document : 'unknown';
}
