// When the support of marketplace images' systems ends, by publisher, offer and SKU.
// Source: the makers' own life-cycle pages (Ubuntu, Red Hat, SUSE, Debian, CentOS, Oracle, Microsoft), 2026-11.

export interface SupportEnd {
  /** As shown: `Ubuntu 18.04`. */
  readonly system: string;
  /** First day without support, `2023-06-01`. */
  readonly end: string;
}

/** `pattern` is matched against `publisher:offer:sku` in lower case; the first that fits counts. */
const ends: readonly (SupportEnd & { readonly pattern: RegExp })[] = [
  { system: 'Ubuntu 12.04', end: '2017-04-28', pattern: /^canonical:ubuntuserver:12[._]04/ },
  { system: 'Ubuntu 14.04', end: '2019-04-25', pattern: /^canonical:.*[-:]14[._]04/ },
  {
    system: 'Ubuntu 16.04',
    end: '2021-04-30',
    pattern: /^canonical:(?:.*[-:]16[._]04|.*-xenial)/,
  },
  {
    system: 'Ubuntu 18.04',
    end: '2023-06-01',
    pattern: /^canonical:(?:.*[-:]18[._]04|.*-bionic)/,
  },
  {
    system: 'Ubuntu 20.04',
    end: '2025-06-01',
    pattern: /^canonical:(?:.*[-:]20[._]04|.*-focal)/,
  },
  {
    system: 'an interim Ubuntu release',
    end: '2025-08-01',
    pattern: /^canonical:.*(?:[-:](?:1[579]|2[13])[._](?:04|10)|[-:](?:1[2-9]|2[0-4])[._]10)/,
  },
  { system: 'Ubuntu 25.04', end: '2026-01-16', pattern: /^canonical:.*[-:]25[._]04/ },
  { system: 'Ubuntu 25.10', end: '2026-07-10', pattern: /^canonical:.*[-:]25[._]10/ },
  { system: 'CentOS 6', end: '2020-12-01', pattern: /^openlogic:centos[^:]*:6/ },
  { system: 'CentOS 7', end: '2024-07-01', pattern: /^openlogic:centos[^:]*:7/ },
  { system: 'CentOS 8', end: '2022-01-01', pattern: /^openlogic:centos[^:]*:8/ },
  { system: 'Debian 8', end: '2020-07-01', pattern: /^credativ:debian[^:]*:8/ },
  { system: 'Debian 9', end: '2022-07-01', pattern: /^credativ:debian[^:]*:9/ },
  { system: 'Debian 10', end: '2024-07-01', pattern: /^debian:debian-10/ },
  { system: 'Debian 11', end: '2026-09-01', pattern: /^debian:debian-11/ },
  { system: 'Red Hat Enterprise Linux 6', end: '2020-12-01', pattern: /^redhat:rhel[^:]*:6/ },
  { system: 'Red Hat Enterprise Linux 7', end: '2024-07-01', pattern: /^redhat:rhel[^:]*:7/ },
  { system: 'SUSE Linux Enterprise Server 11', end: '2019-04-01', pattern: /^suse:sles[^:]*:11/ },
  {
    system: 'SUSE Linux Enterprise Server 12',
    end: '2024-11-01',
    pattern: /^suse:(?:sles[^:]*:12|sles-12)/,
  },
  {
    system: 'SUSE Linux Enterprise Server 15 before SP6',
    end: '2025-01-01',
    pattern: /^suse:(?:sles[^:]*:15(?!-sp[67])|sles(?:-sap)?-15(?!-sp[67]))/,
  },
  {
    system: 'SUSE Linux Enterprise Server 15 SP6',
    end: '2026-01-01',
    pattern: /^suse:sles[^:]*[:-]15-sp6/,
  },
  { system: 'CBL-Mariner', end: '2025-08-01', pattern: /^microsoftcblmariner:cbl-mariner:/ },
  { system: 'Container Linux', end: '2020-05-27', pattern: /^coreos:/ },
  { system: 'Oracle Linux 6', end: '2021-04-01', pattern: /^oracle:oracle-linux:(?:ol)?6/ },
  { system: 'Oracle Linux 7', end: '2025-01-01', pattern: /^oracle:oracle-linux:(?:ol)?7/ },
  {
    system: 'Windows Server 2008 R2',
    end: '2020-01-15',
    pattern: /^microsoft[a-z]+:[^:]*(?:2008-?r2|:2008-r2)/,
  },
  {
    system: 'Windows Server 2012',
    end: '2023-10-11',
    pattern: /^microsoftwindowsserver:windowsserver:2012|^microsoft[a-z]+:.*ws2012/,
  },
  {
    system: 'Windows Server 2016',
    end: '2027-01-13',
    pattern: /^microsoftwindowsserver:windowsserver:2016|^microsoft[a-z]+:.*ws2016/,
  },
  {
    system: 'a semi-annual release of Windows Server',
    end: '2022-08-10',
    pattern:
      /^microsoftwindowsserver:(?:windowsserversemiannual|windowsserver):.*(?:1709|1803|1809-d|1903|1909|2004|20h2)/,
  },
  { system: 'Windows 7', end: '2020-01-15', pattern: /^microsoft[a-z]+:windows(?:-7)?:win7/ },
  { system: 'Windows 8.1', end: '2023-01-11', pattern: /^microsoft[a-z]+:windows(?:-8)?:win8/ },
  {
    system: 'Windows 10',
    end: '2025-10-15',
    pattern:
      /^microsoftwindowsdesktop:(?:windows-10|office-365):(?:win10-[12]|[12][0-9]h[12]|rs[1-5]|19h[12]|20h[12]|.*win10)/,
  },
];

/** The end of support of an image; undefined when the table does not name it. */
export function supportEndOf(
  publisher: string,
  offer: string,
  sku: string,
): SupportEnd | undefined {
  const text = `${publisher}:${offer}:${sku}`.toLowerCase();
  return ends.find(({ pattern }) => pattern.test(text));
}
