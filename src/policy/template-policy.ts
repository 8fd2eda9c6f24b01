// What the policy file says of templates: its shape once the schema accepted it, and what is made of it.

import { dirname } from 'node:path';
import {
  type AgentName,
  type BakedInAgent,
  defaultTemplatePolicy,
  type InlineSuppressions,
  type MachineFilter,
  type TemplatePolicy,
} from '../model/template-policy.ts';

export interface TemplatePart {
  readonly requireAgents?: readonly {
    readonly agent?: AgentName;
    readonly anyOf?: readonly AgentName[];
    readonly where?: MachineFilter;
  }[];
  readonly bakedIn?: readonly BakedInAgent[];
  readonly deployments?: readonly (readonly string[])[];
  readonly suppressions?: { readonly inline?: InlineSuppressions };
  readonly approved?: {
    readonly publishers?: readonly string[];
    readonly images?: readonly string[];
  };
}

/** What the schema cannot say of it: each requirement names `agent` or `anyOf`, not both. */
export function* problemsOfTemplates(file: TemplatePart): Generator<{
  readonly path: readonly (string | number)[];
  readonly text: string;
}> {
  for (const [index, { agent, anyOf }] of (file.requireAgents ?? []).entries()) {
    if ((agent === undefined) === (anyOf === undefined)) {
      const what = agent === undefined ? 'names no agent' : 'names both agent and anyOf';
      const text = `requireAgents[${index}] ${what}: write agent: NAME, or anyOf: [NAME, …]`;
      yield { path: ['requireAgents', index], text };
    }
  }
}

/** The templates' part of the policy of the file at `path`. */
export function templatePolicyOf(file: TemplatePart, path: string): TemplatePolicy {
  const { requireAgents, bakedIn, deployments, suppressions, approved } = file;
  return {
    requireAgents:
      requireAgents?.map(({ agent, anyOf = [], where }) => ({
        anyOf: agent === undefined ? anyOf : [agent],
        ...(where === undefined ? {} : { where }),
      })) ?? defaultTemplatePolicy.requireAgents,
    bakedIn: bakedIn ?? defaultTemplatePolicy.bakedIn,
    deployments: deployments ?? defaultTemplatePolicy.deployments,
    folder: dirname(path),
    inlineSuppressions: suppressions?.inline ?? defaultTemplatePolicy.inlineSuppressions,
    ...(approved?.publishers === undefined ? {} : { approvedPublishers: approved.publishers }),
    ...(approved?.images === undefined ? {} : { approvedImages: approved.images }),
  };
}
