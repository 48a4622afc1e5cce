/** Where a device is and how it is reached. */
export type DeviceAddress =
  | { readonly transport: 'local'; readonly shell: string }
  | {
      readonly transport: 'ssh';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      /** A private key's file; without it the agent (`SSH_AUTH_SOCK`). */
      readonly key?: string;
      /** The OpenSSH known_hosts file. */
      readonly knownHosts: string;
    };
