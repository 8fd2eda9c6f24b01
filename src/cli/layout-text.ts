// The layout of a machine's disks as a person reads it. Names come from the disks, and pass `printable`.

import type { DiskLayout, VolumeLayout } from '../gate/disk-layout.ts';
import type { CoverageRow } from '../model/coverage.ts';
import { printable } from '../model/printable.ts';

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** @example sizeText(1_610_612_736) // '1.5 GiB' */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${Number(value.toFixed(1))} ${units[unit] ?? ''}`;
}

function volumeLines({ mounts, roots }: DiskLayout, volume: VolumeLayout): string[] {
  const { number, name, kind, sizeBytes, uuid, label, partition, remarks = [] } = volume;
  const named = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`${key}=${value}`];
  const paths = mounts.filter((mount) => mount.volume === number).map(({ path }) => path);
  const use = [
    ...(roots.includes(number) ? ['root'] : []),
    ...(paths.length > 0 ? [`mounted at ${paths.join(', ')}`] : []),
  ];
  const at =
    partition === undefined
      ? []
      : [
          `byte ${partition.offset}, type ${partition.type}`,
          ...named('PARTUUID', partition.uuid),
          ...named('PARTLABEL', partition.label),
        ];
  return [
    [`  ${number}  ${name}`, kind, sizeText(sizeBytes), ...use].join(', '),
    ...[[...named('UUID', uuid), ...named('LABEL', label)], at]
      .filter((words) => words.length > 0)
      .map((words) => `       ${words.join(' ')}`),
    ...remarks.map(({ text }) => `       ${text}`),
  ];
}

/** The rows of what was not read, a line each. */
export function unreadLines(coverage: readonly CoverageRow[]): string[] {
  return coverage
    .filter(({ status }) => status !== 'scanned')
    .map(({ what, status, reason = '', incomplete }) => {
      const weight = incomplete ? '' : ' (no gap)';
      return `  ${printable(`${what} ${status}${weight}: ${reason}`)}`;
    });
}

/** A part a heading: disks, volumes, what was not read. */
export function layoutText(layout: DiskLayout, coverage: readonly CoverageRow[]): string {
  const disks = layout.disks.flatMap(({ name, format, sizeBytes, scheme, notes }, at) => [
    `  ${at + 1}  ${name}, ${format}, ${sizeText(sizeBytes)}, ${scheme === 'none' ? 'no partition table' : scheme.toUpperCase()}`,
    ...notes.map((note) => `       ${note}`),
  ]);
  const volumes = layout.volumes.flatMap((volume) => volumeLines(layout, volume));
  const unread = unreadLines(coverage);
  const root = layout.roots.length === 0 ? ['Root: none'] : [];
  return [
    'Disks:',
    ...disks.map(printable),
    'Volumes:',
    ...volumes.map(printable),
    ...layout.notes.map((note) => `  ${printable(note)}`),
    ...root,
    ...(unread.length === 0 ? ['No volume is left unread.'] : ['Not read:', ...unread]),
    '',
  ].join('\n');
}
