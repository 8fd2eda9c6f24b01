// Settings of App Service sites and slots: those of `siteConfig`, which the child resource `config/web` may give too.
import type { Resource } from '../../resource.ts';
import { expectEffective, ownersOf, relatedOf } from '../related.ts';
import type { Outcome, RuleContext } from '../rule.ts';
import { type Expectation, expectSetting, settingOf } from '../setting.ts';

export const siteTypes = ['microsoft.web/sites', 'microsoft.web/sites/slots'];
/** Sites and slots, and their configuration where it is deployed without them. */
export const siteConfigTypes = [...siteTypes, ...siteTypes.map((type) => `${type}/config`)];
export const siteReference = 'https://learn.microsoft.com/azure/templates/microsoft.web/sites';

/** A site for examples. */
export function site(properties: object, members: object = {}) {
  return {
    type: 'Microsoft.Web/sites',
    apiVersion: '2023-12-01',
    name: 'app-example',
    location: 'westeurope',
    kind: 'app',
    ...members,
    properties,
  };
}

/** Names of `config` resources that hold something else than `siteConfig`. */
const otherConfigs = new Set([
  'appsettings',
  'authsettings',
  'authsettingsv2',
  'azurestorageaccounts',
  'backup',
  'connectionstrings',
  'logs',
  'metadata',
  'pushsettings',
  'slotconfignames',
]);

/** `web`; a name that only the deployment knows is judged by what the resource says. */
function isWebConfig({ key }: Resource): boolean {
  return !otherConfigs.has(key.slice(key.lastIndexOf('/') + 1).toLowerCase());
}

/**
 * Judges the setting `name` of `siteConfig`. Called for a site or slot, whose `config/web` counts where it gives the
 * setting, and for a `config/web` whose site is not deployed with it, which is judged by what it says alone.
 */
export function judgeSiteConfig(
  resource: Resource,
  { evaluation }: RuleContext,
  name: string,
  judge: (resource: Resource, path: string) => Outcome,
): Outcome {
  const type = resource.type.toLowerCase();
  if (type.endsWith('/config')) {
    if (!isWebConfig(resource)) {
      return { kind: 'not-applicable', reason: 'it holds other settings' };
    }
    if (ownersOf(resource, evaluation).length > 0) {
      return { kind: 'not-applicable', reason: 'it is judged with its site' };
    }
    return settingOf(resource, `properties.${name}`).kind === 'absent'
      ? { kind: 'not-applicable', reason: 'it does not say' }
      : judge(resource, `properties.${name}`);
  }
  const children = relatedOf(resource, evaluation, [`${type}/config`]).filter((child) =>
    isWebConfig(child.resource),
  );
  const paths = { own: `properties.siteConfig.${name}`, child: `properties.${name}` };
  return expectEffective(resource, children, paths, judge);
}

/** As `judgeSiteConfig`, for one expected value. */
export function expectSiteConfig(
  name: string,
  expected: Expectation,
): (resource: Resource, context: RuleContext) => Outcome {
  return (resource, context) =>
    judgeSiteConfig(resource, context, name, (each, path) => expectSetting(each, path, expected));
}
