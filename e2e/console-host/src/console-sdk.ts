import { useExtensions } from '@openshift/dynamic-plugin-sdk';

/** The part of the console's SDK that the plugin may ask for at run time. The npm package's own half needs the console's internals. */
export { useExtensions };

/** The console's fetch: adds the CSRF header that the bridge demands, as the real one does. */
export function consoleFetch(url: string, options: RequestInit = {}): Promise<Response> {
  const token = /(?:^|; )csrf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  const headers = new Headers(options.headers);
  headers.set('X-CSRFToken', token);
  return fetch(url, { ...options, headers });
}
