/** Opens a version server by its URL. */
import { openFolderStore } from './store-folder.ts';
import { openFtpStore } from './store-ftp.ts';
import type { FtpOptions } from './store-ftp.ts';
import { failure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';

async function openStore(access: ServerAccess, options?: FtpOptions): Promise<ReleaseStore> {
  const { protocol } = URL.canParse(access.url) ? new URL(access.url) : { protocol: '' };
  if (protocol === 'file:') return openFolderStore(access);
  if (protocol === 'ftp:' || protocol === 'ftps:') return await openFtpStore(access, options);
  throw failure(
    'server-url',
    `a version server’s URL begins with \`ftp://\`, \`ftps://\` or \`file://\``,
  );
}

/** Opened for the time of the work, whatever comes of it. */
export async function withStore<T>(
  access: ServerAccess,
  options: FtpOptions | undefined,
  work: (store: ReleaseStore) => Promise<T>,
): Promise<T> {
  const store = await openStore(access, options);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
