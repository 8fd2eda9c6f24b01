// Looking up and finding, the same over a node table in memory and a folder on disk: links stay inside the root, and a
// glob's segments before its first `**` lead through them.

import type { EntryType } from '../model/file-tree.ts';
import type { GlobAutomaton, GlobState } from './automaton.ts';

type Maybe<T> = T | Promise<T>;

/** How a tree shows its nodes; a node is a number, or whatever the tree likes. */
export interface NodeAccess<Node> {
  readonly root: Node;
  nameOf(node: Node): string;
  typeOf(node: Node): EntryType;
  /** The root is its own parent. */
  parentOf(node: Node): Node;
  /** A symbolic link's target, as written. */
  linkOf(node: Node): Maybe<string | undefined>;
  child(directory: Node, name: string): Maybe<Node | undefined>;
  children(directory: Node): Maybe<readonly Node[]>;
  /** Identity, for telling whether a walk was here before. */
  idOf(node: Node): string | number;
}

/** As many links are followed in one look-up as Linux follows. */
const linkLimit = 40;

/**
 * The node that a path names, from `start`; a leading slash and `..` never leave the root. `follow` is for the last
 * segment. Undefined where there is none, and for a cycle of links.
 */
export async function lookUp<Node>(
  access: NodeAccess<Node>,
  path: string,
  follow: boolean,
  start: Node = access.root,
): Promise<Node | undefined> {
  let node = path.startsWith('/') ? access.root : start;
  const rest = path.split('/').reverse();
  let links = 0;
  while (rest.length > 0) {
    const name = rest.pop();
    if (name === undefined || name === '' || name === '.') continue;
    if (access.typeOf(node) !== 'directory') return undefined;
    if (name === '..') {
      node = access.parentOf(node);
      continue;
    }
    const step = access.child(node, name);
    const next = step instanceof Promise ? await step : step;
    if (next === undefined) return undefined;
    if (access.typeOf(next) !== 'symlink' || (rest.every((left) => left === '') && !follow)) {
      node = next;
      continue;
    }
    if (++links > linkLimit) return undefined;
    const read = access.linkOf(next);
    const target = read instanceof Promise ? await read : read;
    if (target === undefined || target === '') return undefined;
    if (target.startsWith('/')) node = access.root;
    rest.push(...target.split('/').reverse());
  }
  return node;
}

export interface GlobWalk<Node> {
  readonly access: NodeAccess<Node>;
  readonly automaton: GlobAutomaton;
  /** Called with the groups that match; more than once for a node when several ways lead to it. */
  readonly found: (node: Node, groups: readonly number[]) => void;
  /** Asked for a directory that only a `**` leads into: whether to walk it. */
  readonly enters?: (directory: Node) => boolean;
  /** Directories that are listed at once; 1 without it. More pay where listing means waiting. */
  readonly lanes?: number;
}

/** Walks to every node that a glob reaches, links in the segments before a glob's first `**` included. */
export async function walkGlobs<Node>(walk: GlobWalk<Node>): Promise<void> {
  const { access, automaton, found, enters } = walk;
  const pending: [Node, GlobState][] = [[access.root, automaton.start]];
  /** Once a link has led on, no directory is walked twice in one state: links may go round in circles. */
  const visited = new Set<string>();
  let hasFollowed = false;

  const enter = (directory: Node, state: GlobState): void => {
    if (!state.isLive) return;
    if (enters !== undefined && !automaton.follow(state).isLive && !enters(directory)) return;
    pending.push([directory, state]);
  };
  const followLink = async (parent: Node, node: Node, state: GlobState): Promise<void> => {
    const onward = automaton.follow(state);
    if (!onward.isLive && onward.accepts.length === 0) return;
    const read = access.linkOf(node);
    const link = read instanceof Promise ? await read : read;
    if (link === undefined) return;
    const target = await lookUp(access, link, true, parent);
    if (target === undefined) return;
    if (onward.accepts.length > 0) found(target, onward.accepts);
    if (access.typeOf(target) !== 'directory') return;
    hasFollowed = true;
    enter(target, onward);
  };
  /** A promise only where a link must be followed: most nodes cost no wait. */
  const visit = (parent: Node, node: Node, state: GlobState): Promise<void> | undefined => {
    if (state.accepts.length > 0) found(node, state.accepts);
    const type = access.typeOf(node);
    if (type === 'directory') enter(node, state);
    return type === 'symlink' ? followLink(parent, node, state) : undefined;
  };

  if (automaton.start.accepts.length > 0) found(access.root, automaton.start.accepts);
  const walkOne = async (directory: Node, state: GlobState): Promise<void> => {
    if (hasFollowed) {
      const key = `${access.idOf(directory)}/${state.id}`;
      if (visited.has(key)) return;
      visited.add(key);
    }
    const listed = state.names?.map((name) => access.child(directory, name));
    const children = listed ?? access.children(directory);
    for (const child of children instanceof Promise ? await children : children) {
      const node = child instanceof Promise ? await child : child;
      if (node === undefined) continue;
      const onward = automaton.step(state, access.nameOf(node));
      if (onward.accepts.length === 0 && !onward.isLive) continue;
      const following = visit(directory, node, onward);
      if (following !== undefined) await following;
    }
  };
  while (pending.length > 0) {
    const batch = pending.splice(-(walk.lanes ?? 1));
    await Promise.all(batch.map(([directory, state]) => walkOne(directory, state)));
  }
}
