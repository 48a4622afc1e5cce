/** The inventory of simulated devices, as a user would write it. */
import type { DeviceKind, DeviceLayout } from './device/layout.ts';

export interface ListedDevice {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly layout: DeviceLayout;
  readonly host: string;
  readonly sshPort: number;
  readonly servicePort: number;
}

export interface ListedServer {
  readonly url: string;
  readonly user: string;
}

/** The servers' password is the secret `ftp` in `secrets.yaml`; keys, known hosts and `releases.root` lie beside it. */
export function inventoryText(
  devices: readonly ListedDevice[],
  servers: readonly ListedServer[],
): string {
  const urls = servers.map(
    ({ url, user }) => `  - { url: "${url}", user: ${user}, password: ftp }`,
  );
  return [
    'cutover: 1',
    'known-hosts: known_hosts',
    'secrets: { file: secrets.yaml }',
    'servers:',
    ...urls,
    'trust: releases.root',
    'defaults: { user: root, key: key }',
    'devices:',
    ...devices.flatMap(deviceLines),
    '',
  ].join('\n');
}

function deviceLines(device: ListedDevice): readonly string[] {
  const { name, kind, layout, host, sshPort, servicePort } = device;
  const root = JSON.stringify(layout.root);
  return [
    `  ${name}:`,
    `    address: ${host}:${String(sshPort)}`,
    `    home: ${JSON.stringify(layout.home)}`,
    `    services: ${JSON.stringify(layout.services)}`,
    `    params: { root: ${root}, daemon: ${kind}, port: "${String(servicePort)}" }`,
  ];
}
