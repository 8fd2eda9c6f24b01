// The rules over virtual machines, scale sets, their disks and network interfaces, in the order of the catalogue.
import type { TemplateRule } from '../rule.ts';
import { diskEncryptionRules } from './disk-encryption.ts';
import { exposureRules } from './exposure.ts';
import { identityRules } from './identity.ts';
import { imageRules } from './images.ts';
import { loginRules } from './login.ts';
import { machineSecretRules } from './machine-secrets.ts';
import { patchingRules } from './patching.ts';
import { trustedLaunchRules } from './trusted-launch.ts';

export const machineRules: readonly TemplateRule[] = [
  ...trustedLaunchRules,
  ...diskEncryptionRules,
  ...loginRules,
  ...exposureRules,
  ...patchingRules,
  ...imageRules,
  ...machineSecretRules,
  ...identityRules,
].toSorted((left, right) => (left.id < right.id ? -1 : 1));
