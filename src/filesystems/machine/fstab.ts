// What is mounted where: fstab(5), and systemd's mount units (systemd.mount(5)).

export interface FstabEntry {
  /** As written: `UUID=…`, `LABEL=…`, `/dev/mapper/…`. */
  readonly device: string;
  /** Where; `/` for the root. */
  readonly path: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** File systems without a device of their own, or on another machine: nothing of them lies on a disk of this one. */
const deviceless = new Set([
  'tmpfs',
  'devtmpfs',
  'proc',
  'sysfs',
  'devpts',
  'cgroup',
  'cgroup2',
  'configfs',
  'debugfs',
  'efivarfs',
  'overlay',
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  'ceph',
  'fuse.sshfs',
  'swap',
  'none',
]);

/** `\040` is a space, in fstab as in the kernel's own tables. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function unquoted(text: string): string {
  return text.replace(/^([A-Z]+=)?"(.*)"$/, '$1$2');
}

function isOfDisk({ type, path, device, options }: FstabEntry): boolean {
  if (deviceless.has(type) || !path.startsWith('/')) return false;
  if (options.includes('bind') || options.includes('rbind')) return false;
  return !/^(?:\/\/|[^/=]+:\/)/.test(device);
}

/** The entries of an fstab that lie on a disk, in its order; of two for one path the last one. */
export function parseFstab(text: string): FstabEntry[] {
  const entries = new Map<string, FstabEntry>();
  for (const line of text.split('\n')) {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) continue;
    const [device = '', path = '', type = 'auto', options = 'defaults'] = bare.split(/\s+/);
    const entry = {
      device: unquoted(unescaped(device)),
      path: unescaped(path).replace(/(?<=.)\/+$/, ''),
      type,
      options: options.split(','),
    };
    if (isOfDisk(entry)) entries.set(entry.path, entry);
  }
  return [...entries.values()];
}

/** The entry of a `.mount` unit; undefined where it is about no disk. */
export function parseMountUnit(text: string): FstabEntry | undefined {
  const values = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n')) {
    const bare = line.trim();
    section = /^\[(.+)\]$/.exec(bare)?.[1] ?? section;
    const [, key, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(bare) ?? [];
    if (section === 'Mount' && key !== undefined && value !== undefined) values.set(key, value);
  }
  const device = values.get('What') ?? '';
  const path = (values.get('Where') ?? '').replace(/(?<=.)\/+$/, '');
  const entry = {
    // udev's links say the same as fstab's words.
    device: device.replace(
      /^\/dev\/disk\/by-(uuid|label|partuuid|partlabel)\//,
      (_, kind: string) => `${kind.toUpperCase()}=`,
    ),
    path,
    type: values.get('Type') ?? 'auto',
    options: (values.get('Options') ?? 'defaults').split(','),
  };
  return device !== '' && isOfDisk(entry) ? entry : undefined;
}

/** A device's name in one spelling: `uuid=…` in lower case, udev's links as the words of fstab. */
export function deviceKey(device: string): string {
  const plain = device.replace(
    /^\/dev\/disk\/by-(uuid|label|partuuid|partlabel)\//,
    (_, kind: string) => `${kind.toUpperCase()}=`,
  );
  const [, word, value] = /^(UUID|PARTUUID)=(.*)$/i.exec(plain) ?? [];
  if (word === undefined || value === undefined) return plain;
  return `${word.toUpperCase()}=${value.toLowerCase()}`;
}
