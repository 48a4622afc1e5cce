/** Opens a version server by its URL. */
import { openFolderStore } from './store-folder.ts';
import { openFtpStore } from './store-ftp.ts';
import type { FtpOptions } from './store-ftp.ts';
import { openSftpStore } from './store-sftp.ts';
import { failure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';

export type StoreOptions = FtpOptions;

export async function openStore(
  access: ServerAccess,
  options?: StoreOptions,
): Promise<ReleaseStore> {
  const { protocol } = URL.canParse(access.url) ? new URL(access.url) : { protocol: '' };
  if (protocol === 'file:') return openFolderStore(access);
  if (protocol === 'ftp:' || protocol === 'ftps:') return await openFtpStore(access, options);
  if (protocol === 'sftp:') return await openSftpStore(access, options);
  throw failure(
    'server-url',
    `a version server’s URL begins with \`ftp://\`, \`ftps://\`, \`sftp://\` or \`file://\``,
  );
}
