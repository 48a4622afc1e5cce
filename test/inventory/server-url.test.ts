import { expect, test } from 'vitest';
import { serverUrl } from '../../src/inventory/server-url.ts';

test.each([
  ['h.example:2121/x', 'ftps://h.example:2121/x'],
  ['10.0.0.5', 'ftps://10.0.0.5'],
  ['ftp://h/x', 'ftp://h/x'],
  ['sftp://h/x', 'sftp://h/x'],
  ['file:///x', 'file:///x'],
  ['./folder', './folder'],
  ['/folder', '/folder'],
])('F27: TLS is what a server without a scheme gets: %s', (text, url) => {
  expect(serverUrl(text)).toBe(url);
});
