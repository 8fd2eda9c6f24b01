// What a JSON document is, by its `$schema` and its shape: Azure's deployment schemas and the resources of Azure Policy.
import type { JsonDocument } from '../arm/syntax/document.ts';
import { type JsonNode, type Member, memberOf, type ObjectNode } from '../arm/syntax/node.ts';

export type DocumentKind =
  | 'template'
  | 'parameters'
  | 'policy-definition'
  | 'initiative'
  | 'assignment';

/** One of the things that a document holds. */
export interface Piece {
  readonly kind: DocumentKind;
  readonly node: ObjectNode;
}

/** Names and addresses of which every document that is not `other` has one. */
const words =
  /deploymentTemplate|deploymentParameters|"resources"|"contentVersion"|"policyRule"|"policyDefinitions?(?:Id)?"|"then"/i;

/** Whether a text can be of interest at all; false is certain, and cheap. */
export function mayMatter(text: string): boolean {
  return words.test(text);
}

/** Whether a text that could not be parsed was meant as a template. */
export function namesSchema(text: string): boolean {
  return /"\$schema"\s*:\s*"[^"]*deployment(?:template|parameters)\.json/i.test(text);
}

/** Whether a file is called as templates are: what is wrong with its text is told, whatever stands in it. */
export function isTemplateName(name: string): boolean {
  return /^(?:(?:azuredeploy|mainTemplate)(?:\.[^.]+)?|main|.+\.template)\.jsonc?$/i.test(name);
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

function inner(node: JsonNode, name: string): JsonNode | undefined {
  return memberOf(node, name)?.value;
}

/** A resource as ARM writes it; a few looked at are enough. */
function holdsResources(node: JsonNode | undefined): boolean {
  const items =
    node?.kind === 'array'
      ? node.items
      : node?.kind === 'object'
        ? node.members.map(({ value }) => value)
        : [];
  return items.slice(0, 20).some((item) => {
    const type = textOf(inner(item, 'type'));
    return type !== undefined && /^[\w.-]+\.[\w.-]+\//.test(type) && has(item, 'apiVersion');
  });
}

function has(node: JsonNode, name: string): boolean {
  return memberOf(node, name) !== undefined;
}

function isTemplate(node: ObjectNode): boolean {
  const schema = textOf(inner(node, '$schema'));
  if (schema !== undefined && /deploymentTemplate\.json/i.test(schema)) return true;
  if (schema !== undefined && /deploymentParameters/i.test(schema)) return false;
  const resources = inner(node, 'resources');
  if (resources?.kind !== 'array' && resources?.kind !== 'object') return false;
  // Its `$schema` may be misspelt; another one of Azure's, without a version beside it, is right.
  if (has(node, 'contentVersion')) return true;
  return !/schema\.management\.azure\.com/i.test(schema ?? '') && holdsResources(resources);
}

/** The `$schema` of a template that is none of Azure's for templates, as it is written; undefined when it is right. */
export function strangeSchema(node: ObjectNode): string | undefined {
  const schema = textOf(inner(node, '$schema'));
  return schema === undefined || /deploymentTemplate\.json/i.test(schema) ? undefined : schema;
}

function isGiven({ value }: Member): boolean {
  return has(value, 'value') || has(value, 'reference') || has(value, 'expression');
}

function isParameterFile(node: ObjectNode): boolean {
  const schema = textOf(inner(node, '$schema'));
  if (schema !== undefined) return /deploymentParameters\.json/i.test(schema);
  const parameters = inner(node, 'parameters');
  if (parameters?.kind !== 'object' || !has(node, 'contentVersion')) return false;
  return parameters.members.every(isGiven);
}

/**
 * Whether a document that is called a parameter file, by its name or by the user, is one: Azure's tools take the values
 * alone too, with or without `parameters` around them.
 */
export function isParameterDocument(document: JsonDocument): boolean {
  const { root } = document;
  const pieces = piecesOf(document);
  if (pieces.length > 0) return pieces.some(({ kind }) => kind === 'parameters');
  if (root?.kind !== 'object' || has(root, '$schema')) return false;
  const parameters = inner(root, 'parameters');
  if (parameters?.kind === 'object') {
    return parameters.members.length === 0 || parameters.members.some(isGiven);
  }
  return root.members.length > 0 && root.members.every(isGiven);
}

/** A resource of Azure Policy as its API gives it, its `properties` alone, or a rule alone. */
function policyKind(node: ObjectNode): DocumentKind | undefined {
  const properties = inner(node, 'properties') ?? node;
  if (has(properties, 'policyRule')) return 'policy-definition';
  if (inner(properties, 'policyDefinitions')?.kind === 'array') return 'initiative';
  if (inner(properties, 'policyDefinitionId')?.kind === 'string') return 'assignment';
  const isRule = has(node, 'if') && inner(inner(node, 'then') ?? node, 'effect') !== undefined;
  return isRule ? 'policy-definition' : undefined;
}

function pieceOf(node: JsonNode): Piece | undefined {
  if (node.kind !== 'object') return undefined;
  if (isTemplate(node)) return { kind: 'template', node };
  if (isParameterFile(node)) return { kind: 'parameters', node };
  const policy = policyKind(node);
  if (policy !== undefined) return { kind: policy, node };
  // An artifact of Azure Blueprints wraps a template.
  const wrapped = inner(inner(node, 'properties') ?? node, 'template');
  if (wrapped?.kind === 'object' && isTemplate(wrapped)) return { kind: 'template', node: wrapped };
  return undefined;
}

/** What a document holds: usually one thing, of an array of policies several, of any other JSON nothing. */
export function piecesOf({ root }: JsonDocument): readonly Piece[] {
  if (root === undefined) return [];
  const nodes = root.kind === 'array' ? root.items : [root];
  return nodes.flatMap((node) => pieceOf(node) ?? []);
}
