import type { Call, Pod, Workload } from '@vigla/domain/semantics';
import type { Deed, Passage } from '../jaeger/index.ts';
import type { RequestLine } from './access-line.ts';
import type { LoggedContainer, LogLine } from '../kubernetes/index.ts';

/** What the application of a pod writes about a request: first the calls that failed it, then how it ended. */
export function applicationLines(
  { id, requestId, exchanges, deeds }: Passage,
  { namespace, name }: LoggedContainer,
): readonly RequestLine[] {
  // Ids come with the headers that proxies add: none without a proxy, none over TCP. Whoever asks of its own accord does
  // not know the id that its proxy gives the request.
  const known = exchanges.length > 0 ? ` trace=${id} request=${requestId}` : '';
  const beganMs = Math.min(...deeds.map(({ startMs }) => startMs));
  return deeds
    .filter(({ workload, pod }) => workload.namespace === namespace && pod.name === name)
    .flatMap((deed) => {
      const atMs = Math.floor(deed.startMs + deed.lastedMs);
      const time = new Date(atMs).toISOString();
      const ids = deed.role === 'asked' || deed.call.protocol === 'tcp' ? '' : known;
      return sentences(deed).map((text) => ({ atMs, startMs: beganMs, text: `${time} ${text}${ids}` }));
    });
}

/** The first words of an application. */
export const applicationStart = ({ canonicalService, canonicalRevision }: Workload, { createdMs }: Pod): readonly LogLine[] => {
  const atMs = createdMs + 2500;
  return [{ atMs, text: `${new Date(atMs).toISOString()} INFO ${canonicalService} ${canonicalRevision} is ready` }];
};

function sentences({ role, call, code, lastedMs, failed }: Deed): readonly string[] {
  const took = `${lastedMs.toFixed(1)}ms`;
  if (call.protocol === 'tcp') return [`INFO connection served, ${took}`];
  const troubles = failed.map(
    (one) => `ERROR ${asking(one.call)} failed: ${one.code === 0 ? 'no answer' : `status ${one.code}`} after ${one.lastedMs.toFixed(1)}ms`,
  );
  const what = role === 'asked' ? asking(call) : `${call.method} ${call.path}`;
  return [...troubles, `${level(code)} ${what} ${code === 0 ? 'no answer' : code} ${took}`];
}

const asking = ({ protocol, host, port, method, path }: Call): string =>
  protocol === 'tcp' ? `connection to ${host}:${port}` : `${method} http://${host}:${port}${path}`;

function level(code: number): 'INFO' | 'WARN' | 'ERROR' {
  if (code === 0 || code >= 500) return 'ERROR';
  return code >= 400 ? 'WARN' : 'INFO';
}
